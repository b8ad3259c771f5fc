//! The life of a lease: started, renewed, and ended by what became of each computation.

use chrono::{DateTime, Utc};
use domain::calendar::Week;
use domain::ids::{ComputationId, GymId, LeaseId, MemberId, RunId};
use entity::{computation, lease, store};
use sea_orm::DatabaseTransaction;

use super::takeback::{Why, take_back};
use super::{Failure, LEASE, Work, WorkItem, id, kind};
use crate::env::Env;
use crate::error::Result;

/// Said of a computation that its worker left undone.
const LEFT_UNDONE: &str = "the computation was left undone";

/// Starts a lease. `None` if it was started before, taken back or cancelled: a message that comes
/// twice works once.
pub async fn start(env: &Env, lease: LeaseId) -> Result<Option<Work>> {
    let now = env.now();
    let txn = env.db.write().await?;
    if !store::leases::start(&txn, lease, now, now + LEASE).await? {
        return Ok(None);
    }
    let rows = store::computations::of_lease(&txn, lease).await?;
    let Some(first) = rows.first() else {
        store::leases::delete(&txn, lease).await?;
        txn.commit().await?;
        return Ok(None);
    };
    let work = Work {
        lease,
        gym: GymId::from_uuid(first.gym_id),
        week: Week::new(first.week_of).map_err(anyhow::Error::from)?,
        kind: kind(first)?,
        items: rows.iter().map(item).collect::<Result<_>>()?,
    };
    txn.commit().await?;
    Ok(Some(work))
}

fn item(row: &computation::Model) -> Result<WorkItem> {
    Ok(WorkItem {
        computation: id(row),
        member: MemberId::from_uuid(row.member_id),
        trigger: row.trigger.parse().map_err(anyhow::Error::from)?,
        reduce_only: row.reduce_only,
        run: row.run_id.map(RunId::from_uuid),
        note: row.note.clone(),
        plan_number: row.plan_number,
        attempt: row.attempts + 1,
    })
}

/// Makes a lease last from now. False if it is gone: what it held is another's.
pub async fn renew(env: &Env, lease: LeaseId) -> Result<bool> {
    let txn = env.db.write().await?;
    let renewed = store::leases::renew(&txn, lease, env.now() + LEASE).await?;
    txn.commit().await?;
    Ok(renewed)
}

/// The fence: ends well those of the computations that the lease still holds, and answers which.
/// What it leaves out was cancelled or taken back, and must not be written.
pub async fn finish(
    txn: &DatabaseTransaction,
    lease: LeaseId,
    done: &[ComputationId],
    now: DateTime<Utc>,
) -> Result<Vec<ComputationId>> {
    let rows = store::computations::lock_standing(txn, lease, done).await?;
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let standing: Vec<ComputationId> = rows.iter().map(id).collect();
    store::computations::succeed(txn, GymId::from_uuid(first.gym_id), &standing, now).await?;
    Ok(standing)
}

/// Lets computations wait to be computed anew from what stands now. That is no fault of theirs and
/// counts as no attempt.
pub async fn again(
    txn: &DatabaseTransaction,
    lease: LeaseId,
    moved: &[ComputationId],
    now: DateTime<Utc>,
) -> Result<()> {
    let ended = moved.iter().map(|moved| (*moved, Why::Moved)).collect();
    take_back(txn, lease, ended, now, 0).await.map(drop)
}

/// Records what failed, each with its own reason: it waits for another attempt or gives up.
pub async fn set_aside(
    env: &Env,
    lease: LeaseId,
    failures: Vec<(ComputationId, Failure)>,
) -> Result<()> {
    let txn = env.db.write().await?;
    let ended = failures.into_iter().map(|(id, failure)| (id, Why::Failed(failure))).collect();
    take_back(&txn, lease, ended, env.now(), env.random_u64()).await?;
    txn.commit().await?;
    Ok(())
}

/// Ends a lease whose worker is done with it. What it still holds failed with `failure`, or was
/// left undone. Answers how many that were.
pub async fn settle(env: &Env, lease: LeaseId, failure: Option<Failure>) -> Result<usize> {
    let failure = failure.unwrap_or_else(|| Failure::transient(LEFT_UNDONE));
    end(env, lease, |_| Some(Why::Failed(failure.clone()))).await
}

/// Gives back a lease that no worker has started, as if it had not been claimed.
pub async fn give_back(env: &Env, lease: LeaseId) -> Result<usize> {
    end(env, lease, |lease| lease.started_at.is_none().then_some(Why::Moved)).await
}

/// Gives back what a dispatcher still holds when its process stops: at once instead of after the
/// leases have run out. What was started counts as an attempt.
pub async fn abandon(env: &Env, holder: &str, only_waiting: bool) -> Result<usize> {
    let mut given = 0;
    for lease in store::leases::of_holder(env.db.read(), holder, only_waiting).await? {
        let ended = end(env, lease, |lease| match (lease.started_at, only_waiting) {
            (None, _) => Some(Why::Moved),
            (Some(_), true) => None,
            (Some(_), false) => Some(Why::Failed(Failure::transient(LEFT_UNDONE))),
        });
        given += ended.await?;
    }
    Ok(given)
}

/// Ends a lease and takes back what it holds; `why` may refuse. Nothing while another ends it.
pub(super) async fn end(
    env: &Env,
    lease: LeaseId,
    why: impl Fn(&lease::Model) -> Option<Why> + Send,
) -> Result<usize> {
    let txn = env.db.write().await?;
    let Some(row) = store::leases::lock(&txn, lease).await? else {
        return Ok(0);
    };
    let Some(why) = why(&row) else { return Ok(0) };
    let held = store::computations::of_lease(&txn, lease).await?;
    let ended = held.iter().map(|row| (id(row), why.clone())).collect();
    let taken = take_back(&txn, lease, ended, env.now(), env.random_u64()).await?;
    store::leases::delete(&txn, lease).await?;
    txn.commit().await?;
    Ok(taken)
}
