//! A clock that stands still until it is moved.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use service::env::Clock;

/// The time of a test.
pub struct StoppedClock(Mutex<DateTime<Utc>>);

impl StoppedClock {
    /// Stands at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
