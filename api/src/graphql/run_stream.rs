//! A weekly run as it goes on.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::Stream;
use async_graphql::futures_util::stream::unfold;
use domain::access::Actor;
use domain::ids::RunId;
use entity::event;
use service::env::Env;
use service::runs::Progress;
use tokio::sync::{broadcast, watch};
use tokio::time::timeout;

use super::rights::{self, still_the_same};
use super::run_counts::{STALE, SharedCount, since};
use super::types::weekly_run::WeeklyRun;
use crate::error::ApiError;

/// What tells that a run, or who may follow it, may have changed.
pub struct Signals {
    /// Counts up with every change of a run.
    pub runs: watch::Receiver<u64>,
    /// The gym's events.
    pub events: broadcast::Receiver<Arc<event::Model>>,
}

struct Following {
    env: Env,
    actor: Actor,
    run: RunId,
    counts: SharedCount,
    signals: Signals,
    /// What was told last.
    told: Option<Progress>,
    ended: bool,
}

/// The run's present state first, then each that differs, and its last state at the end.
pub fn progress(
    env: Env,
    actor: Actor,
    run: RunId,
    counts: SharedCount,
    signals: Signals,
) -> impl Stream<Item = Result<WeeklyRun, ApiError>> + use<> {
    let following = Following { env, actor, run, counts, signals, told: None, ended: false };
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
                still_the_same(&self.env, &self.actor).await?;
            }
            let change = *self.signals.runs.borrow_and_update();
            let now = since(&self.counts, &self.env, self.actor.gym, self.run, change).await?;
            self.ended = !now.is_open();
            if self.told.as_ref() != Some(&now) {
                self.told = Some(now.clone());
                return Ok(Some(now));
            }
        }
        Ok(None)
    }

    /// Waits until the run or the caller's rights may have changed: the word of it, or the time after which
    /// it may have been lost.
    async fn changed(&mut self) {
        let Signals { runs, events } = &mut self.signals;
        tokio::select! {
            () = rights::changed(events) => {}
            heard = timeout(STALE, runs.changed()) => {
                if matches!(heard, Ok(Err(_))) {
                    // Nobody tells of changes any more: only time does.
                    tokio::time::sleep(STALE + Duration::from_millis(1)).await;
                }
            }
        }
    }
}
