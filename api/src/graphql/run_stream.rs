//! A weekly run as it goes on.

use std::time::Duration;

use async_graphql::futures_util::Stream;
use async_graphql::futures_util::stream::unfold;
use domain::ids::{GymId, RunId};
use service::env::Env;
use service::runs::Progress;
use tokio::sync::watch;
use tokio::time::timeout;

use super::run_counts::{STALE, SharedCount, since};
use super::types::weekly_run::WeeklyRun;
use crate::error::ApiError;

struct Following {
    env: Env,
    gym: GymId,
    run: RunId,
    counts: SharedCount,
    changes: watch::Receiver<u64>,
    /// What was told last.
    told: Option<Progress>,
    ended: bool,
}

/// The run's present state first, then each that differs, and its last state at the end.
pub fn progress(
    env: Env,
    gym: GymId,
    run: RunId,
    counts: SharedCount,
    changes: watch::Receiver<u64>,
) -> impl Stream<Item = Result<WeeklyRun, ApiError>> + use<> {
    let following = Following { env, gym, run, counts, changes, told: None, ended: false };
    unfold(following, |mut following| async move {
        let next = following.next().await.transpose()?;
        following.ended |= next.is_err();
        Some((next.map(WeeklyRun::from), following))
    })
}

impl Following {
    /// The next state that differs; `None` after the last one.
    async fn next(&mut self) -> Result<Option<Progress>, ApiError> {
        while !self.ended {
            if self.told.is_some() {
                self.changed().await;
            }
            let change = *self.changes.borrow_and_update();
            let now = since(&self.counts, &self.env, self.gym, self.run, change).await?;
            self.ended = !now.is_open();
            if self.told.as_ref() != Some(&now) {
                self.told = Some(now.clone());
                return Ok(Some(now));
            }
        }
        Ok(None)
    }

    /// Waits until a run may have changed: the word of it, or the time after which it may have been
    /// lost.
    async fn changed(&mut self) {
        let heard = timeout(STALE, self.changes.changed()).await;
        if matches!(heard, Ok(Err(_))) {
            // Nobody tells of changes any more: only time does.
            tokio::time::sleep(STALE + Duration::from_millis(1)).await;
        }
    }
}
