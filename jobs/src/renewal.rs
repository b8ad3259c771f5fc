//! Keeping a lease alive while its work goes on.

use std::time::Duration;

use domain::ids::LeaseId;
use service::env::Env;
use service::ledger::{self, LEASE};
use tokio::task::AbortHandle;
use tracing::Instrument as _;

/// A lease is renewed as long as this lives.
pub(crate) struct Renewal(AbortHandle);

impl Drop for Renewal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Renews a lease until the answer is dropped.
pub(crate) fn renew(env: Env, lease: LeaseId) -> Renewal {
    let period = Duration::from_millis(LEASE.num_milliseconds().unsigned_abs() / 3);
    let renewing = async move {
        loop {
            tokio::time::sleep(period).await;
            match ledger::renew(&env, lease).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%lease, error = %error.report(), "a lease was not renewed");
                }
            }
        }
    };
    Renewal(tokio::spawn(renewing.in_current_span()).abort_handle())
}
