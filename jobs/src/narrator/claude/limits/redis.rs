//! The limits of all nodes, kept in Redis by one script: no two nodes read what both then write.

use std::time::Duration;

use redis::aio::ConnectionManager;
use redis::{RedisResult, Script};

use super::bucket::MINUTE;
use crate::narrator::claude::Ceilings;

/// Who is under way, by when their place runs out.
const PLACES: &str = "{microcycle}:claude:places";
/// The bucket of tokens.
const BUCKET: &str = "{microcycle}:claude:tokens";
/// There while everybody pauses.
const PAUSE: &str = "{microcycle}:claude:pause";
/// A place whose node died is free after so many milliseconds: longer than a call with all its tries.
const PLACE_MS: u64 = 15 * 60 * 1000;
/// How soon to look again where all places are taken, in milliseconds.
const LOOK_MS: u64 = 100;

/// Answers 0 and takes a place, or the milliseconds to wait. By Redis' own clock.
const ASK: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pause = redis.call('PTTL', KEYS[3])
if pause > 0 then return pause end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return tonumber(ARGV[3]) end
local rate = tonumber(ARGV[4])
local wanted = math.min(tonumber(ARGV[5]), rate)
local level = tonumber(redis.call('HGET', KEYS[2], 'level') or rate)
local at = tonumber(redis.call('HGET', KEYS[2], 'at') or now)
level = math.min(rate, level + math.max(0, now - at) * rate / tonumber(ARGV[7]))
if level < wanted then return math.ceil((wanted - level) * tonumber(ARGV[7]) / rate) end
redis.call('HSET', KEYS[2], 'level', tostring(level - wanted), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[6]), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 0
";

/// Gives a place back and corrects the bucket.
const LEAVE: &str = r"
redis.call('ZREM', KEYS[1], ARGV[1])
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('HINCRBYFLOAT', KEYS[2], 'level', ARGV[2])
end
";

/// Keeps the longer of two pauses.
const HOLD: &str = r"
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
end
";

#[derive(Clone)]
pub(super) struct Shared {
    ceilings: Ceilings,
    redis: ConnectionManager,
}

impl Shared {
    pub(super) fn new(ceilings: Ceilings, redis: ConnectionManager) -> Self {
        Self { ceilings, redis }
    }

    /// Takes a place; else how long to wait.
    pub(super) async fn ask(&self, id: u64, tokens: u64) -> RedisResult<Option<Duration>> {
        let wait: u64 = Script::new(ASK)
            .key(PLACES)
            .key(BUCKET)
            .key(PAUSE)
            .arg(id)
            .arg(self.ceilings.at_once.max(1))
            .arg(LOOK_MS)
            .arg(self.ceilings.tokens_per_minute.max(1))
            .arg(tokens)
            .arg(PLACE_MS)
            .arg(MINUTE as u64)
            .invoke_async(&mut self.redis.clone())
            .await?;
        Ok((wait > 0).then(|| Duration::from_millis(wait)))
    }

    /// Gives a place back; the message took so many tokens more than thought.
    pub(super) async fn leave(&self, id: u64, more: i64) {
        let left: RedisResult<()> = Script::new(LEAVE)
            .key(PLACES)
            .key(BUCKET)
            .arg(id)
            .arg(more.saturating_neg())
            .invoke_async(&mut self.redis.clone())
            .await;
        if let Err(error) = left {
            tracing::debug!(%error, "a place runs out by itself");
        }
    }

    pub(super) async fn pause(&self, wait: Duration) -> RedisResult<()> {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
        let mut redis = self.redis.clone();
        Script::new(HOLD).key(PAUSE).arg(millis).invoke_async(&mut redis).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrator::claude::Patience;

    #[test]
    fn a_place_is_not_given_away_while_a_call_may_still_be_tried() {
        let patience = Patience::default();

        // Each try may wait for its answer to begin, and for its end.
        let tries = patience.message * 2 * patience.tries;
        let call = tries + patience.longest_pause * (patience.tries - 1);

        assert!(call <= Duration::from_millis(PLACE_MS), "{call:?}");
    }
}
