//! What the API takes: every field known, every required one there, every value in its range.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refusal::Refusal;
use super::schema;

/// Models that are known.
const MODELS: [&str; 4] =
    ["claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5", "claude-sonnet-5"];
/// Most tokens that a model writes.
const MOST_TOKENS: u64 = 64_000;

/// The parameters of a message. Tools, containers and streams are left out: nobody here asks for them.
#[expect(dead_code, reason = "read to be checked, and not used")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Params {
    pub(super) model: String,
    pub(super) max_tokens: u64,
    pub(super) messages: Vec<Turn>,
    #[serde(default)]
    pub(super) system: Option<Text>,
    #[serde(default)]
    cache_control: Option<CacheControl>,
    #[serde(default)]
    metadata: Option<Metadata>,
    #[serde(default)]
    output_config: Option<OutputConfig>,
    #[serde(default)]
    service_tier: Option<Tier>,
    #[serde(default)]
    stop_sequences: Option<Vec<String>>,
    #[serde(default)]
    stream: Option<bool>,
    #[serde(default)]
    thinking: Option<Thinking>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Turn {
    role: Role,
    pub(super) content: Text,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Role {
    User,
    Assistant,
}

/// A string, or blocks of text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    One(String),
    Blocks(Vec<Block>),
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub(super) enum Block {
    #[serde(rename = "text")]
    Text {
        text: String,
        #[serde(default)]
        cache_control: Option<CacheControl>,
    },
}

#[expect(dead_code, reason = "read to be checked, and not used")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CacheControl {
    #[serde(rename = "type")]
    kind: Ephemeral,
    #[serde(default)]
    ttl: Option<Ttl>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ephemeral {
    Ephemeral,
}

#[derive(Deserialize)]
enum Ttl {
    #[serde(rename = "5m")]
    FiveMinutes,
    #[serde(rename = "1h")]
    Hour,
}

#[expect(dead_code, reason = "read to be checked, and not used")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    #[serde(default)]
    user_id: Option<String>,
}

#[expect(dead_code, reason = "read to be checked, and not used")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutputConfig {
    #[serde(default)]
    effort: Option<Effort>,
    #[serde(default)]
    format: Option<Format>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Effort {
    Low,
    Medium,
    High,
    Xhigh,
    Max,
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Format {
    #[serde(rename = "json_schema")]
    JsonSchema { schema: Value },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Tier {
    Auto,
    StandardOnly,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Thinking {
    Disabled,
    Adaptive,
    Enabled { budget_tokens: u64 },
}

impl Text {
    /// Its words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Blocks(blocks) => {
                blocks.iter().map(|Block::Text { text, .. }| text.as_str()).collect()
            }
        }
    }

    /// Whether it asks to be kept.
    pub(super) fn marked(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::Blocks(blocks) => {
                blocks.iter().any(|Block::Text { cache_control, .. }| cache_control.is_some())
            }
        }
    }

    fn check(&self, path: &str) -> Result<(), Refusal> {
        let empty = match self {
            Self::One(text) => text.trim().is_empty(),
            Self::Blocks(blocks) => {
                let none = |Block::Text { text, .. }: &Block| text.trim().is_empty();
                blocks.is_empty() || blocks.iter().any(none)
            }
        };
        if empty {
            return Err(Refusal::invalid(format!("{path}: text content blocks must be non-empty")));
        }
        Ok(())
    }
}

/// Reads a body as what it should be.
pub(super) fn read<T: DeserializeOwned>(body: &Value) -> Result<T, Refusal> {
    T::deserialize(body).map_err(|error| Refusal::invalid(error.to_string()))
}

/// The parameters of a message, checked.
pub(super) fn params(body: &Value) -> Result<Params, Refusal> {
    let params: Params = read(body)?;
    if !MODELS.contains(&params.model.as_str()) {
        return Err(Refusal::not_found(&format!("model: {}", params.model)));
    }
    if !(1..=MOST_TOKENS).contains(&params.max_tokens) {
        let message = format!("max_tokens: must be 1 to {MOST_TOKENS}, got {}", params.max_tokens);
        return Err(Refusal::invalid(message));
    }
    turns(&params)?;
    if let Some(system) = &params.system {
        system.check("system")?;
    }
    if params.stream == Some(true) {
        return Err(Refusal::invalid("stream: this server does not stream"));
    }
    if let Some(Thinking::Enabled { budget_tokens }) = &params.thinking
        && !(1024..params.max_tokens).contains(budget_tokens)
    {
        return Err(Refusal::invalid("thinking.enabled.budget_tokens: must be 1024 to max_tokens"));
    }
    if let Some(OutputConfig { format: Some(Format::JsonSchema { schema }), .. }) =
        &params.output_config
    {
        schema::check(schema, "output_config.format.schema")?;
    }
    Ok(params)
}

fn turns(params: &Params) -> Result<(), Refusal> {
    match (params.messages.first(), params.messages.last()) {
        (None, _) | (_, None) => {
            return Err(Refusal::invalid("messages: at least one message is required"));
        }
        (Some(first), _) if first.role != Role::User => {
            return Err(Refusal::invalid("messages: first message must use the \"user\" role"));
        }
        (_, Some(last)) if last.role != Role::User => {
            let message = "This model does not support assistant message prefill. The conversation must end with a user message.";
            return Err(Refusal::invalid(message));
        }
        _ => {}
    }
    for (index, turn) in params.messages.iter().enumerate() {
        turn.content.check(&format!("messages.{index}.content"))?;
    }
    Ok(())
}
