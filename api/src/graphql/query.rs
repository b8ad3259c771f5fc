//! What can be asked.

use async_graphql::futures_util::future::join_all;
use async_graphql::{Context, ID, InputObject, Object};
use domain::access::Action;
use domain::calendar::{Week, local_date};
use domain::ids::{CoachId, MemberId};
use entity::store::members::MemberFilter as StoredMemberFilter;
use entity::store::plans::PlanFilter as StoredPlanFilter;
use entity::{movement, store, weekly_run};
use service::events;
use service::read::flags;

use super::StreamHead;
use super::caller::{actor, env, needs};
use super::enums::{MemberFlag, MovementPattern, PlanStatus};
use super::loaders::{self, MemberById};
use super::node::{self, Node};
use super::page::{Listed, Paging};
use super::scalars::{Cursor, Date, read_id, week};
use super::types::day::Day;
use super::types::gym::Gym;
use super::types::member::{Member, MemberConnection};
use super::types::movement::{Movement, MovementConnection};
use super::types::plan::{Plan, PlanConnection};
use super::types::viewer::Viewer;
use super::types::weekly_run::{WeeklyRun, WeeklyRunConnection};
use crate::error::ApiError;

/// The field that says where the event stream stands.
pub const EVENT_CURSOR: &str = "eventCursor";

/// Most ids that one call may ask for (the contract).
const MOST_IDS: usize = 100;

#[derive(Default)]
pub struct Query;

