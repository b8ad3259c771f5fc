//! Keeping a lease alive while its work goes on.

use domain::ids::LeaseId;
use service::env::Env;
use service::ledger;
use tokio::sync::oneshot;
use tracing::Instrument as _;

/// Renews a lease until the answer is dropped.
pub(crate) fn renew(env: Env, lease: LeaseId) -> oneshot::Sender<()> {
    let period = env.pace.renewal();
    let (renewal, mut ended) = oneshot::channel();
    let renewing = async move {
        loop {
            // Only the pause is broken off: a transaction that is dropped between two statements
            // may leave its connection in the midst of one.
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
    renewal
}
