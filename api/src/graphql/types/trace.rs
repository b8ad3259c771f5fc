//! How a value came to be, step by step.

use async_graphql::SimpleObject;
use domain::explain::{EvidenceView, TraceView};

use crate::graphql::enums::{Axis, Confidence, FactorKind};
use crate::graphql::scalars::Date;

/// One step of a value: kilograms for LOAD, RPE for EFFORT, a number for the rest; null where nothing is prescribed.
#[derive(SimpleObject)]
pub struct TraceStep {
    factor: FactorKind,
    axis: Axis,
    before: Option<f64>,
    after: Option<f64>,
    multiplier: Option<f64>,
    /// Whether this step changed the value.
    bound: bool,
    /// One plain sentence a member can read.
    reason: String,
    evidence: Vec<Evidence>,
}

#[derive(SimpleObject)]
pub struct Evidence {
    metric: String,
    value: Option<f64>,
    unit: String,
    baseline: Option<f64>,
    threshold: Option<f64>,
    observed_on: Option<Date>,
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
