//! Counting in Redis, for all nodes together.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use super::{Bucket, Charge};

/// Longest wait for Redis. House choice: a request waits no longer for being counted.
const ANSWER: Duration = Duration::from_millis(500);

/// How long Redis is left alone after it did not answer, in seconds.
const REST_SECONDS: i64 = 5;

/// Redis, and when it is to be asked again.
pub(super) struct Shared {
    redis: ConnectionManager,
    script: Script,
    /// In seconds since 1970.
    rests_until: AtomicI64,
}

impl Shared {
    /// Connects with the first request.
    pub(super) fn new(url: &str) -> redis::RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER))
            .set_connection_timeout(Some(ANSWER))
            .set_number_of_retries(1);
        let redis = redis::Client::open(url)?.get_connection_manager_lazy(config)?;
        let script = Script::new(include_str!("count.lua"));
        Ok(Self { redis, script, rests_until: AtomicI64::new(i64::MIN) })
    }

    /// How long to wait; zero: not at all. `None`: Redis could not count.
    pub(super) async fn admit(&self, charges: &[Charge], now: DateTime<Utc>) -> Option<Duration> {
        if now.timestamp() < self.rests_until.load(Ordering::Relaxed) {
            return None;
        }
        match self.count(charges, now).await {
            Ok(micros) => Some(Duration::from_micros(micros)),
            Err(error) => {
                self.rests_until.store(now.timestamp() + REST_SECONDS, Ordering::Relaxed);
                tracing::warn!(%error, "requests are counted by this node alone: Redis does not answer");
                None
            }
        }
    }

    async fn count(&self, charges: &[Charge], now: DateTime<Utc>) -> redis::RedisResult<u64> {
        let mut call = self.script.prepare_invoke();
        call.arg(now.timestamp_micros());
        for Charge { bucket, rate } in charges {
            let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
            call.key(name(bucket)).arg(micros(rate.interval())).arg(micros(rate.tolerance()));
        }
        call.invoke_async(&mut self.redis.clone()).await
    }
}

fn name(bucket: &Bucket) -> String {
    bucket.iter().fold("{microcycle}:rate:".to_owned(), |mut name, byte| {
        // Writing to a string can't fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}
