//! Something that happened to a plan.

use async_graphql::SimpleObject;
use domain::ids::GymId;
use domain::vocab;
use entity::event;
use service::read::sentences;

use super::plan::Plan;
use crate::error::ApiError;
use crate::graphql::enums::{PlanEventKind, RecomputeTrigger};
use crate::graphql::scalars::{Cursor, DateTime};

/// Something that happened to a plan, told once and in order.
#[derive(SimpleObject)]
pub struct PlanEvent {
    /// Its place in the event stream: pass it as `after` to go on behind it.
    cursor: Cursor,
    /// What happened.
    kind: PlanEventKind,
    /// When it happened.
    occurred_at: DateTime,
    /// The revision that the event is about.
    revision: i32,
    /// The plan as it is now, which may be newer than the event.
    plan: Plan,
    /// Why the revision was made.
    trigger: RecomputeTrigger,
    /// One sentence for a notification.
    summary: String,
}

impl PlanEvent {
    /// An event of the log with its plan as it is now.
    pub fn of(
        event: &event::Model,
        kind: vocab::PlanEventKind,
        plan: Plan,
    ) -> Result<Self, ApiError> {
        let trigger = event.trigger.as_deref().map(str::parse).transpose();
        let trigger: vocab::Trigger =
            trigger.map_err(anyhow::Error::from)?.unwrap_or(vocab::Trigger::Manual);
        Ok(Self {
            cursor: Cursor(service::events::cursor(GymId::from_uuid(event.gym_id), event.seq)),
            kind: kind.into(),
            occurred_at: DateTime::of(event.occurred_at),
            revision: event.revision.unwrap_or(plan.shown),
            summary: sentences::summary(kind, trigger),
            trigger: trigger.into(),
            plan,
        })
    }
}
