//! A clock that stands still until it is moved.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use service::env::Clock;
use tokio::sync::watch;

/// The time of a test.
pub struct StoppedClock {
    now: Mutex<DateTime<Utc>>,
    /// How often it answers before it breaks.
    fuse: Mutex<Option<u32>>,
    asked: watch::Sender<u64>,
}

impl StoppedClock {
    /// Stands at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self { now: Mutex::new(now), fuse: Mutex::new(None), asked: watch::Sender::new(0) }
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Jumps to an instant.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Answers so often, and panics once after that: a bug in whatever asks then.
    pub fn break_after(&self, answers: u32) {
        *self.fuse.lock().unwrap_or_else(PoisonError::into_inner) = Some(answers);
    }

    fn burn(&self) {
        let left = {
            let mut fuse = self.fuse.lock().unwrap_or_else(PoisonError::into_inner);
            let left = *fuse;
            *fuse = left.and_then(|left| left.checked_sub(1));
            left
        };
        assert!(left != Some(0), "the clock is broken");
    }

    /// How often the program has asked for the time.
    pub fn times_asked(&self) -> u64 {
        *self.asked.borrow()
    }

    /// Waits until it has asked so often: a place in its work that a test can wait for.
    pub async fn asked_again(&self, times: u64) {
        let mut asked = self.asked.subscribe();
        let _ = asked.wait_for(|asked| *asked >= times).await; // the sender is this clock
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        self.asked.send_modify(|asked| *asked += 1);
        self.burn();
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
