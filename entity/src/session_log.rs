//! Table `session_log`.

use sea_orm::entity::prelude::*;

/// A logged session with the facts that the engine reads of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    /// Who logged it; external ids are unique within a source.
    pub source: String,
    pub external_id: Option<String>,
    pub date: Date,
    pub started_at: Option<i64>,
    pub title: Option<String>,
    pub track_id: Uuid,
    pub plan_id: Option<Uuid>,
    /// The revision it was logged against.
    pub plan_number: Option<i32>,
    pub session_key: Option<String>,
    pub duration_minutes: i32,
    /// CR-10.
    pub session_rpe: Option<f64>,
    /// Share of the planned work done, 0 to 1; `None` counts as 1.
    pub completion: Option<f64>,
    /// JSON list.
    pub scores: String,
    pub notes: Option<String>,
    /// SHA-256 of what was sent, to tell a repetition from a correction.
    pub content_digest: Vec<u8>,
    /// Packed facts that the engine reads.
    pub digest: Vec<u8>,
    /// The rule by which the digest was made.
    pub digest_version: i32,
    /// The gym's constants it was made with; 0: those of the program.
    pub digest_config: i64,
    pub recorded_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
