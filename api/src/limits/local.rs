//! Counting in this process alone: without Redis, and while Redis does not answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock as Ticks;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use service::env::Clock;

use super::{Bucket, Charge, Rate, Rates};

/// After so many requests, whoever has all of their budget again is forgotten.
const TIDY_EVERY: u32 = 10_000;

/// The program's clock, as the counting library reads it.
#[derive(Clone)]
struct Now(Arc<dyn Clock>);

impl Ticks for Now {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().timestamp_micros()).unwrap_or(0))
    }
}

type Counter = RateLimiter<Bucket, DashMapStateStore<Bucket>, Now, NoOpMiddleware<Duration>>;

/// One counter for each rate.
pub(super) struct Local {
    counters: Vec<(Rate, Counter)>,
    clock: Now,
    asked: AtomicU32,
}

impl Local {
    pub(super) fn new(rates: Rates, clock: &Arc<dyn Clock>) -> Self {
        let clock = Now(clock.clone());
        let counter = |rate: Rate| {
            let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst);
            (rate, RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()))
        };
        let rates = [rates.address, rates.login, rates.key];
        let counters = rates.into_iter().flatten().map(counter).collect();
        Self { counters, clock, asked: AtomicU32::new(0) }
    }

    /// How long to wait; zero: not at all.
    pub(super) fn admit(&self, charges: &[Charge]) -> Duration {
        if self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY_EVERY) {
            for (_, counter) in &self.counters {
                counter.retain_recent();
            }
        }
        charges
            .iter()
            .map(|charge| self.charge(charge))
            .find(|wait| !wait.is_zero())
            .unwrap_or_default()
    }

    fn charge(&self, charge: &Charge) -> Duration {
        let counter = self.counters.iter().find(|(rate, _)| *rate == charge.rate);
        match counter.map(|(_, counter)| counter.check_key(&charge.bucket)) {
            Some(Err(refusal)) => refusal.wait_time_from(self.clock.now()),
            _ => Duration::ZERO,
        }
    }
}
