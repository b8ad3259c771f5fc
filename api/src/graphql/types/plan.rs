//! One member's week.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::access::Actor;
use domain::ids::PlanId;
use entity::store::Slice;
use entity::store::plan_revisions::Head;
use entity::store::plans::PlanFilter;
use entity::{plan, store};
use service::read::visible;
use service::read::weeks::ReadWeek;

use super::change::PlanChange;
use super::day::Day;
use super::member::Member;
use super::narrative::Narrative;
use super::planned_session::PlannedSession;
use super::review::Review;
use super::revision::PlanRevision;
use super::share::TrackShare;
use super::template::ProgrammeTemplate;
use super::week_adjustment::WeekAdjustment;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, sees_unpublished};
use crate::graphql::enums::{PlanStatus, word};
use crate::graphql::loaders::{self, HeadsOf, MemberById, WeekOf};
use crate::graphql::page::{Listed, Paging, connection};
use crate::graphql::scalars::{Date, DateTime, id};

/// One member's week. Its `id` stands for as long as the week does. What it shows directly is the revision in force;
/// until there is one, coaches and owners see the newest, and members see no plan.
#[derive(Description, Clone)]
pub struct Plan {
    /// The row.
    pub row: plan::Model,
    /// Number of the revision shown.
    pub shown: i32,
}

connection!(PlanConnection, PlanEdge, Plan, "plans");

#[Object(use_type_description)]
impl Plan {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(PlanId::from_uuid(self.row.id))
    }

    /// Whose week.
    async fn member(&self, ctx: &Context<'_>) -> Result<Member, ApiError> {
        Ok(Member(loaders::expect(ctx, MemberById(self.row.member_id), "member").await?))
    }

    /// Monday of the plan's week.
    async fn week_of(&self) -> Date {
        Date(self.row.week_of)
    }

    /// Where it stands.
    async fn status(&self) -> Result<PlanStatus, ApiError> {
        word(&self.row.status)
    }

    /// Number of the revision shown; it grows by one with every recomputation or edit.
    async fn revision(&self) -> i32 {
        self.shown
    }

    /// Coaches and owners; null to members.
    async fn template(&self, ctx: &Context<'_>) -> Option<Result<ProgrammeTemplate, ApiError>> {
        ProgrammeTemplate::named(ctx, self.row.template_id).await
    }

    /// Name of the template that the revision shown was drawn from, as it was then.
    async fn template_name(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        Ok(self.week(ctx).await?.document.template.name.clone())
    }

    /// Its version.
    async fn template_version(&self, ctx: &Context<'_>) -> Result<u32, ApiError> {
        Ok(self.week(ctx).await?.document.template.version)
    }

    /// Week of the template's cycle, from 1.
    async fn template_week(&self, ctx: &Context<'_>) -> Result<u32, ApiError> {
        Ok(self.week(ctx).await?.document.template.cycle_week)
    }

    /// The week's tracks in the template's order.
    async fn blend(&self, ctx: &Context<'_>) -> Result<Vec<TrackShare>, ApiError> {
        Ok(TrackShare::of_week(&self.week(ctx).await?))
    }

    /// In order of date and `order`.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of this day only.")] date: Option<Date>,
    ) -> Result<Vec<PlannedSession>, ApiError> {
        Ok(PlannedSession::of_week(&self.week(ctx).await?, date.map(|date| date.0)))
    }

    /// Null for a date outside the week.
    async fn day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A day of the week.")] date: Date,
    ) -> Option<Result<Day, ApiError>> {
        let week = self.week(ctx).await;
        week.map(|week| Day::of(self, week, date.0)).transpose()
    }

    /// What moved the week as a whole, before any single lift.
    async fn adjustment(&self, ctx: &Context<'_>) -> Result<WeekAdjustment, ApiError> {
        Ok(WeekAdjustment::of(&*self.week(ctx).await?))
    }

    /// The coaching context of the revision shown.
    async fn narrative(&self, ctx: &Context<'_>) -> Result<Narrative, ApiError> {
        Narrative::of(ctx, self.row.id, self.shown).await
    }

    /// The review of the newest revision that called for one. Members see it when it is of the revision in force: a reduction released at once is `WAITING`.
    async fn review(&self, ctx: &Context<'_>) -> Option<Result<Review, ApiError>> {
        let heads = match self.heads(ctx).await {
            Ok(heads) => heads,
            Err(error) => return Some(Err(error)),
        };
        let newest = heads.into_iter().find(|head| head.review_state.is_some())?;
        let own = self.row.published == Some(newest.number);
        (own || sees_unpublished(ctx, self.row.member_id)).then(|| Review::of(&newest))?
    }

    /// What the revision shown changed, as in `PlanRevision.changes`.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<PlanChange>, ApiError> {
        PlanChange::since(ctx, &self.row, self.shown, None).await
    }

    /// Newest first; members see the published ones.
    async fn revisions(&self, ctx: &Context<'_>) -> Result<Vec<PlanRevision>, ApiError> {
        let heads = self.heads(ctx).await?;
        Ok(heads.into_iter().map(|head| PlanRevision { plan: self.row.clone(), head }).collect())
    }

    /// The revision in force; null until one has been published.
    async fn published_revision(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<PlanRevision, ApiError>> {
        self.numbered(ctx, self.row.published).await
    }

    /// The revision that waits for a coach, whether or not another is in force; a reduction released at once is in force and waits. Coaches and owners; null to members.
    async fn pending_revision(&self, ctx: &Context<'_>) -> Option<Result<PlanRevision, ApiError>> {
        let seen = sees_unpublished(ctx, self.row.member_id);
        self.numbered(ctx, self.row.pending.filter(|_| seen)).await
    }

    /// When the revision in force was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.row.published_at.map(DateTime::of)
    }

    /// When the revision shown was made.
    async fn computed_at(&self, ctx: &Context<'_>) -> Result<DateTime, ApiError> {
        Ok(DateTime::of(self.week(ctx).await?.created_at))
    }
}

