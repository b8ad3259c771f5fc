//! A copy of all that is kept of a member, as JSON: for the member themself and the gym's owners.
//!
//! A member's copy leaves out what the product keeps between coaches: notes, reviews, and plans that were never
//! published.

mod plans;
mod training;

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{CoachId, GymId, MemberId, TemplateId};
use entity::instant::{FIRST_DAY, instant};
use entity::{member, store};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::env::Env;
use crate::error::{Error, Result};

/// Version of the copy's shape: it grows, and what is there keeps its meaning.
const SHAPE: u32 = 1;

/// A copy and whom it is of.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Whom it is of.
    pub member: member::Model,
    /// All that is kept.
    pub content: Value,
}

/// What a copy is made with.
struct Reading<'a, C> {
    db: &'a C,
    gym: GymId,
    member: MemberId,
    /// Whether what coaches keep among themselves is part of it.
    staff: bool,
}

/// Copies all that is kept of a member. `NotFound`: nobody whom the caller may know of.
pub async fn export(env: &Env, actor: &Actor, member: MemberId) -> Result<Exported> {
    let subject = Subject::member(actor.gym, member);
    authorize(actor, Action::ExportMember, &subject).map_err(|_| Error::NotFound("member"))?;
    let db = env.db.read();
    let row = store::members::find(db, actor.gym, member).await?;
    let row = row.ok_or(Error::NotFound("member"))?;
    let staff = authorize(actor, Action::ReadUnpublishedPlan, &subject).is_ok();
    let reading = Reading { db, gym: actor.gym, member, staff };
    let content = json!({
        "shape": SHAPE,
        "exportedAt": env.now(),
        "gym": actor.gym.to_string(),
        "member": profile(&row),
        "links": reading.links().await?,
        "templateAssignments": reading.assignments().await?,
        "goals": reading.goals().await?,
        "restrictions": reading.restrictions().await?,
        "coachNotes": reading.notes().await?,
        "readiness": reading.readiness().await?,
        "sessions": reading.sessions().await?,
        "personalRecords": reading.records().await?,
        "plans": reading.plans().await?,
    });
    Ok(Exported { member: row, content })
}

fn profile(row: &member::Model) -> Value {
    let days = u8::try_from(row.available_days & 0x7f).unwrap_or(0);
    let days = domain::calendar::WeekdaySet::from_bits(days);
    json!({
        "id": MemberId::from_uuid(row.id).to_string(),
        "externalId": row.external_id,
        "subject": row.subject,
        "displayName": row.display_name,
        "joinedOn": row.joined_on,
        "active": row.active,
        "bodyweightKg": row.bodyweight_kg,
        "coach": row.coach_id.map(|id| CoachId::from_uuid(id).to_string()),
        "experience": row.experience,
        "sessionsPerWeek": row.sessions_per_week,
        "availableDays": days.iter().collect::<Vec<_>>(),
        "template": row.template_id.map(|id| TemplateId::from_uuid(id).to_string()),
        "templateStartsOn": row.template_starts_on,
        "createdAt": instant(row.created_at),
    })
}

impl<C: ConnectionTrait> Reading<'_, C> {
    async fn links(&self) -> Result<Value> {
        let rows = store::integrations::links_of_members(self.db, self.gym, &[self.member]).await?;
        let link = |row: entity::integration_member::Model| {
            let integration = domain::ids::IntegrationId::from_uuid(row.integration_id);
            json!({ "integration": integration.to_string(), "externalId": row.external_id })
        };
        Ok(rows.into_iter().map(link).collect())
    }

    /// Which template from which Monday on, the first one first; none where it never changed.
    async fn assignments(&self) -> Result<Value> {
        let rows = store::template_assignments::of_member(self.db, self.gym, self.member).await?;
        let assignment = |row: entity::template_assignment::Model| {
            json!({
                "template": TemplateId::from_uuid(row.template_id).to_string(),
                "startsOn": row.starts_on,
                "assignedAt": instant(row.assigned_at),
            })
        };
        Ok(rows.into_iter().map(assignment).collect())
    }

    async fn goals(&self) -> Result<Value> {
        let rows = store::goals::of_members(self.db, self.gym, &[self.member]).await?;
        let goal = |row: entity::goal::Model| {
            json!({
                "kind": row.kind,
                "weight": row.weight,
                "status": row.status,
                "targetDate": row.target_date,
                "note": row.note,
                "createdAt": instant(row.created_at),
                "endedAt": row.ended_at.map(instant),
            })
        };
        Ok(rows.into_iter().map(goal).collect())
    }

    async fn restrictions(&self) -> Result<Value> {
        let rows = store::restrictions::of_members(self.db, self.gym, &[self.member]).await?;
        let restriction = |row: entity::restriction::Model| {
            Ok(json!({
                "bodyRegion": row.body_region,
                "patterns": serde_json::from_str::<Value>(&row.patterns)?,
                "movementKeys": serde_json::from_str::<Value>(&row.movement_keys)?,
                "rule": row.rule,
                "loadCap": row.load_cap,
                "since": row.since,
                "clearedOn": row.cleared_on,
            }))
        };
        let rows: serde_json::Result<Vec<Value>> = rows.into_iter().map(restriction).collect();
        Ok(rows.map_err(anyhow::Error::from)?.into())
    }

    async fn notes(&self) -> Result<Value> {
        if !self.staff {
            return Ok(Value::Null);
        }
        let first = FIRST_DAY.and_time(chrono::NaiveTime::MIN).and_utc();
        let rows = store::notes::since(self.db, self.gym, &[self.member], first).await?;
        let note = |row: entity::coach_note::Model| json!({ "text": row.text, "createdAt": instant(row.created_at) });
        Ok(rows.into_iter().map(note).collect())
    }
}
