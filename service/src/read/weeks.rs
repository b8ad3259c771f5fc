//! Revisions with what they hold: the document and what it was computed from.

use std::collections::HashMap;
use std::sync::Arc;

use domain::explain::Reader;
use domain::ids::{GymId, PlanId};
use domain::plan::{PlanDocument, PlannedSession};
use domain::signals::Signals;
use entity::{pack, plan_revision, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::GymView;
use crate::error::Result;

/// A plan and the number of one of its revisions.
pub type RevisionKey = (Uuid, i32);

/// The content of one revision.
#[derive(Debug)]
pub struct ReadWeek {
    /// The plan.
    pub plan: PlanId,
    /// Whose.
    pub member: Uuid,
    /// Number of the revision.
    pub number: i32,
    /// When it came into force, where it did.
    pub published_at: Option<i64>,
    /// When it was made, in UTC microseconds.
    pub created_at: i64,
    /// The week.
    pub document: PlanDocument,
    /// What it was computed from.
    pub signals: Signals,
    /// The gym, to say it in sentences.
    pub gym: Arc<GymView>,
}

impl ReadWeek {
    /// Reads its codes as sentences.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.gym.facts, &self.signals)
    }

    /// Number of the revision as ids write it.
    pub fn revision(&self) -> u32 {
        u32::try_from(self.number).unwrap_or(0)
    }

    /// The session of that key.
    pub fn session(&self, key: &str) -> Option<&PlannedSession> {
        self.document.sessions.iter().find(|session| session.key == key)
    }
}

/// The contents of these revisions. One that was erased, or can't be read, is missing.
pub async fn weeks(
    db: &impl ConnectionTrait,
    gym: &Arc<GymView>,
    keys: &[RevisionKey],
) -> Result<HashMap<RevisionKey, Arc<ReadWeek>>> {
    let id = GymId::from_uuid(gym.row.id);
    let wanted: Vec<(PlanId, i32)> =
        keys.iter().map(|(plan, number)| (PlanId::from_uuid(*plan), *number)).collect();
    let rows = store::plan_revisions::by_keys(db, id, &wanted).await?;
    let mut weeks = HashMap::with_capacity(rows.len());
    for row in rows.iter().filter(|row| row.erased_at.is_none()) {
        match read(row, gym) {
            Ok(week) => drop(weeks.insert((row.plan_id, row.number), Arc::new(week))),
            Err(error) => {
                let plan = PlanId::from_uuid(row.plan_id);
                tracing::error!(plan.id = %plan, revision = row.number, %error, "a revision can't be read");
            }
        }
    }
    Ok(weeks)
}

fn read(
    row: &plan_revision::Model,
    gym: &Arc<GymView>,
) -> std::result::Result<ReadWeek, pack::UnpackError> {
    Ok(ReadWeek {
        plan: PlanId::from_uuid(row.plan_id),
        member: row.member_id,
        number: row.number,
        published_at: row.published_at,
        created_at: row.created_at,
        document: pack::unpack(&row.document)?,
        signals: pack::unpack(&row.signals)?,
        gym: gym.clone(),
    })
}
