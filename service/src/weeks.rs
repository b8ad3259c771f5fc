//! A member's newest week, for those who read it outside the API.

use domain::calendar::Week;
use domain::ids::{GymId, MemberId, PlanId};
use domain::plan::PlanDocument;
use domain::signals::Signals;
use domain::snapshot::GymFacts;
use entity::instant::instant;
use entity::{member, pack, plan, plan_revision, store};

use crate::env::Env;
use crate::error::{Error, Result};
use crate::inputs::gym_facts;

/// A revision with what it takes to print it.
pub struct FoundWeek {
    /// Whose.
    pub member: member::Model,
    /// The plan.
    pub plan: plan::Model,
    /// The newest revision.
    pub revision: plan_revision::Model,
    /// Its document.
    pub document: PlanDocument,
    /// What it was computed from.
    pub signals: Signals,
    facts: GymFacts,
}

/// The newest revision of a week, or of the newest week that has a plan.
pub async fn newest(
    env: &Env,
    member: &member::Model,
    week: Option<Week>,
) -> Result<Option<FoundWeek>> {
    let db = env.db.read();
    let gym = GymId::from_uuid(member.gym_id);
    let Some(plan) = store::documents::newest_plan(
        db,
        gym,
        MemberId::from_uuid(member.id),
        week.map(Week::monday),
    )
    .await?
    else {
        return Ok(None);
    };
    let id = PlanId::from_uuid(plan.id);
    let revision = store::plan_revisions::find(db, gym, id, plan.newest)
        .await?
        .ok_or_else(|| anyhow::anyhow!("plan {id} has no revision {}", plan.newest))?;
    let row = store::gyms::find(db, gym).await?.ok_or(Error::NotFound("gym"))?;
    Ok(Some(FoundWeek {
        member: member.clone(),
        document: pack::unpack(&revision.document).map_err(anyhow::Error::from)?,
        signals: pack::unpack(&revision.signals).map_err(anyhow::Error::from)?,
        facts: gym_facts(db, &row).await?,
        plan,
        revision,
    }))
}

impl FoundWeek {
    /// As a coach reads it, with the why of each number where asked.
    pub fn text(&self, trace: bool) -> String {
        let head = format!(
            "{} · week of {} · revision {} · {}\n\n",
            self.member.display_name, self.plan.week_of, self.revision.number, self.plan.status
        );
        head + &domain::text::week(&self.document, &self.signals, &self.facts, trace)
    }

    /// The revision as JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&serde_json::json!({
            "plan": PlanId::from_uuid(self.plan.id).to_string(),
            "member": MemberId::from_uuid(self.member.id).to_string(),
            "weekOf": self.plan.week_of,
            "status": self.plan.status,
            "revision": self.revision.number,
            "engineVersion": self.revision.engine_version,
            "inputDigest": hex(&self.revision.input_digest),
            "asOf": instant(self.revision.as_of_at),
            "document": self.document,
            "signals": self.signals,
        }))
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String never fails
        text
    })
}
