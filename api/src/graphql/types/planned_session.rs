//! One session of a plan.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use chrono::NaiveDate;
use domain::plan;
use domain::plan_ids::SessionId;
use service::read::fates::Fates;
use service::read::visible;
use service::read::weeks::ReadWeek;

use super::plan::Plan;
use super::planned_block::PlannedBlock;
use super::session_log::SessionLog;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::caller::{actor, sees_unpublished};
use crate::graphql::enums::{ExcuseReason, PlannedSessionStatus, word_of};
use crate::graphql::loaders::{self, FatesOf, PlanById, WeekOf};
use crate::graphql::scalars::{Date, id};

/// One session of a week, as one revision has it.
#[derive(Description, Clone)]
pub struct PlannedSession {
    week: Arc<ReadWeek>,
    index: usize,
}

#[Object(use_type_description)]
impl PlannedSession {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        let (plan, revision) = (self.week.plan, self.week.revision());
        id(SessionId { plan, revision, key: self.session().key.clone() })
    }

    /// The same session in every revision of the plan.
    async fn key(&self) -> &str {
        &self.session().key
    }

    /// The plan it is of, as it is now.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan, ApiError> {
        let row = loaders::expect(ctx, PlanById(self.week.plan.uuid()), "plan").await?;
        let plan = Plan::seen_by(actor(ctx)?, row);
        plan.ok_or_else(|| ApiError::Internal(anyhow::anyhow!("a session of a hidden plan")))
    }

    /// Its day.
    async fn date(&self) -> Date {
        Date(self.session().date)
    }

    /// Place among the day's sessions, from 1.
    async fn order(&self) -> u32 {
        self.session().order
    }

    /// The track it was drawn from.
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.session().track).await
    }

    /// Title as members read it.
    async fn title(&self) -> &str {
        &self.session().title
    }

    /// Planned length.
    async fn minutes(&self) -> u32 {
        self.session().minutes
    }

    /// Whether its day counts as a hard one.
    async fn hard(&self) -> bool {
        self.session().hard
    }

    /// As of now, in every revision alike.
    async fn status(&self, ctx: &Context<'_>) -> Result<PlannedSessionStatus, ApiError> {
        Ok(self.fates(ctx).await?.status(self.session()).into())
    }

    /// Why it could not be expected; null where it was not excused.
    async fn excuse_reason(&self, ctx: &Context<'_>) -> Option<Result<ExcuseReason, ApiError>> {
        match self.fates(ctx).await {
            Ok(fates) => word_of(fates.excuse(&self.session().key)?.reason.as_deref()),
            Err(error) => Some(Err(error)),
        }
    }

    /// What the coach who excused it said. Coaches and owners; null to members.
    async fn excuse_note(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        if !sees_unpublished(ctx, self.week.member) {
            return None;
        }
        match self.fates(ctx).await {
            Ok(fates) => fates.excuse(&self.session().key)?.note.clone().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// What was logged for it.
    async fn log(&self, ctx: &Context<'_>) -> Option<Result<SessionLog, ApiError>> {
        let fates = self.fates(ctx).await;
        let log = |fates: Arc<Fates>| fates.log(&self.session().key).cloned().map(SessionLog);
        fates.map(log).transpose()
    }

    /// Its parts, in order.
    async fn blocks(&self) -> Vec<PlannedBlock> {
        PlannedBlock::of_session(&self.week, self.index)
    }
}

impl PlannedSession {
    /// The sessions of a week, or of one of its days.
    pub fn of_week(week: &Arc<ReadWeek>, date: Option<NaiveDate>) -> Vec<Self> {
        let sessions = week.document.sessions.iter().enumerate();
        sessions
            .filter(|(_, session)| date.is_none_or(|date| session.date == date))
            .map(|(index, _)| Self { week: week.clone(), index })
            .collect()
    }

    /// The session that an id names, if the caller may see its revision.
    pub async fn find(ctx: &Context<'_>, id: &SessionId) -> Result<Option<Self>, ApiError> {
        let Some(week) = seen_week(ctx, id.plan.uuid(), id.revision).await? else {
            return Ok(None);
        };
        let index = week.document.sessions.iter().position(|session| session.key == id.key);
        Ok(index.map(|index| Self { week, index }))
    }

    fn session(&self) -> &plan::PlannedSession {
        &self.week.document.sessions[self.index]
    }

    async fn fates(&self, ctx: &Context<'_>) -> Result<Arc<Fates>, ApiError> {
        loaders::expect(ctx, FatesOf(self.week.plan.uuid()), "plan").await
    }
}

/// The content of a revision, if the caller may see it.
pub async fn seen_week(
    ctx: &Context<'_>,
    plan: uuid::Uuid,
    revision: u32,
) -> Result<Option<Arc<ReadWeek>>, ApiError> {
    let Ok(number) = i32::try_from(revision) else { return Ok(None) };
    let actor = actor(ctx)?;
    let week = loaders::load(ctx, WeekOf(plan, number)).await?;
    Ok(week.filter(|week| visible::sees_revision(actor, week.member, week.published_at)))
}
