//! The sweep: what became of leases whose worker, queue or process is gone.

use domain::ids::LeaseId;
use entity::instant::micros;
use entity::store;

use super::lease::end;
use super::takeback::{Why, lock_held, take_back};
use super::{Failure, id};
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;

/// Said of a computation whose process died, or lost the database for longer than its lease.
const STOPPED: &str = "its worker stopped before it was done";

/// Most leases taken back at once; the rest wait for the next sweep.
const LEASES_A_SWEEP: u64 = 200;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Leases that had run out.
    pub leases: usize,
    /// Computations taken back from them.
    pub computations: usize,
}

/// Takes back expired leases. Only what was started is charged with an attempt: a message that was
/// lost on the way costs nothing but time.
pub async fn sweep(env: &Env) -> Result<Swept> {
    let mut swept = Swept::default();
    for lease in store::leases::expired(env.db.read(), env.now(), LEASES_A_SWEEP).await? {
        let now = micros(env.now());
        let ended = end(env, lease, |row| {
            let why = match row.started_at {
                None => Why::Moved,
                Some(_) => Why::Failed(Failure::transient(STOPPED)),
            };
            (row.expires_at <= now).then_some(why) // it may have been renewed since
        });
        match ended.await {
            Ok(taken) => {
                swept.leases += 1;
                swept.computations += taken;
            }
            Err(error) => {
                tracing::warn!(%lease, error = %error.report(), "an expired lease could not be taken back");
            }
        }
    }
    for lease in store::computations::lost_leases(env.db.read()).await? {
        swept.computations += take_back_lost(env, lease).await?;
    }
    if store::narrative_askings::any_left(env.db.read()).await? {
        let txn = env.db.write().await?;
        store::narrative_askings::delete_left(&txn).await?;
        txn.commit().await?;
    }
    if swept.computations > 0 {
        tracing::info!(
            leases = swept.leases,
            computations = swept.computations,
            "took back what was left undone"
        );
    }
    Ok(swept)
}

/// Takes back computations whose lease's row is gone.
async fn take_back_lost(env: &Env, lease: LeaseId) -> Result<usize> {
    undisturbed(async || {
        let txn = env.db.write().await?;
        if store::leases::find(&txn, lease).await?.is_some() {
            return Ok(0);
        }
        let open = lock_held(&txn, lease).await?;
        let ended = open.iter().map(|row| (id(row), Why::Moved)).collect();
        let taken = take_back(&txn, env, lease, &open, &ended).await?;
        txn.commit().await?;
        taken.tell(&env.meters);
        Ok(taken.count())
    })
    .await
}
