//! How fast background work moves where something went wrong: every wait is measured in leases.

use chrono::Duration;

use super::LEASE;

/// The shortest lease that may be set, in seconds: less is not told from a pause of the process.
pub const SHORTEST_LEASE_SECONDS: i64 = 1;

/// The longest: a killed worker's members wait as long.
pub const LONGEST_LEASE_SECONDS: i64 = 10 * 60;

/// Lease and waits. Nodes of different paces work together: a lease says itself when it runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    lease: Duration,
}

impl Default for Pace {
    /// [`LEASE`]: the first retry waits 10 seconds, and a sweep comes every 5.
    fn default() -> Self {
        Self { lease: LEASE }
    }
}

impl Pace {
    /// Of a lease in seconds, [`SHORTEST_LEASE_SECONDS`] to [`LONGEST_LEASE_SECONDS`]; beyond, the nearest.
    pub fn of_lease(seconds: i64) -> Self {
        let seconds = seconds.clamp(SHORTEST_LEASE_SECONDS, LONGEST_LEASE_SECONDS);
        Self { lease: Duration::seconds(seconds) }
    }

    /// How long a lease lasts unless it is renewed.
    pub fn lease(self) -> Duration {
        self.lease
    }

    /// How often a lease is renewed (`design.md` §3: at a third).
    pub fn renewal(self) -> std::time::Duration {
        std(self.lease / 3)
    }

    /// How often the clock's work is looked for, the sweep among it.
    pub fn tick(self) -> std::time::Duration {
        std(self.lease / 12)
    }

    /// Wait after the `attempts`-th attempt failed: it doubles with each, and `jitter` (any 64 random
    /// bits) takes up to half of it away, lest what failed together returns together.
    pub fn backoff(self, attempts: i32, jitter: u64) -> Duration {
        let doublings = attempts.clamp(1, 20) - 1;
        // House choice: a restart of the database fits into the first two waits.
        let first = self.lease.num_milliseconds().unsigned_abs() / 6;
        let longest = (first << doublings).min(60 * first);
        let less = jitter % (longest / 2 + 1);
        Duration::milliseconds((longest - less) as i64)
    }
}

fn std(duration: Duration) -> std::time::Duration {
    std::time::Duration::from_millis(duration.num_milliseconds().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_less_up_to_half() {
        let pace = Pace::default();
        let waits: Vec<i64> = (1..=5).map(|n| pace.backoff(n, 0).num_seconds()).collect();
        assert_eq!(waits, [10, 20, 40, 80, 160]);

        for jitter in [1, 4_999, 5_000, 5_001, u64::MAX] {
            let wait = pace.backoff(1, jitter);
            assert!(wait >= Duration::seconds(5) && wait <= Duration::seconds(10), "{wait}");
        }
    }

    #[test]
    fn no_wait_is_longer_than_ten_minutes() {
        assert_eq!(Pace::default().backoff(i32::MAX, 0), Duration::minutes(10));
        assert_eq!(Pace::default().backoff(0, 0), Duration::seconds(10));
    }

    #[test]
    fn a_shorter_lease_quickens_everything() {
        let quick = Pace::of_lease(6);

        assert_eq!(quick.renewal(), std::time::Duration::from_secs(2));
        assert_eq!(quick.tick(), std::time::Duration::from_millis(500));
        assert_eq!(quick.backoff(1, 0), Duration::seconds(1));
        assert_eq!(Pace::of_lease(0).lease(), Duration::seconds(1));
    }
}
