//! The events of plans, as a subscription's document is run for them.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt as _};
use domain::access::Actor;
use domain::ids::{GymId, MemberId, PlanId};
use domain::vocab::PlanEventKind;
use entity::{event, store};
use service::env::Env;
use service::events;
use service::read::visible;

use super::caller::{actor, env};
use super::occasion::{Occasion, Opening};
use super::scalars::Cursor;
use super::types::plan::Plan;
use super::types::plan_event::PlanEvent;
use crate::error::ApiError;

/// Which events a caller wants, of those they may be told.
#[derive(Debug, Clone, Copy)]
pub struct Concerned {
    /// Of this member only.
    pub member: Option<MemberId>,
    /// Of these kinds only.
    pub kinds: Option<&'static [PlanEventKind]>,
}

/// What a subscription's stream answers.
pub type Told = BoxStream<'static, Result<PlanEvent, ApiError>>;

/// What is told on this occasion: nothing where the subscription is only opened, else the one event.
pub async fn events(
    ctx: &Context<'_>,
    concerned: Concerned,
    after: Option<Cursor>,
) -> Result<Told, ApiError> {
    match ctx.data_opt::<Occasion>() {
        Some(Occasion::Opening(opening)) => {
            let place = place(env(ctx), actor(ctx)?.gym, opening, after).await?;
            let _ = opening.place.set(place); // an opening is run once
            Ok(stream::empty().boxed())
        }
        Some(Occasion::Event(event)) => {
            let told = told(env(ctx), actor(ctx)?, concerned, event).await?;
            Ok(stream::iter(told.map(Ok)).boxed())
        }
        None => Err(ApiError::BadRequest("plans are followed over WebSocket or SSE".to_owned())),
    }
}

/// The place in the log that a subscription begins after; without a cursor, where the log ends now.
async fn place(
    env: &Env,
    gym: GymId,
    opening: &Opening,
    after: Option<Cursor>,
) -> Result<i64, ApiError> {
    let newest = events::head(env.db.read(), gym).await?;
    let Some(cursor) = opening.resume.clone().or(after.map(|cursor| cursor.0)) else {
        return Ok(newest);
    };
    let seq = events::read_cursor(gym, &cursor).ok_or(ApiError::CursorExpired)?;
    let oldest = store::events::oldest(env.db.read(), gym).await?;
    if reaches(seq, oldest, newest) { Ok(seq) } else { Err(ApiError::CursorExpired) }
}

/// Whether the log has every event after `seq`, up to the newest.
fn reaches(seq: i64, oldest: Option<i64>, newest: i64) -> bool {
    let first_kept = oldest.unwrap_or(newest + 1);
    seq <= newest && seq + 1 >= first_kept
}

/// An event, with its plan as it is now, if the caller asked for it and may be told.
async fn told(
    env: &Env,
    actor: &Actor,
    concerned: Concerned,
    event: &Arc<event::Model>,
) -> Result<Option<PlanEvent>, ApiError> {
    let Some(kind) = concerns(actor, concerned, event) else { return Ok(None) };
    let plan = plan(env, actor, event, kind).await?;
    plan.map(|plan| PlanEvent::of(event, kind, plan)).transpose()
}

fn concerns(actor: &Actor, concerned: Concerned, event: &event::Model) -> Option<PlanEventKind> {
    let kind = visible::hears(actor, event)?;
    let Concerned { member, kinds } = concerned;
    let asked = member.is_none_or(|member| event.member_id == Some(member.uuid()))
        && kinds.is_none_or(|kinds| kinds.contains(&kind));
    asked.then_some(kind)
}

/// The plan as it is now. `None`: gone, or nothing of it is in force that the caller may see.
async fn plan(
    env: &Env,
    actor: &Actor,
    event: &event::Model,
    kind: PlanEventKind,
) -> Result<Option<Plan>, ApiError> {
    let Some(id) = event.plan_id.map(PlanId::from_uuid) else { return Ok(None) };
    let row = store::plans::find(env.db.read(), actor.gym, id).await?;
    let Some(plan) = row.and_then(|row| Plan::seen_by(actor, row)) else {
        return Ok(None);
    };
    let unseen = kind == PlanEventKind::NarrativeReady
        && !visible::sees_unpublished(actor, plan.row.member_id)
        && event.revision > plan.row.published;
    Ok((!unseen).then_some(plan))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_as_far_as_the_log_reaches() {
        assert!(reaches(0, Some(1), 3));
        assert!(reaches(3, Some(1), 3));
        assert!(reaches(4, Some(5), 9));
        assert!(reaches(0, None, 0));
    }

    #[test]
    fn a_cursor_too_old_or_from_the_future_is_refused() {
        assert!(!reaches(3, Some(5), 9));
        assert!(!reaches(4, Some(1), 3));
        assert!(!reaches(2, None, 3));
    }
}
