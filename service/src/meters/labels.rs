//! What measures are told apart by.

use prometheus_client::encoding::EncodeLabelSet;

/// An answer over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct HttpRequest {
    /// Its method; `OTHER` for one that nothing here answers.
    pub method: &'static str,
    /// The address, where it is one that is served.
    pub route: &'static str,
    /// First digit of the status: `2xx`.
    pub status: &'static str,
}

/// A query or mutation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Operation {
    /// `query` or `mutation`.
    pub kind: &'static str,
    /// The field of the root that it asks for; `several`, or `refused` where the document was not valid.
    pub operation: String,
    /// `ok`, `errors`, `failed` (a surprise), `timeout`, or `dropped` where the caller went away.
    pub outcome: &'static str,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Subscription {
    /// The field of the root that it asks for.
    pub subscription: String,
}

/// The end of a computation, or its return to the queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Ended {
    /// `PLAN` or `NARRATIVE`.
    pub kind: &'static str,
    /// An [`Outcome`].
    pub outcome: &'static str,
}

/// What became of a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its result is written, or says the same as what stands.
    Succeeded,
    /// It failed and waits for another attempt.
    Retrying,
    /// It failed and gave up.
    Failed,
    /// It made way for a newer one of the same week.
    Superseded,
    /// It was not done, by no fault of its own, and waits again.
    Returned,
}

impl Outcome {
    /// The word of the label.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
            Self::Superseded => "superseded",
            Self::Returned => "returned",
        }
    }
}

/// A stage of a message of computations.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Stage {
    /// A [`Step`].
    pub stage: &'static str,
}

/// What is done with a message of computations, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its inputs are read.
    Load,
    /// Its weeks are computed.
    Compute,
    /// They are written.
    Write,
    /// All of it, from the start of the lease to its end.
    Whole,
}

impl Step {
    /// The word of the label.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Compute => "compute",
            Self::Write => "write",
            Self::Whole => "whole",
        }
    }
}
