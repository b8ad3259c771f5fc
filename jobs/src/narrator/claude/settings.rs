//! Where the API is, who asks, and how patiently.

use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};

use super::{API_VERSION, Fault};

/// Anthropic's own address.
pub const DEFAULT_BASE_URL: &str = "https://api.anthropic.com";
/// The model that is asked where none is named.
pub const DEFAULT_MODEL: &str = "claude-sonnet-5-5";

/// Who asks, where, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The key; shown nowhere.
    pub key: SecretString,
    /// Where the API is, without a slash at the end.
    pub base_url: String,
    /// Which model is asked.
    pub model: String,
    /// How long is waited, and how often tried.
    pub patience: Patience,
    /// What all nodes together may ask at once.
    pub ceilings: Ceilings,
}

/// How long the client waits. House choices: a narrative takes some ten seconds to write.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For a message.
    pub message: Duration,
    /// For a batch to be taken: it is sent whole, some tens of megabytes.
    pub batch: Duration,
    /// For a batch to be taken, all tries together: shorter than the wait after which it is searched for
    /// (`service::narrate::batch::UNCERTAIN`).
    pub submit: Duration,
    /// For the next piece of a batch's results.
    pub piece: Duration,
    /// Tries of one call, the first included.
    pub tries: u32,
    /// Before the second try; it doubles with each.
    pub first_pause: Duration,
    /// A longer pause than this is the ledger's to wait, not a worker's.
    pub longest_pause: Duration,
    /// How long the circuit stays open after the first row of faults.
    pub circuit: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            message: Duration::from_mins(2),
            batch: Duration::from_mins(5),
            submit: Duration::from_mins(8),
            piece: Duration::from_mins(1),
            tries: 3,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            circuit: Duration::from_secs(30),
        }
    }
}

/// What all nodes together may ask of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceilings {
    /// Messages under way.
    pub at_once: u32,
    /// Tokens a minute, read and written; those that the provider had kept don't count.
    pub tokens_per_minute: u64,
}

impl Default for Ceilings {
    /// House choice: what the lowest tier with batches allows.
    fn default() -> Self {
        Self { at_once: 8, tokens_per_minute: 100_000 }
    }
}

/// What is wrong with a setting.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingsError {
    /// No address of an API.
    #[error("ANTHROPIC_BASE_URL must be an http:// or https:// address without query, got {0:?}")]
    BaseUrl(String),
    /// No key that could be sent.
    #[error("ANTHROPIC_API_KEY must be printable ASCII without spaces")]
    Key,
    /// No name of a model.
    #[error(
        "ANTHROPIC_MODEL must be 1 to 100 letters, digits, dots, dashes, colons, slashes or @, got {0:?}"
    )]
    Model(String),
}

impl Settings {
    /// The settings, checked; with the default patience and ceilings.
    pub fn new(key: String, base_url: &str, model: &str) -> Result<Self, SettingsError> {
        let printable = |byte: u8| byte.is_ascii_graphic();
        if key.is_empty() || !key.bytes().all(printable) {
            return Err(SettingsError::Key);
        }
        let url = Url::parse(base_url).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if url.is_none_or(|url| url.query().is_some() || url.fragment().is_some()) {
            return Err(SettingsError::BaseUrl(base_url.to_owned()));
        }
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:/@".contains(&byte);
        if !(1..=100).contains(&model.len()) || !model.bytes().all(named) {
            return Err(SettingsError::Model(model.to_owned()));
        }
        Ok(Self {
            key: key.into(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            model: model.to_owned(),
            patience: Patience::default(),
            ceilings: Ceilings::default(),
        })
    }
}

/// The HTTP client: it sends the key with each request and follows nobody elsewhere with it.
pub(super) fn http(settings: &Settings) -> Result<reqwest::Client, Fault> {
    // Another part of the program may have chosen the same before.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    let mut key = HeaderValue::from_str(settings.key.expose_secret())
        .map_err(|_| Fault::hopeless("the key can't be sent"))?;
    key.set_sensitive(true);
    let headers = HeaderMap::from_iter([
        (reqwest::header::HeaderName::from_static("x-api-key"), key),
        (
            reqwest::header::HeaderName::from_static("anthropic-version"),
            HeaderValue::from_static(API_VERSION),
        ),
        (
            reqwest::header::USER_AGENT,
            HeaderValue::from_static(concat!("microcycle/", env!("CARGO_PKG_VERSION"))),
        ),
    ]);
    reqwest::Client::builder()
        .default_headers(headers)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(settings.patience.connect)
        .build()
        .map_err(|_| {
            Fault::hopeless("no HTTP client could be made: are root certificates installed?")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_not_searched_for_while_it_may_still_be_sent() {
        let searched = service::narrate::batch::UNCERTAIN.to_std().ok();

        // Two minutes are left for clocks that differ.
        let sent = Patience::default().submit + Duration::from_mins(2);
        assert!(searched.is_some_and(|searched| sent <= searched), "{searched:?}");
    }

    #[test]
    fn a_setting_that_can_not_be_used_is_named() {
        let new = |key: &str, url: &str, model: &str| Settings::new(key.into(), url, model).err();

        assert_eq!(new("", DEFAULT_BASE_URL, DEFAULT_MODEL), Some(SettingsError::Key));
        assert_eq!(new("sk ant", DEFAULT_BASE_URL, DEFAULT_MODEL), Some(SettingsError::Key));
        for url in ["", "api.anthropic.com", "ftp://host", "https://host?x=1"] {
            assert_eq!(new("k", url, DEFAULT_MODEL), Some(SettingsError::BaseUrl(url.into())));
        }
        for model in ["", "a model"] {
            let wrong = Some(SettingsError::Model(model.into()));
            assert_eq!(new("k", DEFAULT_BASE_URL, model), wrong);
        }
    }

    #[test]
    fn the_key_is_shown_nowhere() {
        let settings = Settings::new("sk-secret".into(), "http://localhost:1/", "m").ok();

        let shown = format!("{settings:?}");

        assert!(!shown.contains("sk-secret") && shown.contains("http://localhost:1\""), "{shown}");
    }
}
