//! Documents that clients have sent with their digest: in memory, and in Redis for all nodes.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use lru::LruCache;
use redis::AsyncCommands as _;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use super::{Offer, digest};

/// Documents in the memory of a node; a document has at most 64 KiB.
const IN_MEMORY: NonZeroUsize = NonZeroUsize::new(1_000).expect("not zero");

/// How long Redis keeps one that nobody asks for, in seconds: a week.
const IN_REDIS_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Longest wait for Redis: the client can send its document again.
const ANSWER: Duration = Duration::from_millis(500);

/// The documents of one node.
pub struct Kept {
    memory: Mutex<LruCache<String, Arc<str>>>,
    redis: Option<ConnectionManager>,
}

impl Kept {
    pub(super) fn new(redis_url: Option<&str>) -> anyhow::Result<Self> {
        let connect = |url: &str| {
            let config = ConnectionManagerConfig::new()
                .set_response_timeout(Some(ANSWER))
                .set_connection_timeout(Some(ANSWER))
                .set_number_of_retries(1);
            redis::Client::open(url)?.get_connection_manager_lazy(config)
        };
        let redis = redis_url.map(connect).transpose();
        let redis = redis.context("documents can't be kept in the Redis of REDIS_URL")?;
        Ok(Self { memory: Mutex::new(LruCache::new(IN_MEMORY)), redis })
    }

    pub(super) async fn find(&self, hash: &str) -> Option<String> {
        if let Some(text) = self.remembered(hash) {
            return Some(text);
        }
        let text = self.read_redis(hash).await?;
        self.remember(hash, &text);
        Some(text)
    }

    pub(super) async fn keep(&self, Offer { hash, text }: Offer) {
        if !self.remember(&hash, &text) {
            return;
        }
        if let Some(mut redis) = self.redis.clone() {
            let told = redis.set_ex::<_, _, ()>(name(&hash), text, IN_REDIS_SECONDS).await;
            told.unwrap_or_else(|error| tracing::warn!(%error, "a document was not kept in Redis"));
        }
    }

    /// What is there is asked again whether it is what its name says: other programs may write there.
    async fn read_redis(&self, hash: &str) -> Option<String> {
        if !is_digest(hash) {
            return None;
        }
        let mut redis = self.redis.clone()?;
        let expiry = redis::Expiry::EX(IN_REDIS_SECONDS);
        match redis.get_ex::<_, Option<String>>(name(hash), expiry).await {
            Ok(found) => found.filter(|text| digest(text) == hash),
            Err(error) => {
                tracing::warn!(%error, "a document could not be read from Redis");
                None
            }
        }
    }

    fn remembered(&self, hash: &str) -> Option<String> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.get(hash).map(|text| String::from(&**text))
    }

    /// Whether it was new.
    fn remember(&self, hash: &str, text: &str) -> bool {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.put(hash.to_owned(), text.into()).is_none()
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn name(hash: &str) -> String {
    format!("{{microcycle}}:document:{hash}")
}
