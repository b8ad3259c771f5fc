//! The messages on the wire, as Anthropic documents them. Answers are read leniently: fields come, and words
//! are added to lists.

mod batch;
mod message;

pub use batch::{Batch, BatchList, BatchRequest, Counts, Entry, Line, LineResult, Processing};
pub use message::{
    CacheControl, Content, Effort, Ending, Format, Message, MessageRequest, OutputConfig,
    StopReason, SystemBlock, Turn, Usage,
};

use serde::Deserialize;

/// What the provider says of an error.
#[derive(Clone, Deserialize)]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorObject,
    /// The request that it answers.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// One error.
#[derive(Clone, Deserialize)]
pub struct ErrorObject {
    /// Its broad category, such as `overloaded_error`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For a person; it may repeat the request.
    pub message: String,
}
