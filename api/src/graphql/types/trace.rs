//! How a value came to be, step by step.

use async_graphql::SimpleObject;
use domain::explain::{EvidenceView, TraceView};

use crate::graphql::enums::{Axis, Confidence, FactorKind};
use crate::graphql::scalars::Date;

/// One step of a value: kilograms for LOAD, RPE for EFFORT, a number for the rest; null where nothing is prescribed.
#[derive(SimpleObject)]
pub struct TraceStep {
    /// Which step.
    factor: FactorKind,
    /// Which value.
    axis: Axis,
    /// What the value was.
    before: Option<f64>,
    /// What it became.
    after: Option<f64>,
    /// `after` over `before`, a fraction of 1; null where there is none.
    multiplier: Option<f64>,
    /// Whether this step changed the value.
    bound: bool,
    /// One plain sentence a member can read.
    reason: String,
    /// What it rests on.
    evidence: Vec<Evidence>,
}

/// One number that a step of a trace rests on.
#[derive(SimpleObject)]
pub struct Evidence {
    /// What was measured, e.g. `readiness_score`.
    metric: String,
    /// Its value in `unit`.
    value: Option<f64>,
    /// Unit of `value`, `baseline` and `threshold`.
    unit: String,
    /// What is usual for the member.
    baseline: Option<f64>,
    /// Where the rule changes.
    threshold: Option<f64>,
    /// The day it was observed.
    observed_on: Option<Date>,
    /// How much stands behind it.
    confidence: Confidence,
}

impl From<TraceView> for TraceStep {
    fn from(step: TraceView) -> Self {
        Self {
            factor: step.factor.into(),
            axis: step.axis.into(),
            before: step.before,
            after: step.after,
            multiplier: step.multiplier,
            bound: step.bound,
            reason: step.reason,
            evidence: step.evidence.into_iter().map(Evidence::from).collect(),
        }
    }
}

impl From<EvidenceView> for Evidence {
    fn from(evidence: EvidenceView) -> Self {
        Self {
            metric: evidence.metric,
            value: evidence.value,
            unit: evidence.unit,
            baseline: evidence.baseline,
            threshold: evidence.threshold,
            observed_on: evidence.observed_on.map(Date),
            confidence: evidence.confidence.into(),
        }
    }
}
