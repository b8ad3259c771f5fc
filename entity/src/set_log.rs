//! Table `set_log`.

use sea_orm::entity::prelude::*;

/// One set of a logged session.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "set_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_log_id: Uuid,
    /// Order within the session, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub gym_id: Uuid,
    pub movement_id: Uuid,
    /// The movement as the source wrote it.
    pub source_name: Option<String>,
    pub prescription_key: Option<String>,
    pub kind: String,
    pub reps: Option<i32>,
    /// Kilograms; negative for assistance, which takes from the bodyweight.
    pub load_kg: Option<f64>,
    /// As typed, in `entered_unit`.
    pub entered_load: Option<f64>,
    pub entered_unit: Option<String>,
    /// Whether the load helped: a smaller one is then the harder set, and `load_kg` is negative.
    pub assisted: bool,
    pub rpe: Option<f64>,
    pub distance_metres: Option<f64>,
    /// As typed, where the source names no unit; then this is all that is known.
    pub entered_distance: Option<f64>,
    pub duration_seconds: Option<i32>,
    pub calories: Option<i32>,
    /// A coach has dismissed the record it made: its load is no evidence and no tonnage.
    pub disbelieved: bool,
    /// In the member's words. Failed attempts may stand here only.
    pub note: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
