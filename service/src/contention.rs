//! Transactions that get in each other's way are tried again, so that nobody sees a deadlock.

use std::future::Future;

use crate::error::Result;

/// How often one transaction is tried. House choice: a deadlock has one victim, so each try lets
/// another through.
const MOST_TRIES: usize = 5;

/// Runs a transaction, and runs it again where another one got in its way. Whatever `once` does
/// besides its transaction must be harmless to repeat.
pub(crate) async fn undisturbed<T, F>(mut once: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    for _ in 1..MOST_TRIES {
        match once().await {
            Err(error) if error.collides() => {
                tracing::debug!(error = %error.report(), "another transaction got in the way");
            }
            other => return other,
        }
    }
    once().await
}
