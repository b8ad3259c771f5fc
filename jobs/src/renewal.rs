//! Keeping a lease alive while its work goes on.

use std::time::Duration;

use domain::ids::LeaseId;
use service::env::Env;
use service::ledger::{self, LEASE};
use tokio::sync::oneshot;
use tracing::Instrument as _;

/// A lease is renewed as long as this lives.
pub(crate) struct Renewal {
    _ends: oneshot::Sender<()>,
}

/// Renews a lease until the answer is dropped.
pub(crate) fn renew(env: Env, lease: LeaseId) -> Renewal {
    let period = Duration::from_millis(LEASE.num_milliseconds().unsigned_abs() / 3);
    let (ends, mut ended) = oneshot::channel();
    let renewing = async move {
        loop {
            // Only the pause is broken off: a transaction that is dropped between two statements may leave
            // its connection in the midst of one.
            tokio::select! {
                _ = &mut ended => return,
                () = tokio::time::sleep(period) => {}
            }
            match ledger::renew(&env, lease).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%lease, error = %error.report(), "a lease was not renewed");
                }
            }
        }
    };
    tokio::spawn(renewing.in_current_span());
    Renewal { _ends: ends }
}
