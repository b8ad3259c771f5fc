//! Ids of plans and of their parts.

use async_graphql::{Context, ID};
use domain::ids;
use domain::plan_ids::{BlockId, DayId, LineId, RevisionId, SessionId};
use service::read::visible;

use super::{Found, Node};
use crate::error::ApiError;
use crate::graphql::caller::actor;
use crate::graphql::loaders::{self, HeadsOf, PlanById};
use crate::graphql::scalars::read_id;
use crate::graphql::types::day::Day;
use crate::graphql::types::plan::Plan;
use crate::graphql::types::planned_block::PlannedBlock;
use crate::graphql::types::planned_session::PlannedSession;
use crate::graphql::types::prescription::Prescription;
use crate::graphql::types::revision::PlanRevision;

pub(super) async fn find(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    Ok(match kind {
        "plan" => plan(ctx, id).await?.map(Node::from),
        "revision" => revision(ctx, id).await?.map(Node::from),
        "day" => day(ctx, id).await?.map(Node::from),
        "session" => match read_id::<SessionId>(id) {
            Some(id) => PlannedSession::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
        "block" => match read_id::<BlockId>(id) {
            Some(id) => PlannedBlock::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
        _ => match read_id::<LineId>(id) {
            Some(id) => Prescription::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
    })
}

/// The plan behind an id, as far as the caller may see it.
pub async fn plan(ctx: &Context<'_>, id: &ID) -> Result<Option<Plan>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<ids::PlanId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, PlanById(id.uuid())).await?;
    Ok(row.and_then(|row| Plan::seen_by(actor, row)))
}

async fn revision(ctx: &Context<'_>, id: &ID) -> Result<Option<PlanRevision>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<RevisionId>(id) else { return Ok(None) };
    let heads = loaders::load(ctx, HeadsOf(id.plan.uuid())).await?.unwrap_or_default();
    let number = i32::try_from(id.revision).unwrap_or(0);
    let head = heads.into_iter().find(|head| {
        let seen = visible::sees_revision(actor, head.member_id, head.published_at);
        head.number == number && seen
    });
    let Some(head) = head else { return Ok(None) };
    let plan = loaders::load(ctx, PlanById(id.plan.uuid())).await?;
    let plan = plan.and_then(|row| Plan::seen_by(actor, row));
    Ok(plan.map(|plan| PlanRevision { plan: plan.row, head }))
}

async fn day(ctx: &Context<'_>, id: &ID) -> Result<Option<Day>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<DayId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, PlanById(id.plan.uuid())).await?;
    let Some(plan) = row.and_then(|row| Plan::seen_by(actor, row)) else { return Ok(None) };
    let week = plan.week(ctx).await?;
    Ok(Day::of(&plan, week, id.date))
}
