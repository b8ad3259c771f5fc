//! One revision of a plan.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::ids::PlanId;
use domain::plan_ids::RevisionId;
use entity::plan;
use entity::store::plan_revisions::Head;
use service::read::weeks::ReadWeek;
use service::read::{sentences, visible};
use service::weeks::hex;

use super::change::PlanChange;
use super::coach::Coach;
use super::narrative::Narrative;
use super::plan::Plan;
use super::planned_session::PlannedSession;
use super::review::Review;
use super::share::TrackShare;
use super::week_adjustment::WeekAdjustment;
use crate::error::ApiError;
use crate::graphql::caller::{actor, sees_unpublished};
use crate::graphql::enums::{RecomputeTrigger, RevisionAuthor, word};
use crate::graphql::loaders::{self, EditNoteOf, HeadsOf, WeekOf};
use crate::graphql::scalars::{Date, DateTime, id};

/// The week as it was computed or edited once. It never changes, but for its narrative, its review and the state of its sessions.
#[derive(Description)]
pub struct PlanRevision {
    /// The plan.
    pub plan: plan::Model,
    /// The revision without its document.
    pub head: Head,
}

#[Object(use_type_description)]
impl PlanRevision {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        let revision = u32::try_from(self.head.number).unwrap_or(0);
        id(RevisionId { plan: PlanId::from_uuid(self.plan.id), revision })
    }

    /// The plan it is of.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan, ApiError> {
        let plan = Plan::seen_by(actor(ctx)?, self.plan.clone());
        plan.ok_or_else(|| ApiError::Internal(anyhow::anyhow!("a revision of a hidden plan")))
    }

    /// Counts up from 1 within the plan.
    async fn number(&self) -> i32 {
        self.head.number
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::of(self.head.created_at)
    }

    /// Null for a revision that was never published.
    async fn published_at(&self) -> Option<DateTime> {
        self.head.published_at.map(DateTime::of)
    }

    /// Who made it.
    async fn author(&self) -> Result<RevisionAuthor, ApiError> {
        word(&self.head.author)
    }

    /// The coach who made it; null for the engine's.
    async fn coach(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.head.coach_id).await
    }

    /// Why it was made.
    async fn trigger(&self) -> Result<RecomputeTrigger, ApiError> {
        word(&self.head.trigger)
    }

    /// One sentence a member may read; no coach's note is in it.
    async fn reason(&self) -> Result<&'static str, ApiError> {
        let author: RevisionAuthor = word(&self.head.author)?;
        let trigger: RecomputeTrigger = word(&self.head.trigger)?;
        Ok(sentences::reason(author.into(), trigger.into()))
    }

    /// What the coach who made it said of their edit. Coaches and owners; null to members.
    async fn note(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        if !sees_unpublished(ctx, self.plan.member_id) {
            return None;
        }
        loaders::load(ctx, EditNoteOf(self.plan.id, self.head.number)).await.transpose()
    }

    /// Version of the rules that made it.
    async fn engine_version(&self) -> &str {
        &self.head.engine_version
    }

    /// Digest of the inputs the revision was computed from; the same digest gives the same plan, to the byte.
    async fn input_digest(&self) -> String {
        hex(&self.head.input_digest)
    }

    /// The week's tracks in the template's order.
    async fn blend(&self, ctx: &Context<'_>) -> Result<Vec<TrackShare>, ApiError> {
        Ok(TrackShare::of_week(&self.week(ctx).await?))
    }

    /// In order of date and `order`; `date`: of that day only.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of this day only.")] date: Option<Date>,
    ) -> Result<Vec<PlannedSession>, ApiError> {
        Ok(PlannedSession::of_week(&self.week(ctx).await?, date.map(|date| date.0)))
    }

    /// What moved the week as a whole.
    async fn adjustment(&self, ctx: &Context<'_>) -> Result<WeekAdjustment, ApiError> {
        Ok(WeekAdjustment::of(&*self.week(ctx).await?))
    }

    /// Its coaching context.
    async fn narrative(&self, ctx: &Context<'_>) -> Result<Narrative, ApiError> {
        Narrative::of(ctx, self.plan.id, self.head.number).await
    }

    /// The review that it called for; null: none.
    async fn review(&self) -> Option<Result<Review, ApiError>> {
        Review::of(&self.head)
    }

    /// What changed against revision `since`; default: the one published before it, else the one before it. Empty for the first.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of another revision of the plan that the caller may see.")] since: Option<i32>,
    ) -> Result<Vec<PlanChange>, ApiError> {
        PlanChange::since(ctx, &self.plan, self.head.number, since).await
    }
}

impl PlanRevision {
    /// The revisions of a plan that the caller may see, newest first.
    pub async fn heads(ctx: &Context<'_>, plan: &plan::Model) -> Result<Vec<Head>, ApiError> {
        let actor = actor(ctx)?;
        let mut heads = loaders::load(ctx, HeadsOf(plan.id)).await?.unwrap_or_default();
        heads.retain(|head| visible::sees_revision(actor, plan.member_id, head.published_at));
        Ok(heads)
    }

    async fn week(&self, ctx: &Context<'_>) -> Result<Arc<ReadWeek>, ApiError> {
        loaders::expect(ctx, WeekOf(self.plan.id, self.head.number), "revision of a plan").await
    }
}
