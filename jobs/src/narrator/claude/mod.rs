//! A client of Anthropic's Messages and Message Batches APIs: what a narrator needs of them, and no more.
//!
//! Keys and prompts reach no log: requests have no `Debug`, and a fault says the kind of an error, not the
//! provider's text, which may repeat the prompt.

mod backoff;
mod batches;
mod breaker;
mod fault;
pub mod limits;
mod results;
mod send;
mod settings;
pub mod wire;

use std::sync::Arc;
use std::time::Duration;

use breaker::Breaker;
use bytes::Bytes;
use limits::{Limits, Permit};
use send::{Call, Repeat};
use wire::{Message, MessageRequest};

pub use fault::{Fault, FaultKind};
pub use settings::{Ceilings, DEFAULT_BASE_URL, DEFAULT_MODEL, Patience, Settings, SettingsError};

/// Draws 64 random bits, for jitter.
pub type Dice = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The version of the API that this client speaks.
pub(crate) const API_VERSION: &str = "2023-06-01";
/// Bytes of a request for each token, about: English and JSON. House choice; the answer's usage corrects it.
const BYTES_PER_TOKEN: u64 = 4;

/// The client. Cheap to clone; its clones share connections, limits and circuit.
#[derive(Clone)]
pub struct Claude {
    http: reqwest::Client,
    settings: Arc<Settings>,
    limits: Limits,
    breaker: Arc<Breaker>,
    dice: Dice,
}

impl Claude {
    /// A client; `limits` are what it shares with the other nodes.
    pub fn new(settings: Settings, limits: Limits, dice: Dice) -> Result<Self, Fault> {
        let http = settings::http(&settings)?;
        let breaker = Arc::new(Breaker::new(settings.patience.circuit));
        Ok(Self { http, settings: Arc::new(settings), limits, breaker, dice })
    }

    /// The model that is asked.
    pub fn model(&self) -> &str {
        &self.settings.model
    }

    /// How long Claude is to be left alone: while the circuit is open, and while the provider asked for a pause.
    pub fn rests(&self) -> Option<Duration> {
        self.breaker.rests().max(self.limits.pauses())
    }

    /// Asks for one message, when the shared limits allow; asks again where the first try only met a fault
    /// that passes.
    pub async fn message(&self, request: &MessageRequest) -> Result<Message, Fault> {
        let body = encode(request)?;
        let tokens = body.len() as u64 / BYTES_PER_TOKEN;
        let permit: Permit = self.limits.enter(tokens, &self.dice).await;
        let call = Call {
            method: reqwest::Method::POST,
            path: "/v1/messages".to_owned(),
            query: Vec::new(),
            body: Some(body),
            timeout: self.settings.patience.message,
            repeat: Repeat::Always,
        };
        let message: Message = self.json(&call).await?;
        permit.used(message.usage.limited_tokens()).await;
        Ok(message)
    }
}

/// The bytes of a request.
fn encode(request: &impl serde::Serialize) -> Result<Bytes, Fault> {
    serde_json::to_vec(request)
        .map(Bytes::from)
        .map_err(|_| Fault::hopeless("the request can't be written as JSON"))
}
