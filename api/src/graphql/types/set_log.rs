//! One logged set.

use async_graphql::{Context, Description, Object};
use entity::set_log;
use uuid::Uuid;

use super::movement::Movement;
use super::planned_session::seen_week;
use super::prescription::Prescription;
use crate::error::ApiError;
use crate::graphql::enums::{SetKind, word};

/// One set. `prescription`: the line of the plan it carried out, when there was one.
#[derive(Description)]
pub struct SetLog {
    /// The row.
    pub row: set_log::Model,
    /// The plan and the revision that its session was logged against.
    pub revision: Option<(Uuid, u32)>,
}

#[Object(use_type_description)]
impl SetLog {
    /// The movement.
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_id(ctx, self.row.movement_id).await
    }

    /// Null outside a plan.
    async fn prescription(&self, ctx: &Context<'_>) -> Option<Result<Prescription, ApiError>> {
        let key = self.row.prescription_key.as_deref()?;
        let (plan, revision) = self.revision?;
        let week = seen_week(ctx, plan, revision).await;
        week.map(|week| Prescription::in_week(&week?, key)).transpose()
    }

    /// What kind of set.
    async fn kind(&self) -> Result<SetKind, ApiError> {
        word(&self.row.kind)
    }

    /// Repetitions done.
    async fn reps(&self) -> Option<i32> {
        self.row.reps
    }

    /// Kilograms; below 0: that much help.
    async fn load_kg(&self) -> Option<f64> {
        self.row.load_kg
    }

    /// Rating of perceived exertion, 0–10.
    async fn rpe(&self) -> Option<f64> {
        self.row.rpe
    }

    /// Metres covered.
    async fn distance_metres(&self) -> Option<f64> {
        self.row.distance_metres
    }

    /// Seconds it lasted.
    async fn duration_seconds(&self) -> Option<i32> {
        self.row.duration_seconds
    }

    /// Calories on the machine.
    async fn calories(&self) -> Option<i32> {
        self.row.calories
    }
}
