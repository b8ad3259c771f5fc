//! The limits of one node.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::bucket::Bucket;
use crate::narrator::claude::Ceilings;

/// How soon to look again where all places are taken.
const LOOK: Duration = Duration::from_millis(100);

pub(super) struct Local {
    at_once: u32,
    state: Mutex<State>,
}

struct State {
    under_way: u32,
    bucket: Bucket,
    filled: Instant,
    paused_until: Option<Instant>,
}

impl Local {
    pub(super) fn new(ceilings: Ceilings) -> Self {
        let state = State {
            under_way: 0,
            bucket: Bucket::full(ceilings.tokens_per_minute),
            filled: Instant::now(),
            paused_until: None,
        };
        Self { at_once: ceilings.at_once.max(1), state: Mutex::new(state) }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a place; else how long to wait.
    pub(super) fn ask(&self, tokens: u64) -> Option<Duration> {
        let now = Instant::now();
        self.with(|state| {
            if let Some(until) = state.paused_until.filter(|until| *until > now) {
                return Some(until - now);
            }
            if state.under_way >= self.at_once {
                return Some(LOOK);
            }
            state.bucket.fill(now - state.filled);
            state.filled = now;
            let wait = state.bucket.take(tokens);
            state.under_way += u32::from(wait.is_none());
            wait
        })
    }

    /// Gives a place back; the message took so many tokens more than thought.
    pub(super) fn leave(&self, more: i64) {
        self.with(|state| {
            state.under_way = state.under_way.saturating_sub(1);
            state.bucket.correct(more);
        });
    }

    /// How long everybody pauses still.
    pub(super) fn pauses(&self) -> Option<Duration> {
        let now = Instant::now();
        let until = self.with(|state| state.paused_until)?;
        Some(until.saturating_duration_since(now)).filter(|rest| !rest.is_zero())
    }

    pub(super) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait;
        self.with(|state| state.paused_until = state.paused_until.max(Some(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_more_are_under_way_than_the_ceiling_says() {
        let local = Local::new(Ceilings { at_once: 2, tokens_per_minute: 1_000 });

        assert_eq!((local.ask(1), local.ask(1)), (None, None));
        assert_eq!(local.ask(1), Some(LOOK));
        local.leave(0);
        assert_eq!(local.ask(1), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_and_a_shorter_one_does_not_end_it() {
        let local = Local::new(Ceilings { at_once: 2, tokens_per_minute: 1_000 });
        local.pause(Duration::from_secs(20));
        local.pause(Duration::from_secs(5));

        assert_eq!(local.ask(1), Some(Duration::from_secs(20)));
        assert_eq!(local.pauses(), Some(Duration::from_secs(20)));
        tokio::time::advance(Duration::from_secs(20)).await;
        assert_eq!((local.ask(1), local.pauses()), (None, None));
    }
}
