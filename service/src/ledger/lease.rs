//! The life of a lease: started, renewed, and ended by what became of each computation.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{ComputationId, GymId, LeaseId, MemberId, RunId};
use domain::vocab::ComputationKind;
use entity::{computation, lease, store};

use super::takeback::{Why, lock_held, take_back};
use super::{Failure, Work, WorkItem, id, kind};
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;

/// Said of a computation that its worker left undone.
const LEFT_UNDONE: &str = "the computation was left undone";

/// Said of a computation whose own row makes no sense.
const DAMAGED: &str = "the request for the computation can't be read";

/// Starts a lease, which is `holder`'s from now on, whoever claimed it. `None` if it was started before, taken back or
/// cancelled: a message that comes twice works once. A request that can't be read fails alone.
pub async fn start(env: &Env, holder: &str, lease: LeaseId) -> Result<Option<Work>> {
    let now = env.now();
    let txn = env.db.write().await?;
    if !store::leases::start(&txn, lease, holder, now, now + env.pace.lease()).await? {
        return Ok(None);
    }
    let mut work: Option<Work> = None;
    for row in store::computations::of_lease(&txn, lease).await? {
        match (message(lease, &row), item(&row)) {
            (Ok(message), Ok(item)) => work.get_or_insert(message).items.push(item),
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(computation.id = %id(&row), error = %error.report(), "a request can't be read");
                let gym = GymId::from_uuid(row.gym_id);
                let attempts = row.attempts + 1;
                store::computations::fail(&txn, gym, &[id(&row)], attempts, DAMAGED, now).await?;
            }
        }
    }
    if work.is_none() {
        store::leases::delete(&txn, lease).await?;
    }
    txn.commit().await?;
    Ok(work)
}

/// The message that a row belongs to, still without its computations.
fn message(lease: LeaseId, row: &computation::Model) -> Result<Work> {
    Ok(Work {
        lease,
        gym: GymId::from_uuid(row.gym_id),
        week: Week::new(row.week_of).map_err(anyhow::Error::from)?,
        kind: kind(row)?,
        items: Vec::new(),
    })
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
    let renewed = store::leases::renew(&txn, lease, env.now() + env.pace.lease()).await?;
    txn.commit().await?;
    Ok(renewed)
}

/// Records what failed, each with its own reason: it waits for another attempt or gives up.
pub async fn set_aside(
    env: &Env,
    lease: LeaseId,
    failures: Vec<(ComputationId, Failure)>,
) -> Result<()> {
    let ended: BTreeMap<ComputationId, Why> =
        failures.into_iter().map(|(id, failure)| (id, Why::Failed(failure))).collect();
    take_some_back(env, lease, &ended).await
}

/// Lets computations of a lease wait again as if they had not been claimed: nothing went wrong with them.
pub async fn put_back(env: &Env, lease: LeaseId, ids: &[ComputationId]) -> Result<()> {
    let ended: BTreeMap<ComputationId, Why> = ids.iter().map(|id| (*id, Why::Moved)).collect();
    take_some_back(env, lease, &ended).await
}

/// The same for a while: what they wait for is on its way.
pub async fn put_off(
    env: &Env,
    lease: LeaseId,
    ids: &[ComputationId],
    wait: Duration,
) -> Result<()> {
    let ended = ids.iter().map(|id| (*id, Why::Later(wait))).collect();
    take_some_back(env, lease, &ended).await
}

async fn take_some_back(
    env: &Env,
    lease: LeaseId,
    ended: &BTreeMap<ComputationId, Why>,
) -> Result<()> {
    if ended.is_empty() {
        return Ok(());
    }
    undisturbed(async || {
        let txn = env.db.write().await?;
        let open = lock_held(&txn, lease).await?;
        let taken = take_back(&txn, env, lease, &open, ended).await?;
        txn.commit().await?;
        taken.tell(&env.meters);
        Ok(())
    })
    .await
}

/// What a lease still holds, of a gym's week of narratives; a row that makes no sense is left out.
pub async fn held(env: &Env, lease: LeaseId, gym: GymId, week: Week) -> Result<Work> {
    let rows = store::computations::of_lease(env.db.read(), lease).await?;
    let items = rows.iter().filter_map(|row| item(row).ok()).collect();
    Ok(Work { lease, gym, week, kind: ComputationKind::Narrative, items })
}

/// Ends a lease as if it had not been claimed. Answers how many computations wait again.
pub async fn release(env: &Env, lease: LeaseId) -> Result<usize> {
    end(env, lease, |_| Some(Why::Moved)).await
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

/// Gives back what a node still holds when its process stops: at once instead of after the leases have
/// run out. What was started counts as an attempt.
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
    why: impl Fn(&lease::Model) -> Option<Why> + Send + Sync,
) -> Result<usize> {
    undisturbed(async || end_once(env, lease, &why).await).await
}

async fn end_once(
    env: &Env,
    lease: LeaseId,
    why: &(impl Fn(&lease::Model) -> Option<Why> + Send + Sync),
) -> Result<usize> {
    let txn = env.db.write().await?;
    let Some(row) = store::leases::lock(&txn, lease).await? else {
        return Ok(0);
    };
    let Some(why) = why(&row) else { return Ok(0) };
    let open = lock_held(&txn, lease).await?;
    let ended = open.iter().map(|row| (id(row), why.clone())).collect();
    let taken = take_back(&txn, env, lease, &open, &ended).await?;
    store::leases::delete(&txn, lease).await?;
    txn.commit().await?;
    taken.tell(&env.meters);
    Ok(taken.count())
}
