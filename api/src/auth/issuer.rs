//! Tokens of an identity provider: believed by the keys it publishes, which are fetched, kept and renewed.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration as Wait;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Duration, Utc};
use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;

use super::keys::{Key, KeySet};
use super::token::{self, Claims, Rejected, Terms};

/// How far the provider's clock and ours may be apart, in seconds.
const LEEWAY_SECONDS: i64 = 30;

/// How old keys may be before newer ones are asked for, beside the requests that use them: a key that
/// the provider withdraws is believed no longer than this.
const FRESH: Duration = Duration::minutes(10);

/// The least time between two fetches, so that invented key ids are no way to make this program send
/// requests. House choice.
const FETCH_EVERY: Duration = Duration::minutes(1);

/// The same while there is no key at all, and so no request is served.
const FETCH_EVERY_WITHOUT_KEYS: Duration = Duration::seconds(2);

/// Longest wait for the provider.
const FETCH_TIMEOUT: Wait = Wait::from_secs(5);

/// Largest key set, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// Claims that a provider's token may not lack (RFC 9068 asks for more, few providers keep to it).
const REQUIRED: &[&str] = &["exp", "iss", "aud", "sub"];

/// Where an identity provider publishes its keys, and what its tokens say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Address of the JWKS.
    pub jwks_url: String,
    /// The tokens' `iss`.
    pub issuer: String,
    /// What their `aud` must contain.
    pub audience: String,
}

/// An identity provider.
pub struct Issuer {
    source: Source,
    http: reqwest::Client,
    known: RwLock<Known>,
    /// One fetch at a time; who waits for it takes what it brought.
    fetching: tokio::sync::Mutex<()>,
}

/// What was learnt from the provider so far.
#[derive(Clone, Default)]
struct Known {
    /// The last good keys.
    keys: Option<Arc<KeySet>>,
    fetched: Option<DateTime<Utc>>,
    tried: Option<DateTime<Utc>>,
}

impl Known {
    fn may_fetch(&self, now: DateTime<Utc>) -> bool {
        let pause = if self.keys.is_some() { FETCH_EVERY } else { FETCH_EVERY_WITHOUT_KEYS };
        self.tried.is_none_or(|at| now - at >= pause)
    }

    fn is_old(&self, now: DateTime<Utc>) -> bool {
        self.fetched.is_none_or(|at| now - at >= FRESH)
    }
}

impl Issuer {
    /// A provider of which nothing is known yet.
    pub fn new(source: Source) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(FETCH_TIMEOUT)
            // The address is the operator's word; the provider's answer can't change it.
            .redirect(Policy::none())
            .build()
            .context("the client that fetches signing keys could not be made")?;
        Ok(Self { source, http, known: RwLock::default(), fetching: tokio::sync::Mutex::default() })
    }

    /// What a token says, if it is this provider's, for us, and good at `now`.
    pub async fn verify(
        self: &Arc<Self>,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Claims, Rejected> {
        let head = token::header(token)?;
        let id = head.kid.ok_or(Rejected::Invalid)?;
        let Key { algorithm, key, .. } = self.key(&id, now).await?;
        let terms = Terms {
            key: &key,
            algorithm,
            issuer: &self.source.issuer,
            audience: &self.source.audience,
            required: REQUIRED,
            leeway: LEEWAY_SECONDS,
        };
        token::believe(token, &terms, now)
    }

    /// Whether any token could be believed; asks the provider where none could.
    pub async fn has_keys(&self, now: DateTime<Utc>) -> bool {
        self.known().keys.is_some() || self.fetch(now).await.keys.is_some()
    }

    async fn key(self: &Arc<Self>, id: &str, now: DateTime<Utc>) -> Result<Key, Rejected> {
        let known = self.known();
        let find = |known: &Known| known.keys.as_ref().and_then(|keys| keys.find(id).cloned());
        if let Some(key) = find(&known) {
            if known.is_old(now) && known.may_fetch(now) {
                let this = self.clone();
                tokio::spawn(async move { this.fetch(now).await });
            }
            return Ok(key);
        }
        let known = self.fetch(now).await;
        match find(&known) {
            Some(key) => Ok(key),
            None if known.keys.is_none() => Err(Rejected::Unknowable),
            None => Err(Rejected::Invalid),
        }
    }

    /// Fetches the keys unless that was tried just now. While the provider is down, the last good ones
    /// hold.
    async fn fetch(&self, now: DateTime<Utc>) -> Known {
        let _turn = self.fetching.lock().await;
        let known = self.known();
        if !known.may_fetch(now) {
            return known;
        }
        let mut next = Known { tried: Some(now), ..known };
        match self.download().await {
            Ok(keys) => {
                next.keys = Some(Arc::new(keys));
                next.fetched = Some(now);
            }
            Err(cause) => {
                let kept = next.keys.is_some();
                let cause = format!("{cause:#}");
                tracing::warn!(cause, keys.kept = kept, "signing keys could not be fetched");
            }
        }
        self.known.write().unwrap_or_else(PoisonError::into_inner).clone_from(&next);
        next
    }

    async fn download(&self) -> anyhow::Result<KeySet> {
        let request = self.http.get(&self.source.jwks_url).header(ACCEPT, "application/json");
        let mut answer = request.send().await?;
        ensure!(answer.status().is_success(), "the answer is {}", answer.status());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            ensure!(body.len() + chunk.len() <= MAX_BYTES, "the answer has over {MAX_BYTES} bytes");
            body.extend_from_slice(&chunk);
        }
        KeySet::read(&body)
    }

    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
