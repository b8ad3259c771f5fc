//! Narratives by Claude: the client, the provider it is tested against, and what becomes of a week's words.

mod client;
mod limits;
mod sdk;
mod types;

use std::sync::Arc;
use std::time::Duration;

use jobs::narrator::claude::limits::Limits;
use jobs::narrator::claude::wire::{
    CacheControl, Effort, Format, MessageRequest, OutputConfig, SystemBlock, Turn,
};
use jobs::narrator::claude::{Claude, DEFAULT_MODEL, Patience, Settings};
use serde_json::json;
use tests::claude::{ClaudeServer, KEY};
use tests::clock::StoppedClock;

/// A provider whose clock stands still.
fn provider() -> ClaudeServer {
    ClaudeServer::start(Arc::new(StoppedClock::at("2026-02-28T18:00:00Z".parse().unwrap())))
}

/// What a narrator that does not wait long talks to a provider with.
fn settings(url: &str) -> Settings {
    let patience = Patience {
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(50),
        ..Patience::default()
    };
    Settings { patience, ..Settings::new(KEY.to_owned(), url, DEFAULT_MODEL).unwrap() }
}

fn with(settings: Settings) -> Claude {
    let limits = Limits::local(settings.ceilings);
    Claude::new(settings, limits, Arc::new(|| 0)).unwrap()
}

fn client(provider: &ClaudeServer) -> Claude {
    with(settings(provider.url()))
}

/// A request as the narrator makes it.
fn request(words: &str) -> MessageRequest {
    let string = json!({ "type": "string" });
    MessageRequest {
        model: DEFAULT_MODEL.to_owned(),
        max_tokens: 1000,
        system: vec![SystemBlock {
            text: "Narrate the week. ".repeat(300),
            cache_control: Some(CacheControl { ttl: "5m" }),
        }],
        messages: vec![Turn::User(words.to_owned())],
        output_config: OutputConfig {
            effort: Effort::Low,
            format: Format {
                schema: json!({
                    "type": "object",
                    "properties": { "focus": string, "reasoning": string,
                        "cues": { "type": "array", "items": string } },
                    "required": ["focus", "reasoning", "cues"],
                    "additionalProperties": false,
                }),
            },
        },
    }
}
