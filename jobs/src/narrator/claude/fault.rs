//! What may go wrong with a call, and whether another would help.

use std::time::Duration;

use service::ledger::Failure;

/// Whether another attempt may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Later, it may: the provider is busy, or was not reached.
    Transient,
    /// It will fail again: the request, the key or the account is at fault.
    Hopeless,
    /// Nothing was sent: the circuit is open after many faults in a row.
    Resting,
}

/// A call that failed.
///
/// What it shows is for logs and for the gym's owner: the kind of error, never the provider's own text,
/// which may repeat the prompt. [`Fault::detail`] has that, for a person at a terminal.
#[derive(Clone, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    /// Whether another attempt may help.
    pub kind: FaultKind,
    /// One sentence without internals.
    pub what: String,
    /// The status of its answer; `None` where none came.
    pub status: Option<u16>,
    /// How long the provider asks to wait.
    pub retry_after: Option<Duration>,
    /// The provider's name of the request, where it got so far.
    pub request_id: Option<String>,
    /// Whether the request may have been done all the same: it was sent and no answer came.
    pub maybe_done: bool,
    detail: Option<String>,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Fault")
            .field("kind", &self.kind)
            .field("what", &self.what)
            .field("status", &self.status)
            .field("retry_after", &self.retry_after)
            .field("request_id", &self.request_id)
            .field("maybe_done", &self.maybe_done)
            .finish_non_exhaustive()
    }
}

impl Fault {
    /// One that passes.
    pub fn transient(what: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::Transient,
            what: what.into(),
            status: None,
            retry_after: None,
            request_id: None,
            maybe_done: false,
            detail: None,
        }
    }

    /// One that stays.
    pub fn hopeless(what: impl Into<String>) -> Self {
        Self { kind: FaultKind::Hopeless, ..Self::transient(what) }
    }

    /// The circuit is open for so long.
    pub(super) fn resting(rest: Duration) -> Self {
        let what = "Claude did not answer several times in a row and is left alone for a while";
        Self { kind: FaultKind::Resting, retry_after: Some(rest), ..Self::transient(what) }
    }

    /// The request was sent and no answer came.
    pub(super) fn unanswered(what: &str) -> Self {
        Self { maybe_done: true, ..Self::transient(what) }
    }

    /// The same, of a request that the provider has named.
    pub(super) fn of_request(self, request_id: Option<String>) -> Self {
        Self { request_id, ..self }
    }

    pub(super) fn with_detail(self, detail: String) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// Whether the provider knows of no such thing: a key that is refused, or a gateway that is, says nothing of it.
    pub fn is_gone(&self) -> bool {
        self.status == Some(404)
    }

    /// The same as a failure of the ledger's, which waits as long as the provider asks.
    pub(in crate::narrator) fn failure(self) -> Failure {
        let wait = self.retry_after.unwrap_or_default();
        let wait = chrono::Duration::from_std(wait).unwrap_or_default();
        match self.kind {
            FaultKind::Hopeless => Failure::hopeless(self.what),
            FaultKind::Transient | FaultKind::Resting => {
                Failure::transient(self.what).not_before(wait)
            }
        }
    }

    /// What the provider said, word by word: never for a log.
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}
