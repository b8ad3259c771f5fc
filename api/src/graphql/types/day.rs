//! One day of a plan.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use chrono::NaiveDate;
use domain::plan_ids::DayId;
use service::read::weeks::ReadWeek;

use super::narrative::Narrative;
use super::plan::Plan;
use super::planned_session::PlannedSession;
use super::readiness_day::ReadinessDay;
use crate::error::ApiError;
use crate::graphql::loaders::{self, DayOf};
use crate::graphql::scalars::{Date, id};

/// One day of a plan.
#[derive(Description)]
pub struct Day {
    plan: Plan,
    week: Arc<ReadWeek>,
    date: NaiveDate,
}

#[Object(use_type_description)]
impl Day {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(DayId { plan: self.week.plan, date: self.date })
    }

    /// The day.
    async fn date(&self) -> Date {
        Date(self.date)
    }

    /// The member's readiness on that day; null where nothing was reported.
    async fn readiness(&self, ctx: &Context<'_>) -> Option<Result<ReadinessDay, ApiError>> {
        let day = loaders::load(ctx, DayOf(self.week.member, self.date)).await;
        day.map(|day| day.map(ReadinessDay)).transpose()
    }

    /// The day's sessions in their order.
    async fn sessions(&self) -> Vec<PlannedSession> {
        PlannedSession::of_week(&self.week, Some(self.date))
    }

    /// The week's coaching context.
    async fn narrative(&self, ctx: &Context<'_>) -> Result<Narrative, ApiError> {
        Narrative::of(ctx, self.plan.row.id, self.plan.shown).await
    }

    /// The plan it is a day of.
    async fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl Day {
    /// A day of the plan as it is shown; `None` outside its week.
    pub fn of(plan: &Plan, week: Arc<ReadWeek>, date: NaiveDate) -> Option<Self> {
        let inside = week.document.week.contains(date);
        inside.then(|| Self { plan: plan.clone(), week, date })
    }
}
