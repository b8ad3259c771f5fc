//! When a batch is read: as soon as nobody has anything to add.

use std::time::Duration;

use async_graphql::runtime::Timer;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::task::yield_now;

/// Rounds in which what can run on this thread does so, some sixty tasks of it each. Long lists in one another are
/// polled in many goes.
const ROUNDS: usize = 2;

/// Waits for quiet on this thread, not for a time: a millisecond at each level of a document is longer than many a
/// read takes. A request runs on one thread, so what it asks for together comes together; where the thread is
/// very busy, some of it may come later, in a batch of its own.
pub(super) struct Quiet;

impl Timer for Quiet {
    fn delay(&self, _longest: Duration) -> BoxFuture<'static, ()> {
        async {
            for _ in 0..ROUNDS {
                yield_now().await;
            }
        }
        .boxed()
    }
}
