//! Claude, who narrates: whether there is a key, and where and how it is used.

use clap::Args;
use jobs::narrator::claude::{Ceilings, DEFAULT_BASE_URL, DEFAULT_MODEL, Settings};
use secrecy::{ExposeSecret as _, SecretString};

/// What every command reads of it.
#[expect(clippy::struct_field_names, reason = "they are named as the flags and variables are")]
#[derive(Args, Debug, Clone)]
pub struct ClaudeFlags {
    /// Key of Anthropic's API; without one, weeks have the rules' words.
    #[arg(long, env = "ANTHROPIC_API_KEY", global = true, hide_env_values = true)]
    anthropic_api_key: Option<SecretString>,
    /// Address of Anthropic's API, or of a gateway to it.
    #[arg(long, env = "ANTHROPIC_BASE_URL", default_value = DEFAULT_BASE_URL, global = true)]
    anthropic_base_url: String,
    /// The model that narrates.
    #[arg(long, env = "ANTHROPIC_MODEL", default_value = DEFAULT_MODEL, global = true)]
    anthropic_model: String,
    /// Requests to it at once, of all nodes together, 1 to 1,000.
    #[arg(long, env = "ANTHROPIC_CONCURRENCY", default_value_t = Ceilings::default().at_once, value_parser = clap::value_parser!(u32).range(1..=1_000), global = true)]
    anthropic_concurrency: u32,
    /// Tokens a minute, read and written, of all nodes together, 1,000 to 100,000,000.
    #[arg(long, env = "ANTHROPIC_TOKENS_PER_MINUTE", default_value_t = Ceilings::default().tokens_per_minute, value_parser = clap::value_parser!(u64).range(1_000..=100_000_000), global = true)]
    anthropic_tokens_per_minute: u64,
}

impl ClaudeFlags {
    /// The settings, where there is a key; a fault is added to the others.
    pub(super) fn check(self, faults: &mut Vec<String>) -> Option<Settings> {
        let key = self.anthropic_api_key.filter(|key| !key.expose_secret().is_empty());
        // The rest is checked without a key too: it will be wanted with one.
        let shown = key.as_ref().map_or("none", |key| key.expose_secret());
        let settings =
            Settings::new(shown.to_owned(), &self.anthropic_base_url, &self.anthropic_model);
        match settings {
            Ok(settings) => key.map(|_| Settings {
                ceilings: Ceilings {
                    at_once: self.anthropic_concurrency,
                    tokens_per_minute: self.anthropic_tokens_per_minute,
                },
                ..settings
            }),
            Err(fault) => {
                faults.push(fault.to_string());
                None
            }
        }
    }
}
