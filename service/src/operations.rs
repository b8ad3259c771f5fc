//! What owners do about background work: stop a weekly run, and try again what gave up.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::ids::{ComputationId, MemberId, RunId};
use domain::vocab::{ComputationStatus, RunStatus};
use entity::{computation, store};
use uuid::Uuid;

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::events::Wakes;
use crate::ledger::{self, Retried};
use crate::runs::{self, Progress, zone};

/// Most computations that one call may retry (the contract).
pub const MOST_RETRIES: usize = 500;

/// Stops a run for good. Stopping one that was stopped changes nothing.
pub async fn cancel_run(env: &Env, actor: &Actor, run: RunId) -> Result<Done<Progress>> {
    authorize(actor, Action::CancelRun, &Subject::gym(actor.gym))?;
    let row = match runs::cancel(env, actor.gym, run).await {
        Err(Error::NotFound(_)) => return Err(no_run()),
        other => other?,
    };
    if row.status != RunStatus::Cancelled.as_str() {
        let message = "the run has ended: there is nothing left to cancel";
        return Err(Error::field(&["id"], UserErrorCode::NotAllowedInState, message));
    }
    tracing::info!(run.id = %run, gym.id = %actor.gym, "a weekly run was cancelled");
    let progress = runs::progress(env.db.read(), actor.gym, run).await?;
    // What the run's work held back may be claimed now.
    Ok(Done { value: progress, wakes: Wakes { work: true, ..Wakes::default() } })
}

fn no_run() -> Error {
    Error::field(&["id"], UserErrorCode::NotFound, "there is no such weekly run")
}

/// Tries again what gave up of these; `None` stands for an id that is none. What waits again by now,
/// is under way or has ended otherwise stays as it is, so that the same call may come twice.
///
/// Answers each as it stands now, in the order of the ids: where a newer computation of the same week
/// waits in its stead, that one.
pub async fn retry(
    env: &Env,
    actor: &Actor,
    ids: &[Option<ComputationId>],
) -> Result<Done<Vec<computation::Model>>> {
    authorize(actor, Action::RetryComputations, &Subject::gym(actor.gym))?;
    check_number(ids.len())?;
    let named: Vec<ComputationId> = ids.iter().flatten().copied().collect();
    let rows = store::computations::by_ids(env.db.read(), actor.gym, &named).await?;
    refuse_what_can_not_be(env, actor, ids, &rows).await?;
    let retried = ledger::retry(env, actor.gym, &named).await?;
    for run in &retried.reopened {
        tracing::info!(run.id = %run, gym.id = %actor.gym, "a weekly run was opened again");
    }
    let value = as_they_stand(env, actor, &named, &retried).await?;
    Ok(Done { value, wakes: retried.wakes })
}

fn check_number(ids: usize) -> Result<()> {
    if ids <= MOST_RETRIES {
        return Ok(());
    }
    let message = format!("ids must be at most {MOST_RETRIES}, got {ids}");
    Err(Error::field(&["ids"], UserErrorCode::LimitExceeded, message))
}

/// Names each that is not there, and each whose week no plan could be made for any more.
async fn refuse_what_can_not_be(
    env: &Env,
    actor: &Actor,
    ids: &[Option<ComputationId>],
    rows: &[computation::Model],
) -> Result<()> {
    let db = env.db.read();
    let gym = store::gyms::find(db, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let current = Week::containing(local_date(env.now(), zone(&gym)?)).monday();
    let members: BTreeSet<Uuid> = rows.iter().map(|row| row.member_id).collect();
    let members: Vec<MemberId> = members.into_iter().map(MemberId::from_uuid).collect();
    let active: BTreeSet<Uuid> = store::members::by_ids(db, actor.gym, &members)
        .await?
        .into_iter()
        .filter(|member| member.active)
        .map(|member| member.id)
        .collect();
    let known: BTreeMap<Uuid, &computation::Model> = rows.iter().map(|row| (row.id, row)).collect();
    let mut errors = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let mut refuse = |code, message: &str| {
            errors.push(FieldError::new(&["ids", &index.to_string()], code, message));
        };
        match id.and_then(|id| known.get(&id.uuid())) {
            None => refuse(UserErrorCode::NotFound, "there is no such computation"),
            Some(row) if row.status != ComputationStatus::Failed.as_str() => {}
            Some(row) if row.week_of < current => {
                refuse(UserErrorCode::NotAllowedInState, "its week is over");
            }
            Some(row) if !active.contains(&row.member_id) => {
                refuse(UserErrorCode::NotAllowedInState, "its member is not active");
            }
            Some(_) => {}
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

async fn as_they_stand(
    env: &Env,
    actor: &Actor,
    named: &[ComputationId],
    retried: &Retried,
) -> Result<Vec<computation::Model>> {
    let mut order: Vec<ComputationId> = Vec::with_capacity(named.len());
    for id in named {
        let stands = retried.placed.get(id).unwrap_or(id);
        if !order.contains(stands) {
            order.push(*stands);
        }
    }
    let rows = store::computations::by_ids(env.db.read(), actor.gym, &order).await?;
    let mut rows: BTreeMap<Uuid, computation::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(order.iter().filter_map(|id| rows.remove(&id.uuid())).collect())
}
