//! The revision that waits comes into force; one that was released at once is confirmed.

use domain::access::Actor;
use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, PlanStatus, ReviewState};
use entity::instant::micros;
use entity::{plan, plan_revision, store};
use sea_orm::Set;

use super::{check_note, lock};
use crate::done::Done;
use crate::env::Env;
use crate::error::Result;
use crate::events::{self, Wakes};

/// An approval, as the API receives it.
#[derive(Debug, Clone)]
pub struct Approve {
    /// The plan.
    pub plan: PlanId,
    /// The revision that the coach was looking at.
    pub revision: i32,
    /// For other coaches.
    pub note: Option<String>,
}

/// Publishes the revision that waits. Approving twice is the same as approving once.
pub async fn approve(env: &Env, actor: &Actor, input: Approve) -> Result<Done<plan::Model>> {
    check_note(input.note.as_deref())?;
    let txn = env.db.write().await?;
    let locked = lock(&txn, env, actor, input.plan).await?;
    let looked_at =
        store::plan_revisions::find(&txn, actor.gym, input.plan, input.revision).await?;
    if looked_at.is_some_and(|row| is(&row, ReviewState::Approved)) {
        return Ok(Done::quiet(locked.plan));
    }
    locked.still_open()?;
    let number = locked.waiting(input.revision)?;
    let row = locked.revision(&txn, number).await?;
    let now = micros(env.now());
    let (plan, kind) = approved(locked.plan.clone(), number, now);
    let changes = plan_revision::ActiveModel {
        review_state: Set(Some(ReviewState::Approved.to_string())),
        review_coach_id: Set(locked.coach.map(|coach| coach.uuid())),
        review_note: Set(input.note),
        decided_at: Set(Some(now)),
        published_at: Set(Some(row.published_at.unwrap_or(now))),
        auto_release_at: Set(None),
        ..Default::default()
    };
    store::plan_revisions::update(&txn, actor.gym, input.plan, number, changes).await?;
    store::plans::save(&txn, actor.gym, vec![plan.clone()]).await?;
    let event = locked.event(&row, kind)?;
    let wake = events::append(&txn, actor.gym, vec![event], env.now()).await?;
    txn.commit().await?;
    Ok(Done { value: plan, wakes: Wakes { events: wake.into_iter().collect(), work: false } })
}

pub(super) fn is(row: &plan_revision::Model, state: ReviewState) -> bool {
    row.review_state.as_deref() == Some(state.as_str())
}

/// The plan once its waiting revision is approved, and what is told of it.
fn approved(mut plan: plan::Model, number: i32, now: i64) -> (plan::Model, PlanEventKind) {
    let kind = match plan.published {
        Some(in_force) if in_force == number => PlanEventKind::Approved,
        Some(_) => PlanEventKind::Revised,
        None => PlanEventKind::Published,
    };
    if kind != PlanEventKind::Approved {
        (plan.published, plan.published_at) = (Some(number), Some(now));
    }
    plan.pending = None;
    plan.status = PlanStatus::Published.to_string();
    plan.version += 1;
    (plan, kind)
}
