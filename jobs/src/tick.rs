//! What the clock asks for: weekly runs that are due, leases that ran out, unreviewed weeks whose hour
//! has come, runs that have ended.

use std::sync::Arc;

use service::env::Env;
use service::error::Error;
use service::events::Wakes;
use service::{ledger, release, runs, schedule};
use tokio::sync::watch;

use crate::relay::Relay;

/// Until the node stops. Any number of nodes may tick: each part has one winner.
pub(crate) async fn run(env: Env, relay: Arc<Relay>, mut stopping: watch::Receiver<bool>) {
    loop {
        once(&env, &relay).await;
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(env.pace.tick()) => {}
        }
    }
}

/// One tick. A part that fails does not hold up the others.
async fn once(env: &Env, relay: &Relay) {
    if let Some(started) = told(schedule::start_due(env).await, "the schedule could not be read") {
        for scheduled in started {
            relay.wake(&scheduled.started.wakes).await;
        }
    }
    if let Some(swept) = told(ledger::sweep(env).await, "the sweep failed")
        && swept.computations > 0
    {
        relay.wake(&Wakes { work: true, ..Wakes::default() }).await;
    }
    told(release::give_hours(env).await, "weeks without an hour could not be looked for");
    for changed in [release::release_due(env).await, release::expire_past(env).await] {
        if let Some(wakes) = told(changed, "unreviewed weeks could not be looked at") {
            relay.wake_if_any(&wakes).await;
        }
    }
    if let Some(closed) = told(runs::close_finished(env, None).await, "runs could not be closed")
        && !closed.is_empty()
    {
        relay.wake(&Wakes::default()).await;
    }
}

fn told<T>(outcome: Result<T, Error>, what: &'static str) -> Option<T> {
    outcome.map_err(|error| tracing::warn!(error = %error.report(), "{what}")).ok()
}