impl Plan {
    /// The plan as far as the caller may see it.
    pub fn seen_by(actor: &Actor, row: plan::Model) -> Option<Self> {
        let shown = visible::shown(actor, &row)?;
        Some(Self { row, shown })
    }

    /// Part of the plans that the filter lets through.
    pub async fn page(
        ctx: &Context<'_>,
        filter: &PlanFilter,
        paging: Paging,
    ) -> Result<PlanConnection, ApiError> {
        let page = paging.page()?;
        let gym = actor(ctx)?.gym;
        let slice = store::plans::page(env(ctx).db.read(), gym, filter, &page).await?;
        Self::listed(ctx, slice)
    }

    /// A page of plans that was read.
    pub fn listed(
        ctx: &Context<'_>,
        slice: Slice<plan::Model>,
    ) -> Result<PlanConnection, ApiError> {
        let actor = actor(ctx)?;
        let place = |row: &plan::Model| (row.week_of, row.id);
        Ok(Listed::new(slice, place, |row| Self::seen_by(actor, row)).into())
    }

    /// The content of the revision shown.
    pub async fn week(&self, ctx: &Context<'_>) -> Result<Arc<ReadWeek>, ApiError> {
        loaders::expect(ctx, WeekOf(self.row.id, self.shown), "revision of a plan").await
    }

    /// The revisions that the caller may see, newest first.
    async fn heads(&self, ctx: &Context<'_>) -> Result<Vec<Head>, ApiError> {
        PlanRevision::heads(ctx, &self.row).await
    }

    async fn numbered(
        &self,
        ctx: &Context<'_>,
        number: Option<i32>,
    ) -> Option<Result<PlanRevision, ApiError>> {
        let number = number?;
        let heads = loaders::load(ctx, HeadsOf(self.row.id)).await;
        let named = |heads: Vec<Head>| {
            let head = heads.into_iter().find(|head| head.number == number)?;
            Some(PlanRevision { plan: self.row.clone(), head })
        };
        heads.map(|heads| named(heads.unwrap_or_default())).transpose()
    }
}
