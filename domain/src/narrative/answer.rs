//! A model's answer as it came: three texts, and nothing is known of their truth yet.

use serde::{Deserialize, Serialize};

use super::Text;

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NarrativeAnswer {
    /// The week's focus, one sentence.
    pub focus: String,
    /// Why the week looks as it does.
    pub reasoning: String,
    /// What to keep in mind.
    pub cues: Vec<String>,
}

/// An answer that is not the JSON asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("answer must be one JSON object of focus, reasoning and cues: {0}")]
pub struct Malformed(String);

impl NarrativeAnswer {
    /// Reads one JSON object with exactly these three fields and nothing before or after it.
    pub fn parse(json: &str) -> Result<Self, Malformed> {
        serde_json::from_str(json).map_err(|error| Malformed(error.to_string()))
    }
}

impl From<NarrativeAnswer> for Text {
    fn from(answer: NarrativeAnswer) -> Self {
        Self { focus: answer.focus, reasoning: answer.reasoning, cues: answer.cues }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn an_answer_is_the_object_that_was_asked_for_and_nothing_else() {
        let whole = r#"{"focus":"F","reasoning":"R","cues":["C"]}"#;
        let read = NarrativeAnswer::parse(whole).unwrap();
        assert_eq!((read.focus.as_str(), read.cues.len()), ("F", 1));

        for other in [
            "",
            "{}",
            "Sure! {\"focus\":\"F\",\"reasoning\":\"R\",\"cues\":[]}",
            r#"{"focus":"F","reasoning":"R","cues":["C"]} and more"#,
            r#"{"focus":"F","reasoning":"R","cues":["C"],"loads":{"back squat":200}}"#,
            r#"{"focus":"F","focus":"G","reasoning":"R","cues":["C"]}"#,
            r#"{"focus":1,"reasoning":"R","cues":["C"]}"#,
            r#"{"focus":"F","reasoning":"R","cues":"C"}"#,
            r#"{"focus":"F","reasoning":"R"}"#,
            r#"{"focus":"F","reasoning":"R","cues":["#,
        ] {
            assert!(NarrativeAnswer::parse(other).is_err(), "{other}");
        }
    }
}
