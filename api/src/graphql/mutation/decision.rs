//! What a change set off.

use async_graphql::{Context, SimpleObject};
use service::material::Decision;

use crate::error::ApiError;
use crate::graphql::loaders::{self, ComputationById};
use crate::graphql::types::computation::Computation;

/// Whether a change set off a recomputation of the member's week, and why.
#[derive(SimpleObject)]
pub struct RecomputeDecision {
    /// Whether a recomputation was asked for.
    triggered: bool,
    /// Why, or why not, in one sentence.
    reason: String,
    /// The computation that was asked for or joined; null: none.
    computation: Option<Computation>,
}

impl RecomputeDecision {
    /// As the use case decided.
    pub async fn of(ctx: &Context<'_>, decision: Decision) -> Result<Self, ApiError> {
        let computation = match decision.computation {
            Some(id) => loaders::load(ctx, ComputationById(id.uuid())).await?.map(Computation),
            None => None,
        };
        Ok(Self { triggered: decision.triggered, reason: decision.reason, computation })
    }
}
