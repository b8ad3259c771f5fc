//! What is asked of the model for one week.

use domain::narrative::{NarrativeFacts, prompt};
use service::narrate::Verdict;

use super::claude::wire::{
    CacheControl, Effort, Format, MessageRequest, OutputConfig, SystemBlock, Turn,
};

/// Most tokens of an answer: its thoughts and some 500 of text. House choice.
const MOST_TOKENS: u32 = 4_000;
/// How long the provider keeps the instructions: for the next change of a week, and for a whole batch.
const KEPT_ALONE: &str = "5m";
const KEPT_IN_BATCH: &str = "1h";

/// The request for a week in a batch.
pub fn in_batch(model: &str, facts: &NarrativeFacts) -> MessageRequest {
    request(model, KEPT_IN_BATCH, vec![Turn::User(prompt::user(facts))])
}

/// The request for a week alone; after an answer that was not taken, with what was found.
pub fn alone(model: &str, facts: &NarrativeFacts, before: Option<&Verdict>) -> MessageRequest {
    let mut turns = vec![Turn::User(prompt::user(facts))];
    if let Some(Verdict::Untrue(answer, findings)) = before {
        turns.push(Turn::Assistant(prompt::rejected(answer)));
        turns.push(Turn::User(prompt::retry(findings)));
    }
    request(model, KEPT_ALONE, turns)
}

fn request(model: &str, ttl: &'static str, messages: Vec<Turn>) -> MessageRequest {
    MessageRequest {
        model: model.to_owned(),
        max_tokens: MOST_TOKENS,
        system: vec![SystemBlock {
            text: prompt::SYSTEM.to_owned(),
            cache_control: Some(CacheControl { ttl }),
        }],
        messages,
        output_config: OutputConfig {
            // The week is decided; only the words are left.
            effort: Effort::Low,
            format: Format { schema: prompt::schema() },
        },
    }
}
