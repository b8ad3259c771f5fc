//! The words to a week: what a model is told and asked, what its answer must be true of, and the rules' own text.
//!
//! Pure: requests are sent, and answers kept, elsewhere.

pub mod answer;
mod carried;
pub mod facts;
mod key;
pub mod prompt;
mod rules;
pub mod verify;

pub use answer::NarrativeAnswer;
pub use carried::carried;
pub use facts::NarrativeFacts;
pub use key::content_key;
pub use rules::rules;
pub use verify::{Finding, VerifiedNarrative, verify};

/// A narrative, whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The week's focus, one sentence.
    pub focus: String,
    /// Why the week looks as it does.
    pub reasoning: String,
    /// What to keep in mind.
    pub cues: Vec<String>,
}
