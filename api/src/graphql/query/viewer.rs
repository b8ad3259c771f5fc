//! Who asks, what is theirs, and the object behind an id.

use async_graphql::futures_util::future::join_all;
use async_graphql::{Context, ID, Object};
use domain::access::Action;
use domain::calendar::{Week, local_date};
use service::events;

use crate::error::ApiError;
use crate::graphql::StreamHead;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::loaders::{self, MemberById};
use crate::graphql::node::{self, Node};
use crate::graphql::scalars::{Cursor, Date};
use crate::graphql::types::day::Day;
use crate::graphql::types::gym::Gym;
use crate::graphql::types::member::Member;
use crate::graphql::types::plan::Plan;
use crate::graphql::types::viewer::Viewer;

/// Most ids that one call may ask for (the contract).
const MOST_IDS: usize = 100;

#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who is asking: the user or integration behind the credential, its role and gym.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer, ApiError> {
        Ok(Viewer(actor(ctx)?.clone()))
    }

    /// The object behind any id, as far as the caller may see it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any id.")] id: ID,
    ) -> Option<Result<Node, ApiError>> {
        if let Err(error) = actor(ctx) {
            return Some(Err(error));
        }
        node::find(ctx, &id).await.transpose()
    }

    /// At most 100, in the order asked; null for each that is missing.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any ids, at most 100.")] ids: Vec<ID>,
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
        #[graphql(desc = "Monday of the week; default: the current one.")] week_of: Option<Date>,
    ) -> Option<Result<Plan, ApiError>> {
        own_plan(ctx, week_of).await.transpose()
    }

    /// The caller's day (default: today): its sessions beside the week's coaching context. Null until that week has a published plan. Members.
    async fn my_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Default: today.")] date: Option<Date>,
    ) -> Option<Result<Day, ApiError>> {
        own_day(ctx, date).await.transpose()
    }
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
