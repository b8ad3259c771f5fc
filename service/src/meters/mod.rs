//! What the program counts and times of its own work, for `/metrics`. One set a process, handed down in
//! `Env`; every label is one of a few words that the program knows, so that no caller can fill it.

mod labels;
mod narratives;
mod standing;

use std::time::{Duration, Instant};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

pub use labels::{Ended, HttpRequest, Operation, Outcome, Stage, Step, Subscription};
pub use narratives::{Narratives, Tokens};
pub use standing::Standing;

use crate::env::Env;
use crate::error::Result;

/// A family of durations in seconds.
pub type Timed<L> = Family<L, Histogram, fn() -> Histogram>;

/// Upper bounds in seconds: a read by key, a request that waits for others, a message of hundreds of members.
const SECONDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0];

/// Everything that is counted and timed.
pub struct Meters {
    /// Answers over HTTP.
    pub http: Timed<HttpRequest>,
    /// Queries and mutations, over any transport.
    pub operations: Timed<Operation>,
    /// Open subscriptions.
    pub subscribers: Family<Subscription, Gauge>,
    /// What was told to subscribers.
    pub told: Family<Subscription, Counter>,
    /// From an event's commit until this node handed it to its listeners.
    pub event_lag: Histogram,
    /// What became of computations.
    pub ended: Family<Ended, Counter>,
    /// The stages of a message of computations.
    pub stages: Timed<Stage>,
    /// What narratives came to, and cost.
    pub narratives: Narratives,
    standing: Standing,
    registry: Registry,
}

impl Meters {
    /// All at nothing.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("microcycle");
        let meters = Self {
            http: Timed::new_with_constructor(seconds),
            operations: Timed::new_with_constructor(seconds),
            subscribers: Family::default(),
            told: Family::default(),
            event_lag: seconds(),
            ended: Family::default(),
            stages: Timed::new_with_constructor(seconds),
            narratives: Narratives::register(&mut registry),
            standing: Standing::register(&mut registry),
            registry: Registry::default(),
        };
        meters.register(registry)
    }

    fn register(self, mut registry: Registry) -> Self {
        registry.register(
            "http_request_duration_seconds",
            "Answers over HTTP, until their head was sent",
            self.http.clone(),
        );
        registry.register(
            "graphql_operation_duration_seconds",
            "Queries and mutations by the field that they ask for",
            self.operations.clone(),
        );
        registry.register("subscribers", "Open subscriptions", self.subscribers.clone());
        registry.register("subscription_results", "Told to subscribers", self.told.clone());
        registry.register(
            "event_lag_seconds",
            "From an event's transaction until this node handed it to its listeners",
            self.event_lag.clone(),
        );
        registry.register("computations", "What became of computations", self.ended.clone());
        registry.register(
            "message_stage_duration_seconds",
            "Stages of a message of up to 256 computations",
            self.stages.clone(),
        );
        Self { registry, ..self }
    }

    /// Counts computations whose outcome is committed.
    pub fn count(&self, kind: &'static str, outcome: Outcome, computations: usize) {
        if computations > 0 {
            let label = Ended { kind, outcome: outcome.as_str() };
            self.ended.get_or_create(&label).inc_by(computations as u64);
        }
    }

    /// Notes how long a stage of a message took.
    pub fn stage(&self, step: Step, took: Duration) {
        self.stages.get_or_create(&Stage { stage: step.as_str() }).observe(took.as_secs_f64());
    }

    /// Everything as Prometheus reads it (`OpenMetrics` text), with where the ledger and the runs stand now.
    pub async fn text(&self, env: &Env) -> Result<String> {
        self.standing.read(env).await;
        let mut text = String::new();
        encode(&mut text, &self.registry).map_err(anyhow::Error::from)?;
        Ok(text)
    }
}

impl Default for Meters {
    fn default() -> Self {
        Self::new()
    }
}

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

/// Measures the time since it was made. For durations only: what time it is, `Env` tells.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago that was.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
