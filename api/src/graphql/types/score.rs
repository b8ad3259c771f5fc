//! The result of a scored workout.

use async_graphql::{Context, Description, Object};
use service::read::logs::KeptScore;
use uuid::Uuid;

use super::planned_block::PlannedBlock;
use super::planned_session::seen_week;
use crate::error::ApiError;
use crate::graphql::enums::{Scaling, ScoreType};

/// The result of a scored workout, as it was performed. `block`: the part of the planned session it belongs to.
#[derive(Description)]
pub struct Score {
    /// As it was logged.
    pub kept: KeptScore,
    /// The plan and the revision that its session was logged against.
    pub revision: Option<(Uuid, u32)>,
}

#[Object(use_type_description)]
impl Score {
    /// Null for a workout outside the plan.
    async fn block(&self, ctx: &Context<'_>) -> Option<Result<PlannedBlock, ApiError>> {
        let key = self.kept.block.as_deref()?;
        let (plan, revision) = self.revision?;
        let week = seen_week(ctx, plan, revision).await;
        week.map(|week| PlannedBlock::in_week(&week?, key)).transpose()
    }

    /// What was scored.
    #[graphql(name = "type")]
    async fn kind(&self) -> ScoreType {
        self.kept.kind.into()
    }

    /// With TIME.
    async fn time_seconds(&self) -> Option<f64> {
        self.kept.time_seconds
    }

    /// With ROUNDS_REPS: whole rounds.
    async fn rounds(&self) -> Option<i32> {
        self.kept.rounds
    }

    /// With REPS, or beyond the whole rounds.
    async fn reps(&self) -> Option<i32> {
        self.kept.reps
    }

    /// With LOAD.
    async fn load_kg(&self) -> Option<f64> {
        self.kept.load_kg
    }

    /// With DISTANCE.
    async fn distance_metres(&self) -> Option<f64> {
        self.kept.distance_metres
    }

    /// With CALORIES.
    async fn calories(&self) -> Option<i32> {
        self.kept.calories
    }

    /// With PASS_FAIL.
    async fn passed(&self) -> Option<bool> {
        self.kept.passed
    }

    /// At which tier it was done.
    async fn scaling(&self) -> Scaling {
        self.kept.scaling.into()
    }
}
