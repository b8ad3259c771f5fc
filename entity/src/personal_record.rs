//! Table `personal_record`.

use sea_orm::entity::prelude::*;

/// A personal record.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "personal_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub movement_id: Uuid,
    pub source: String,
    pub external_id: Option<String>,
    pub session_log_id: Option<Uuid>,
    pub achieved_on: Date,
    pub reps: Option<i32>,
    pub load_kg: Option<f64>,
    pub rpe: Option<f64>,
    pub e1rm_kg: Option<f64>,
    pub distance_metres: Option<f64>,
    pub time_seconds: Option<f64>,
    pub basis: Option<String>,
    pub confirmed: bool,
    /// A dismissed record is gone, but its source can't bring it back.
    pub dismissed_at: Option<i64>,
    pub recorded_at: i64,
    /// When a coach confirmed or dismissed it; a guard's judgement is none.
    pub decided_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