#[Object]
impl Query {
    /// Who is asking: the user or integration behind the credential, its role and gym.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer, ApiError> {
        Ok(Viewer(actor(ctx)?.clone()))
    }

    /// The object behind any id, as far as the caller may see it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Option<Result<Node, ApiError>> {
        node::find(ctx, &id).await.transpose()
    }

    /// At most 100, in the order asked; null for each that is missing.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node, ApiError>>>, ApiError> {
        if ids.len() > MOST_IDS {
            let message = format!("ids must be at most {MOST_IDS}, got {}", ids.len());
            return Err(ApiError::BadUserInput(message));
        }
        actor(ctx)?;
        let found = join_all(ids.iter().map(|id| node::find(ctx, id))).await;
        Ok(found.into_iter().map(Result::transpose).collect())
    }

    /// Where the event stream stood before anything else in this query was read: subscribe with it as `after`, and nothing between query and subscription is missed.
    async fn event_cursor(&self, ctx: &Context<'_>) -> Result<Cursor, ApiError> {
        let actor = needs(ctx, Action::Subscribe)?;
        let head = match ctx.data_opt::<StreamHead>() {
            Some(head) => head.0,
            None => events::head(env(ctx).db.read(), actor.gym).await?,
        };
        Ok(Cursor(events::cursor(actor.gym, head)))
    }

    /// The caller's gym.
    async fn gym(&self, ctx: &Context<'_>) -> Result<Gym, ApiError> {
        needs(ctx, Action::ReadGym)?;
        Ok(Gym(loaders::gym(ctx).await?))
    }

    /// The caller's own plan for a week (default: the current one). Null until one has been published. Members.
    async fn my_plan(
        &self,
        ctx: &Context<'_>,
        week_of: Option<Date>,
    ) -> Option<Result<Plan, ApiError>> {
        own_plan(ctx, week_of).await.transpose()
    }

    /// The caller's day (default: today): its sessions beside the week's coaching context. Null until that week has a published plan. Members.
    async fn my_day(&self, ctx: &Context<'_>, date: Option<Date>) -> Option<Result<Day, ApiError>> {
        own_day(ctx, date).await.transpose()
    }

    /// Any member of the gym. Coaches and owners; a member may read themself.
    async fn member(&self, ctx: &Context<'_>, id: ID) -> Option<Result<Member, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadMember) {
            return Some(Err(error));
        }
        node::seen_member(ctx, &id).await.transpose()
    }

    /// By name; the active ones unless the filter says otherwise. Coaches and owners.
    async fn members(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<MemberFilter>,
    ) -> Result<MemberConnection, ApiError> {
        let gym = needs(ctx, Action::ReadMembers)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let filter = filter.unwrap_or_default().stored(ctx).await?;
        let slice = store::members::page(env(ctx).db.read(), gym, &filter, &page).await?;
        let place = |row: &entity::member::Model| (row.display_name.clone(), row.id);
        Ok(Listed::new(slice, place, |row| Some(Member(row))).into())
    }

    /// Any plan of the gym. Coaches and owners; a member may read their own once published.
    async fn plan(&self, ctx: &Context<'_>, id: ID) -> Option<Result<Plan, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadPlan) {
            return Some(Err(error));
        }
        node::plan(ctx, &id).await.transpose()
    }

    /// Plans of the gym, newest week first. Coaches and owners.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<PlanFilter>,
    ) -> Result<PlanConnection, ApiError> {
        needs(ctx, Action::ReadUnpublishedPlan)?;
        let filter = filter.unwrap_or_default().stored()?;
        Plan::page(ctx, &filter, Paging::new(first, after, last, before)).await
    }

    /// A run of the gym. Owners.
    async fn weekly_run(&self, ctx: &Context<'_>, id: ID) -> Option<Result<WeeklyRun, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadRuns) {
            return Some(Err(error));
        }
        node::seen_run(ctx, &id).await.transpose()
    }

    /// Newest first. Owners.
    async fn weekly_runs(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<WeeklyRunConnection, ApiError> {
        let gym = needs(ctx, Action::ReadRuns)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let slice = store::runs::page(env(ctx).db.read(), gym, &page).await?;
        let place = |row: &weekly_run::Model| (row.started_at, row.id);
        Ok(Listed::new(slice, place, |row| Some(WeeklyRun::from(row))).into())
    }

    /// The movement catalogue, by name; `search` also looks at aliases. Everyone but integrations.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the contract")]
    async fn movements(
        &self,
        ctx: &Context<'_>,
        search: Option<String>,
        pattern: Option<MovementPattern>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<MovementConnection, ApiError> {
        let gym = needs(ctx, Action::ReadMovements)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let pattern = pattern.map(Into::into);
        let db = env(ctx).db.read();
        let slice = store::movements::page(db, gym, search.as_deref(), pattern, &page).await?;
        let place = |row: &movement::Model| (row.name.clone(), row.id);
        Ok(Listed::new(slice, place, |row| Some(Movement(row))).into())
    }
}

#[derive(InputObject)]
pub struct MemberFilter {
    /// Part of the name, or the whole `externalId`.
    search: Option<String>,
    coach_id: Option<ID>,
    template_id: Option<ID>,
    /// Members with any of these.
    flags: Option<Vec<MemberFlag>>,
    /// Null: active and inactive alike.
    #[graphql(default_with = "Some(true)")]
    active: Option<bool>,
}

impl Default for MemberFilter {
    fn default() -> Self {
        Self { search: None, coach_id: None, template_id: None, flags: None, active: Some(true) }
    }
}

impl MemberFilter {
    async fn stored(self, ctx: &Context<'_>) -> Result<StoredMemberFilter, ApiError> {
        let mut filter = StoredMemberFilter {
            search: self.search,
            coach: self.coach_id.map(|id| named("coachId", &id)).transpose()?,
            template: self.template_id.map(|id| named("templateId", &id)).transpose()?,
            active: self.active,
            among: None,
        };
        if let Some(wanted) = self.flags {
            let wanted: Vec<_> = wanted.into_iter().map(Into::into).collect();
            let gym = loaders::gym(ctx).await?;
            let actor = actor(ctx)?;
            let found = flags::members_with(env(ctx), actor, &gym, &filter, &wanted).await?;
            filter.among = Some(found);
        }
        Ok(filter)
    }
}

#[derive(InputObject, Default)]
pub struct PlanFilter {
    week_of: Option<Date>,
    status: Option<Vec<PlanStatus>>,
    member_id: Option<ID>,
    coach_id: Option<ID>,
}

impl PlanFilter {
    fn stored(self) -> Result<StoredPlanFilter, ApiError> {
        let week_of = self.week_of.map(week).transpose()?;
        let member: Option<MemberId> =
            self.member_id.map(|id| named("memberId", &id)).transpose()?;
        let coach: Option<CoachId> = self.coach_id.map(|id| named("coachId", &id)).transpose()?;
        Ok(StoredPlanFilter {
            week_of: week_of.map(Week::monday),
            status: self.status.unwrap_or_default().into_iter().map(Into::into).collect(),
            member,
            coach,
            in_force: false,
        })
    }
}

/// The id in a filter: one of another kind is a mistake of the caller's.
fn named<T: std::str::FromStr>(field: &str, id: &ID) -> Result<T, ApiError> {
    let mistaken = || ApiError::BadUserInput(format!("{field} is no such id: {:?}", id.as_str()));
    read_id(id).ok_or_else(mistaken)
}

/// The caller's own member record, or FORBIDDEN.
async fn own_member(ctx: &Context<'_>) -> Result<Member, ApiError> {
    let own = needs(ctx, Action::ReadPlan)?.member.ok_or(ApiError::Forbidden)?;
    Ok(Member(loaders::expect(ctx, MemberById(own.uuid()), "member").await?))
}

async fn own_plan(ctx: &Context<'_>, week_of: Option<Date>) -> Result<Option<Plan>, ApiError> {
    let plan = own_member(ctx).await?.plan_of(ctx, week_of).await?;
    // Who also coaches sees the member's view here: nothing before it is published.
    Ok(plan.filter(|plan| plan.row.published.is_some()))
}

async fn own_day(ctx: &Context<'_>, date: Option<Date>) -> Result<Option<Day>, ApiError> {
    needs(ctx, Action::ReadPlan)?;
    let date = match date {
        Some(date) => date.0,
        None => local_date(env(ctx).now(), loaders::gym(ctx).await?.facts.time_zone),
    };
    let monday = Date(Week::containing(date).monday());
    let Some(plan) = own_plan(ctx, Some(monday)).await? else { return Ok(None) };
    let week = plan.week(ctx).await?;
    Ok(Day::of(&plan, week, date))
}
