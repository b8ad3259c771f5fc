//! What became of planned sessions, as of now: the same in every revision of a plan.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::adherence::{PlanFacts, fates, is_complete};
use domain::calendar::{Week, local_date};
use domain::digest::SessionDigest;
use domain::ids::{GymId, MemberId, PlanId};
use domain::plan::{PlanDocument, PlannedSession};
use domain::snapshot::SessionFacts;
use domain::vocab::SessionStatus;
use entity::instant::instant;
use entity::store::documents::Which;
use entity::{pack, plan, session_log, session_state, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::GymView;
use crate::error::Result;

/// What became of a plan's sessions, by their keys.
#[derive(Debug, Default)]
pub struct Fates {
    today: NaiveDate,
    completed: BTreeSet<String>,
    excused: BTreeMap<String, Excused>,
    begun: BTreeSet<String>,
    logs: BTreeMap<String, session_log::Model>,
}

/// Why a session could not be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// A word of `ExcuseReason`.
    pub reason: Option<String>,
    /// In a coach's words, for other coaches.
    pub note: Option<String>,
}

impl Fates {
    /// Where a session of any revision stands.
    pub fn status(&self, session: &PlannedSession) -> SessionStatus {
        let key = &session.key;
        if self.completed.contains(key) {
            SessionStatus::Completed
        } else if self.excused.contains_key(key) {
            SessionStatus::Excused
        } else if session.date < self.today {
            SessionStatus::Missed
        } else if self.begun.contains(key) {
            SessionStatus::Started
        } else {
            SessionStatus::Planned
        }
    }

    /// Why it was excused, where it was.
    pub fn excuse(&self, key: &str) -> Option<&Excused> {
        self.excused.get(key)
    }

    /// What was logged for it; the newest where there are several.
    pub fn log(&self, key: &str) -> Option<&session_log::Model> {
        self.logs.get(key)
    }
}

/// What became of the sessions of these plans.
pub async fn of_plans(
    db: &impl ConnectionTrait,
    gym: &GymView,
    plans: &[PlanId],
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Arc<Fates>>> {
    let id = GymId::from_uuid(gym.row.id);
    let today = local_date(now, gym.facts.time_zone);
    let rows = store::plans::by_ids(db, id, plans).await?;
    let documents = documents(db, id, &rows).await?;
    let states = store::session_states::of_plans(db, id, plans).await?;
    let logs = logs(db, id, plans, &rows).await?;
    let tracks: HashMap<Uuid, String> =
        store::tracks::all(db, id).await?.into_iter().map(|track| (track.id, track.key)).collect();
    Ok(rows
        .into_iter()
        .map(|plan| {
            let document = documents.get(&plan.id);
            let fates = of_plan(&plan, document, &states, &logs, &tracks, gym, today);
            (plan.id, Arc::new(fates))
        })
        .collect())
}

/// The document that counts for each plan: the one in force, else the newest.
async fn documents(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[plan::Model],
) -> Result<HashMap<Uuid, PlanDocument>> {
    let (published, others): (Vec<&plan::Model>, Vec<&plan::Model>) =
        plans.iter().partition(|plan| plan.published.is_some());
    let ids = |plans: &[&plan::Model]| -> Vec<PlanId> {
        plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect()
    };
    let mut rows = store::documents::of_plans(db, gym, &ids(&published), Which::Published).await?;
    rows.extend(store::documents::of_plans(db, gym, &ids(&others), Which::Newest).await?);
    // An erased document is empty: nothing was planned.
    let read = rows.into_iter().filter(|row| !row.document.is_empty()).map(|row| {
        let document = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
        Ok((row.plan_id, document))
    });
    read.collect()
}

/// What was logged for the plans, and in their weeks for none, oldest first.
async fn logs(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[PlanId],
    plans: &[plan::Model],
) -> Result<Vec<session_log::Model>> {
    let mut logs = store::session_logs::of_plans(db, gym, ids).await?;
    let members: Vec<MemberId> =
        plans.iter().map(|plan| MemberId::from_uuid(plan.member_id)).collect();
    let first = plans.iter().map(|plan| plan.week_of).min();
    let last = plans.iter().map(|plan| Week::containing(plan.week_of).sunday()).max();
    if let (Some(first), Some(last)) = (first, last) {
        let of_weeks = store::session_logs::of_members(db, gym, &members, first, last).await?;
        logs.extend(of_weeks.into_iter().filter(|log| log.plan_id.is_none()));
    }
    logs.sort_by_key(|log| log.date);
    Ok(logs)
}

fn of_plan(
    plan: &plan::Model,
    document: Option<&PlanDocument>,
    states: &[session_state::Model],
    logs: &[session_log::Model],
    tracks: &HashMap<Uuid, String>,
    gym: &GymView,
    today: NaiveDate,
) -> Fates {
    let week = Week::containing(plan.week_of);
    let states = || states.iter().filter(|state| state.plan_id == plan.id);
    let begun = states().filter(|state| state.started_at.is_some());
    let excused = states().filter(|state| state.excused_at.is_some()).map(|state| {
        let excuse =
            Excused { reason: state.excuse_reason.clone(), note: state.excuse_note.clone() };
        (state.session_key.clone(), excuse)
    });
    let mut out = Fates {
        today,
        excused: excused.collect(),
        begun: begun.map(|state| state.session_key.clone()).collect(),
        ..Fates::default()
    };
    let own = |log: &&session_log::Model| {
        let unplanned = log.plan_id.is_none() && week.contains(log.date);
        log.member_id == plan.member_id && (log.plan_id == Some(plan.id) || unplanned)
    };
    let logs: Vec<&session_log::Model> = logs.iter().filter(own).collect();
    let facts: Vec<SessionFacts> = logs.iter().map(|log| facts(log, week, tracks)).collect();
    for (log, fact) in logs.iter().zip(&facts) {
        let Some(key) = log.session_key.clone().filter(|_| log.plan_id.is_some()) else { continue };
        if is_complete(fact, &gym.facts.config.adherence) {
            out.completed.insert(key.clone());
        }
        out.begun.insert(key.clone());
        out.logs.insert(key, (*log).clone());
    }
    if let Some(document) = document {
        let excused: Vec<String> = out.excused.keys().cloned().collect();
        let planned = [PlanFacts { week, document, excused: &excused }];
        let logged: Vec<&SessionFacts> = facts.iter().collect();
        let done = fates(&planned, &logged, today, &gym.facts.config.adherence);
        let done = done.into_iter().filter(|fate| fate.completed);
        out.completed.extend(done.map(|fate| fate.key.to_owned()));
    }
    out
}

/// A log as adherence reads it; its sets do not matter here.
fn facts(log: &session_log::Model, week: Week, tracks: &HashMap<Uuid, String>) -> SessionFacts {
    SessionFacts {
        date: log.date,
        recorded_at: instant(log.recorded_at),
        track: tracks.get(&log.track_id).cloned().unwrap_or_default(),
        answers: log.plan_id.and(log.session_key.clone()).map(|key| (week, key)),
        minutes: u32::try_from(log.duration_minutes).unwrap_or(0),
        session_rpe: log.session_rpe,
        completion: log.completion,
        digest: SessionDigest::default(),
    }
}
