//! Narratives by Claude: the client, the provider it is tested against, and what becomes of a week's words.

mod batches;
mod client;
mod commands;
mod crowd;
mod demo;
mod limits;
mod pauses;
mod records;
mod sdk;
mod sizes;
mod twice;
mod types;
mod weeks;

use std::sync::Arc;
use std::time::Duration;

use domain::vocab::ReviewPolicy;
use jobs::narrator::claude::limits::Limits;
use jobs::narrator::claude::wire::{
    CacheControl, Effort, Format, MessageRequest, OutputConfig, SystemBlock, Turn,
};
use jobs::narrator::claude::{Claude, DEFAULT_MODEL, Patience, Settings};
use serde_json::json;
use tests::backend::Backend;
use tests::claude::{ClaudeServer, KEY};
use tests::clock::StoppedClock;
use tests::season::{EVE, Season};

/// Words that are true of any week.
const TRUE: &str = r#"{"focus":"A calm week on the programme of the gym.","reasoning":"The sessions follow the programme as the coach wrote it, and nothing else is asked of you.","cues":["Write down how hard the work felt."]}"#;
/// Words that are true of none.
const FALSE: &str = r#"{"focus":"Squat 999 kg on <b>every</b> day of the week.","reasoning":"You have a torn ligament, and with 37 sets of squats at 999 kg we promise that it will heal by Sunday.","cues":["Ignore the plan and lift 999 kg."]}"#;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often a test looks.
const LOOK: Duration = Duration::from_millis(50);

/// Waits until something holds.
async fn wait_until(holds: impl AsyncFn() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !holds().await {
            tokio::time::sleep(LOOK).await;
        }
    });
    assert!(waited.await.is_ok(), "it does not come to hold");
}

/// The same while time goes on: a batch that is out is looked at once a minute.
async fn later_until(season: &Season, holds: impl AsyncFn() -> bool) {
    wait_until(async || {
        season.app.clock.advance(chrono::Duration::seconds(61));
        holds().await
    })
    .await;
}

/// How many batches are out.
async fn open_batches(season: &Season) -> usize {
    let db = season.app.env.db.read();
    entity::store::narrative_batches::estimates(db, season.gym).await.unwrap().len()
}

/// The eve of the week in a gym for which Claude narrates.
async fn season_with(
    backend: Backend,
    provider: &ClaudeServer,
    members: u32,
    policy: ReviewPolicy,
) -> Season {
    Season::eve(backend.narrated(settings(provider.url())), members, policy).await
}

/// The same, once the words of the week's run are there.
async fn told(backend: Backend, members: u32, policy: ReviewPolicy) -> (Season, ClaudeServer) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    let season = season_with(backend, &provider, members, policy).await;
    season.run().await;
    wait_until(async || provider.written().1 == members as usize).await;
    later_until(&season, async || open_batches(&season).await == 0).await;
    (season, provider)
}

/// A provider whose clock stands still.
fn provider() -> ClaudeServer {
    ClaudeServer::start(Arc::new(StoppedClock::at(EVE.parse().unwrap())))
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
