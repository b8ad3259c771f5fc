//! What the clock asks for: weekly runs that are due, leases that ran out, runs that have ended.

use std::sync::Arc;
use std::time::Duration;

use service::env::Env;
use service::{ledger, runs, schedule};
use tokio::sync::watch;

use crate::relay::Relay;

/// How often it looks.
const TICK: Duration = Duration::from_secs(5);

/// Until the node stops. Any number of nodes may tick: each part has one winner.
pub(crate) async fn run(env: Env, relay: Arc<Relay>, mut stopping: watch::Receiver<bool>) {
    loop {
        once(&env, &relay).await;
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// One tick. A part that fails does not hold up the others.
async fn once(env: &Env, relay: &Relay) {
    match schedule::start_due(env).await {
        Ok(started) => {
            for scheduled in started {
                relay.wake(&scheduled.started.wakes).await;
            }
        }
        Err(error) => tracing::warn!(error = %error.report(), "the schedule could not be read"),
    }
    match ledger::sweep(env).await {
        Ok(swept) if swept.leases > 0 => {
            tracing::info!(leases = swept.leases, computations = swept.computations, "taken back");
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(error = %error.report(), "the sweep failed"),
    }
    if let Err(error) = runs::close_finished(env, None).await {
        tracing::warn!(error = %error.report(), "runs could not be closed");
    }
}
