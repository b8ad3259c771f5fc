//! A coach's edit of a plan: a new revision, of the one that waits, which goes on waiting, or of the one in
//! force, published at once.

mod input;
mod week;
mod words;

use domain::access::Actor;
use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, ReviewState};
use entity::instant::micros;
use entity::{plan, plan_revision, store};
use sea_orm::{DatabaseTransaction, Set};

use super::revision::{self, Made};
use super::{Locked, check_note, lock, stale};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::{self, Wakes};
use crate::idempotency::{self, Request};
use week::EditedWeek;

pub use input::{EditPlan, NewLine, OfBlock, OfLine, OfSession};
pub use words::NewWords;
pub(super) use words::carry as carry_words;

/// Makes the next revision of a plan. Sent again with the same key, it is the same revision.
pub async fn edit(env: &Env, actor: &Actor, input: EditPlan) -> Result<Done<plan::Model>> {
    check_note(input.note.as_deref())?;
    let txn = env.db.write().await?;
    let key = input.idempotency_key.as_deref();
    let claim = match idempotency::request(&txn, env, actor, key, "editPlan", &input).await? {
        Request::First(claim) => claim,
        Request::Again(_) => return again(&txn, env, actor, input.plan).await,
    };
    let locked = lock(&txn, env, actor, input.plan).await?;
    locked.still_open()?;
    let number = base(&locked, input.revision)?;
    let edit = input.resolved(number)?;
    if edit.is_empty() && input.words.is_none() {
        return Err(Error::field(&[], UserErrorCode::Invalid, "nothing is changed by this edit"));
    }
    let from = locked.revision(&txn, number).await?;
    let week = EditedWeek::of(&txn, &locked, &from, edit).await?;
    let made = Made {
        from: &from,
        document: &week.document,
        act: &week.act,
        facts_digest: Some(week.keep_facts(&txn, env, actor.gym).await?),
        note: input.note.as_deref(),
    };
    let mut row = revision::by_coach(env, &locked, &made);
    let (plan, kind) = placed(&locked, &mut row, &from, input.note.clone());
    lapse(&txn, &locked, env, &plan).await?;
    store::plans::save(&txn, actor.gym, vec![plan.clone()]).await?;
    store::plan_revisions::insert(&txn, actor.gym, vec![row.clone()]).await?;
    let by_coach = words::keep(&txn, env, &row, &from, input.words.as_ref(), &week).await?;
    let work = locked.ask_for_words(&txn, env, &row, by_coach).await?;
    claim.keep(&txn, actor, row.number).await?;
    let event = locked.event(&row, kind)?;
    let wake = events::append(&txn, actor.gym, vec![event], env.now()).await?;
    txn.commit().await?;
    Ok(Done { value: plan, wakes: Wakes { events: wake.into_iter().collect(), work } })
}

/// The plan as it is now, for who sends an edit again.
async fn again(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    plan: PlanId,
) -> Result<Done<plan::Model>> {
    Ok(Done::quiet(lock(txn, env, actor, plan).await?.plan))
}

/// The number of the revision that an edit starts from: the one that waits, else the one in force.
fn base(locked: &Locked, looked_at: i32) -> Result<i32> {
    match locked.plan.pending.or(locked.plan.published) {
        Some(number) if number == looked_at => Ok(number),
        Some(number) => Err(stale(format!("the revision to edit is {number}, not {looked_at}"))),
        None => {
            let message = "no revision waits or is in force: the week is being computed again";
            Err(Error::field(&["planId"], UserErrorCode::NotAllowedInState, message))
        }
    }
}

/// The plan with the new revision in its place: waiting in the stead of the one it comes from, else in force.
fn placed(
    locked: &Locked,
    row: &mut plan_revision::Model,
    from: &plan_revision::Model,
    note: Option<String>,
) -> (plan::Model, PlanEventKind) {
    let mut plan = locked.plan.clone();
    plan.newest = row.number;
    plan.version += 1;
    plan.computed_at = row.created_at;
    if plan.pending.is_some() {
        plan.pending = Some(row.number);
        row.review_state = Some(ReviewState::Waiting.to_string());
        row.review_note = note;
        row.waiting_since_at = from.waiting_since_at.or(Some(row.created_at));
        row.auto_release_at = from.auto_release_at;
        return (plan, PlanEventKind::Edited);
    }
    row.published_at = Some(row.created_at);
    (plan.published, plan.published_at) = (Some(row.number), row.published_at);
    (plan, PlanEventKind::Revised)
}

/// The review of what waited lapses: the edit waits in its stead.
async fn lapse(
    txn: &DatabaseTransaction,
    locked: &Locked,
    env: &Env,
    plan: &plan::Model,
) -> Result<()> {
    if plan.pending.is_none() {
        return Ok(());
    }
    let changes = plan_revision::ActiveModel {
        review_state: Set(Some(ReviewState::Lapsed.to_string())),
        decided_at: Set(Some(micros(env.now()))),
        auto_release_at: Set(None),
        ..Default::default()
    };
    let plans = [locked.id()];
    store::plan_revisions::update_waiting(txn, locked.gym_id(), &plans, changes).await?;
    Ok(())
}
