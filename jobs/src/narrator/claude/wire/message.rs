//! One message: what is asked, and the answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is asked. It holds a prompt, so it can't be shown.
#[derive(Clone, Serialize)]
pub struct MessageRequest {
    /// Which model.
    pub model: String,
    /// Most tokens to write.
    pub max_tokens: u32,
    /// What holds for every request.
    pub system: Vec<SystemBlock>,
    /// The conversation, the user's turn first.
    pub messages: Vec<Turn>,
    /// The form of the answer.
    pub output_config: OutputConfig,
}

/// A part of the system prompt.
#[derive(Clone, Serialize)]
#[serde(tag = "type", rename = "text")]
pub struct SystemBlock {
    /// The text.
    pub text: String,
    /// Marks the end of what the provider keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<CacheControl>,
}

/// Asks the provider to keep what stands before.
#[derive(Clone, Copy, Serialize)]
#[serde(tag = "type", rename = "ephemeral")]
pub struct CacheControl {
    /// How long: `5m` or `1h`.
    pub ttl: &'static str,
}

/// One turn of the conversation.
#[derive(Clone, Serialize)]
#[serde(tag = "role", content = "content", rename_all = "lowercase")]
pub enum Turn {
    /// What we say.
    User(String),
    /// What the model said.
    Assistant(String),
}

/// The form of the answer.
#[derive(Clone, Serialize)]
pub struct OutputConfig {
    /// How much the model puts into it.
    pub effort: Effort,
    /// The schema that it obeys.
    pub format: Format,
}

/// How much a model puts into an answer.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// Little: it words what is decided.
    Low,
    /// More.
    Medium,
}

/// The schema of an answer.
#[derive(Clone, Serialize)]
#[serde(tag = "type", rename = "json_schema")]
pub struct Format {
    /// JSON schema.
    pub schema: Value,
}

/// The answer.
#[derive(Clone, Deserialize)]
pub struct Message {
    /// The provider's name of it.
    pub id: String,
    /// The model that wrote it.
    pub model: String,
    /// What it wrote.
    pub content: Vec<Content>,
    /// Why it ended; the API always says.
    pub stop_reason: Option<StopReason>,
    /// What it took.
    pub usage: Usage,
}

/// A part of an answer.
#[derive(Clone, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Thoughts, tools, and whatever may come.
    #[serde(other)]
    Other,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// It was finished.
    EndTurn,
    /// It was cut off at the length that was asked for.
    MaxTokens,
    /// A word that was to end it came.
    StopSequence,
    /// It wants a tool, of which none is offered.
    ToolUse,
    /// It wants to be continued.
    PauseTurn,
    /// The model, or who watches over it, declined.
    Refusal,
    /// The prompt and the answer are longer than the model can hold.
    ModelContextWindowExceeded,
    /// A reason that came later than this program.
    #[serde(other)]
    Unknown,
}

/// How an answer ended, for who wants its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Well: the text is whole.
    Whole(String),
    /// The model declined.
    Refused,
    /// The text is cut off.
    CutOff,
    /// In a way that no request of ours asks for.
    Strange,
}

impl Message {
    /// How it ended, with the text where that is whole.
    pub fn ending(&self) -> Ending {
        match self.stop_reason {
            Some(StopReason::EndTurn | StopReason::StopSequence) => Ending::Whole(self.text()),
            Some(StopReason::Refusal) => Ending::Refused,
            Some(StopReason::MaxTokens | StopReason::ModelContextWindowExceeded) => Ending::CutOff,
            Some(StopReason::ToolUse | StopReason::PauseTurn | StopReason::Unknown) | None => {
                Ending::Strange
            }
        }
    }

    /// All its words.
    pub fn text(&self) -> String {
        let texts = self.content.iter().map(|part| match part {
            Content::Text { text } => text.as_str(),
            Content::Other => "",
        });
        texts.collect()
    }
}

/// What an answer took, in tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Usage {
    /// Read, beside those written to and read from what the provider keeps.
    pub input_tokens: u64,
    /// Written.
    pub output_tokens: u64,
    /// Read, and kept by the provider from now on.
    #[serde(default)]
    pub cache_creation_input_tokens: Option<u64>,
    /// Read from what the provider had kept.
    #[serde(default)]
    pub cache_read_input_tokens: Option<u64>,
}

impl Usage {
    /// Tokens that count against the rate limit.
    pub fn limited_tokens(&self) -> u64 {
        self.input_tokens + self.output_tokens + self.cache_creation_input_tokens.unwrap_or(0)
    }

    /// Written to what the provider keeps.
    pub fn cache_written(&self) -> u64 {
        self.cache_creation_input_tokens.unwrap_or(0)
    }

    /// Read from what the provider had kept.
    pub fn cache_read(&self) -> u64 {
        self.cache_read_input_tokens.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ended(stop_reason: &str) -> Ending {
        let answer = serde_json::json!({
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m",
            "content": [
                { "type": "thinking", "thinking": "hm", "signature": "s" },
                { "type": "text", "text": "{\"a\":", "citations": null },
                { "type": "text", "text": "1}" },
            ],
            "stop_reason": stop_reason, "stop_sequence": null, "stop_details": null,
            "usage": { "input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": null },
        });
        serde_json::from_value::<Message>(answer).unwrap().ending()
    }

    #[test]
    fn every_reason_to_stop_has_its_meaning() {
        let whole = Ending::Whole("{\"a\":1}".into());
        assert_eq!((ended("end_turn"), ended("stop_sequence")), (whole.clone(), whole));
        assert_eq!(ended("max_tokens"), Ending::CutOff);
        assert_eq!(ended("model_context_window_exceeded"), Ending::CutOff);
        assert_eq!(ended("refusal"), Ending::Refused);
        for strange in ["tool_use", "pause_turn", "a_reason_of_next_year"] {
            assert_eq!(ended(strange), Ending::Strange);
        }
    }
}
