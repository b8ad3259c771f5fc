//! Table `readiness_entry`.

use sea_orm::entity::prelude::*;

/// What one source reported for one day, as it stands.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "readiness_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub source: String,
    pub external_id: Option<String>,
    pub date: Date,
    pub quality: String,
    /// Milliseconds.
    pub hrv_ms: Option<f64>,
    pub hrv_metric: Option<String>,
    pub hrv_window: Option<String>,
    pub resting_heart_rate_bpm: Option<f64>,
    pub asleep_minutes: Option<i32>,
    /// 0 to 100.
    pub sleep_efficiency_percent: Option<f64>,
    /// 1 (none) to 5 (severe).
    pub soreness: Option<i32>,
    /// 1 (none) to 5 (severe).
    pub stress: Option<i32>,
    /// 1 (exhausted) to 5 (full of energy).
    pub energy: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub mood: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub sleep_quality: Option<i32>,
    /// 0 to 100.
    pub vendor_score: Option<f64>,
    pub illness: bool,
    pub pain: bool,
    /// The source's own time of the reading: older ones don't replace it.
    pub source_updated_at: Option<i64>,
    /// Of the entry, from 1.
    pub revision: i32,
    pub recorded_at: i64,
    pub withdrawn_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
