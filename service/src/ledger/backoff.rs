//! How long a computation waits before it is tried again.

use chrono::Duration;

/// Wait after the first failed attempt, before jitter. House choice: a restart of the database
/// fits into the first two.
const FIRST_WAIT_SECONDS: u64 = 10;

/// The longest wait, before jitter.
const LONGEST_WAIT_SECONDS: u64 = 10 * 60;

/// Wait after the `attempts`-th attempt failed: it doubles with each, and `jitter` (any 64 random
/// bits) takes up to half of it away, lest what failed together returns together.
pub fn backoff(attempts: i32, jitter: u64) -> Duration {
    let doublings = attempts.clamp(1, 20) - 1;
    let seconds = (FIRST_WAIT_SECONDS << doublings).min(LONGEST_WAIT_SECONDS);
    let longest = seconds * 1000;
    let less = jitter % (longest / 2 + 1);
    Duration::milliseconds((longest - less) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_less_up_to_half() {
        let waits: Vec<i64> = (1..=5).map(|n| backoff(n, 0).num_seconds()).collect();
        assert_eq!(waits, [10, 20, 40, 80, 160]);

        for jitter in [1, 4_999, 5_000, 5_001, u64::MAX] {
            let wait = backoff(1, jitter);
            assert!(wait >= Duration::seconds(5) && wait <= Duration::seconds(10), "{wait}");
        }
    }

    #[test]
    fn no_wait_is_longer_than_ten_minutes() {
        assert_eq!(backoff(i32::MAX, 0), Duration::minutes(10));
        assert_eq!(backoff(0, 0), Duration::seconds(10));
    }
}
