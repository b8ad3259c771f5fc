//! A batch of messages: asked together, answered within a day, at half the price.

use serde::{Deserialize, Serialize};

use super::{ErrorBody, Message, MessageRequest};

/// The messages of a batch.
#[derive(Clone, Serialize)]
pub struct BatchRequest {
    /// Each with a name of its own.
    pub requests: Vec<Entry>,
}

/// One message of a batch.
#[derive(Clone, Serialize)]
pub struct Entry {
    /// Our name of it: 1 to 64 letters, digits, dashes and underscores.
    pub custom_id: String,
    /// What is asked.
    pub params: MessageRequest,
}

/// A batch as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Batch {
    /// The provider's name of it.
    pub id: String,
    /// Where it stands.
    pub processing_status: Processing,
    /// What became of its messages.
    pub request_counts: Counts,
    /// When it was created (RFC 3339).
    pub created_at: String,
    /// Where its results are, once it has ended.
    #[serde(default)]
    pub results_url: Option<String>,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Processing {
    /// Not all of it is done.
    InProgress,
    /// It was called off and finishes what can't be interrupted.
    Canceling,
    /// All of it is done, one way or another.
    Ended,
    /// A state that came later than this program.
    #[serde(other)]
    Unknown,
}

/// How many messages of a batch stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Counts {
    /// To be done.
    pub processing: u64,
    /// Answered.
    pub succeeded: u64,
    /// Failed.
    pub errored: u64,
    /// Called off.
    pub canceled: u64,
    /// Not reached in time.
    pub expired: u64,
}

impl Counts {
    /// All messages of the batch.
    pub fn total(&self) -> u64 {
        self.processing + self.succeeded + self.errored + self.canceled + self.expired
    }
}

/// A page of the list of batches, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BatchList {
    /// The batches.
    pub data: Vec<Batch>,
    /// Whether there are older ones.
    pub has_more: bool,
    /// The last of the page.
    #[serde(default)]
    pub last_id: Option<String>,
}

/// One line of the results.
#[derive(Clone, Deserialize)]
pub struct Line {
    /// Our name of the message.
    pub custom_id: String,
    /// What became of it.
    pub result: LineResult,
}

impl Line {
    /// Reads a line. Of one that makes no sense at least the name is wanted: its message is asked for otherwise.
    pub fn read(text: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Named {
            custom_id: String,
        }
        serde_json::from_slice(text).ok().or_else(|| {
            let Named { custom_id } = serde_json::from_slice(text).ok()?;
            Some(Self { custom_id, result: LineResult::Unknown })
        })
    }
}

/// What became of a message of a batch.
#[derive(Clone, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LineResult {
    /// It was answered.
    Succeeded {
        /// The answer.
        message: Box<Message>,
    },
    /// It failed.
    Errored {
        /// Why.
        error: ErrorBody,
    },
    /// It was called off.
    Canceled,
    /// It was not reached in time.
    Expired,
    /// Something that came later than this program, or that can't be read.
    #[serde(other)]
    Unknown,
}

impl LineResult {
    /// What it is called in a sentence to the gym's owner; `None`: it was answered.
    pub fn failure(&self) -> Option<&'static str> {
        match self {
            Self::Succeeded { .. } => None,
            Self::Errored { .. } => Some("the provider could not write it in its batch"),
            Self::Canceled => Some("its batch was called off"),
            Self::Expired => Some("its batch was not done in time"),
            Self::Unknown => Some("what its batch brought can't be read"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_makes_no_sense_still_names_its_message() {
        let failure = |text: &str| {
            let line = Line::read(text.as_bytes())?;
            Some((line.custom_id.clone(), line.result.failure()))
        };
        let unknown = Some(("a".to_owned(), LineResult::Unknown.failure()));

        assert_eq!(failure(r#"{"custom_id":"a","result":{"type":"postponed"}}"#), unknown);
        assert_eq!(
            failure(r#"{"custom_id":"a","result":{"type":"succeeded","message":{}}}"#),
            unknown
        );
        assert_eq!(failure(r#"{"custom_id":"a"}"#), unknown);
        assert_eq!(failure(r#"{"result":{"type":"expired"}}"#), None);
        assert_eq!(failure("<html>"), None);
    }
}
