//! What the server knows.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use service::env::Clock;

use super::Misbehaviour;
use super::batches::Batch;

/// The largest body of a batch that the API takes, in bytes.
const LARGEST_BATCH: usize = 256 * 1024 * 1024;

/// One request that came in.
#[derive(Debug, Clone)]
pub struct Captured {
    /// `POST /v1/messages`, say.
    pub what: String,
    /// Its body; null without one.
    pub body: Value,
    /// Its `anthropic-version`.
    pub version: Option<String>,
}

/// Writes the text of an answer to a request's parameters.
pub(super) type Writer = Arc<dyn Fn(&Value) -> String + Send + Sync>;

pub(super) struct World {
    pub(super) url: String,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) writer: Writer,
    pub(super) misbehaviours: VecDeque<Misbehaviour>,
    pub(super) captured: Vec<Captured>,
    pub(super) batches: Vec<Batch>,
    pub(super) held: bool,
    pub(super) written_alone: usize,
    pub(super) written_in_batches: usize,
    pub(super) at_once: usize,
    pub(super) most_at_once: usize,
    /// System prompts that are kept.
    pub(super) kept: BTreeSet<String>,
    /// The largest body of a batch, in bytes.
    pub(super) largest_batch: usize,
    /// Requests so far, for their names.
    pub(super) requests: u64,
}

impl World {
    pub(super) fn new(url: String, clock: Arc<dyn Clock>) -> Self {
        let state = State {
            writer: Arc::new(|_| {
                r#"{"focus":"A steady week.","reasoning":"The plan stands.","cues":[]}"#.to_owned()
            }),
            misbehaviours: VecDeque::new(),
            captured: Vec::new(),
            batches: Vec::new(),
            held: false,
            written_alone: 0,
            written_in_batches: 0,
            at_once: 0,
            most_at_once: 0,
            kept: BTreeSet::new(),
            largest_batch: LARGEST_BATCH,
            requests: 0,
        };
        Self { url, clock, state: Mutex::new(state) }
    }

    pub(super) fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }
}
