//! A bucket of tokens that fills evenly and holds one minute's.

use std::time::Duration;

/// Milliseconds of a minute.
pub(super) const MINUTE: f64 = 60_000.0;

/// So many tokens are there, at most a minute's; fewer than none after a message that took more than thought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bucket {
    level: f64,
    a_minute: f64,
}

impl Bucket {
    pub(super) fn full(a_minute: u64) -> Self {
        let a_minute = a_minute.max(1) as f64;
        Self { level: a_minute, a_minute }
    }

    /// Time has passed.
    pub(super) fn fill(&mut self, passed: Duration) {
        let more = passed.as_secs_f64() * 1000.0 * self.a_minute / MINUTE;
        self.level = (self.level + more).min(self.a_minute);
    }

    /// Takes tokens, or says how long until they are there. More than a minute's count as a minute's.
    pub(super) fn take(&mut self, tokens: u64) -> Option<Duration> {
        let tokens = (tokens as f64).min(self.a_minute);
        if self.level < tokens {
            let wait = ((tokens - self.level) * MINUTE / self.a_minute).ceil();
            return Some(Duration::from_millis(wait as u64));
        }
        self.level -= tokens;
        None
    }

    /// So many more were taken than was thought, or fewer.
    pub(super) fn correct(&mut self, more: i64) {
        self.level = (self.level - more as f64).min(self.a_minute);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_tokens_may_be_taken_at_once_and_then_as_they_come() {
        let mut bucket = Bucket::full(6_000);

        assert_eq!(bucket.take(6_000), None);
        assert_eq!(bucket.take(100), Some(Duration::from_secs(1)));
        bucket.fill(Duration::from_secs(1));
        assert_eq!(bucket.take(100), None);
    }

    #[test]
    fn a_message_larger_than_a_minutes_tokens_waits_for_a_full_bucket_and_no_longer() {
        let mut bucket = Bucket::full(6_000);
        bucket.take(3_000);

        assert_eq!(bucket.take(100_000), Some(Duration::from_secs(30)));
        bucket.fill(Duration::from_hours(1));
        assert_eq!(bucket.take(100_000), None);
    }

    #[test]
    fn what_a_message_took_beyond_its_estimate_is_owed() {
        let mut bucket = Bucket::full(6_000);
        bucket.take(1_000);
        bucket.correct(6_000);

        assert_eq!(bucket.take(1_000), Some(Duration::from_secs(20)));
    }
}
