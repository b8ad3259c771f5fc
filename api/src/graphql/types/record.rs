//! A personal record.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::RecordId;
use entity::personal_record;

use super::movement::Movement;
use crate::error::ApiError;
use crate::graphql::enums::{E1rmBasis, word_of};
use crate::graphql::page::connection;
use crate::graphql::scalars::{Date, id};

/// The best of a movement on a day, found in a log or entered by hand.
#[derive(Description, Clone)]
pub struct PersonalRecord(pub personal_record::Model);

connection!(PersonalRecordConnection, PersonalRecordEdge, PersonalRecord, "records");

#[Object(use_type_description)]
impl PersonalRecord {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(RecordId::from_uuid(self.0.id))
    }

    /// The movement.
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_id(ctx, self.0.movement_id).await
    }

    /// The day it was done.
    async fn achieved_on(&self) -> Date {
        Date(self.0.achieved_on)
    }

    /// Repetitions.
    async fn reps(&self) -> Option<i32> {
        self.0.reps
    }

    /// Kilograms lifted.
    async fn load_kg(&self) -> Option<f64> {
        self.0.load_kg
    }

    /// The one-repetition maximum that it speaks for, in kilograms; null where it speaks for none.
    async fn estimated_one_rep_max_kg(&self) -> Option<f64> {
        self.0.e1rm_kg
    }

    /// Metres covered.
    async fn distance_metres(&self) -> Option<f64> {
        self.0.distance_metres
    }

    /// Seconds it took, or lasted.
    async fn time_seconds(&self) -> Option<f64> {
        self.0.time_seconds
    }

    /// What the one-repetition maximum rests on; null for a record of time or distance.
    async fn basis(&self) -> Option<Result<E1rmBasis, ApiError>> {
        word_of(self.0.basis.as_deref())
    }

    /// An outlier waits for a coach and moves no load until confirmed.
    async fn confirmed(&self) -> bool {
        self.0.confirmed
    }
}
