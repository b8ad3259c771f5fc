//! Table `plan_revision`.

use sea_orm::entity::prelude::*;

/// One immutable document of a plan, what it was computed from, and its review.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub author: String,
    pub coach_id: Option<Uuid>,
    pub trigger: String,
    /// JSON of what asked for it.
    pub reason: String,
    pub engine_version: String,
    /// SHA-256 of the signals and the versions they cite.
    pub input_digest: Vec<u8>,
    /// SHA-256 of the gym's facts (`gym_facts`) that it was made with.
    pub facts_digest: Option<Vec<u8>>,
    /// The instant the signals were read as of.
    pub as_of_at: i64,
    /// Packed `domain::plan::PlanDocument`; empty once erased.
    pub document: Vec<u8>,
    /// Packed `domain::signals::Signals`; empty once erased.
    pub signals: Vec<u8>,
    pub computation_id: Option<Uuid>,
    /// Number of the revision that an edit started from, or that this one was compared with.
    pub base: Option<i32>,
    pub created_at: i64,
    pub published_at: Option<i64>,
    /// `None`: no review was called for.
    pub review_state: Option<String>,
    pub review_coach_id: Option<Uuid>,
    pub review_note: Option<String>,
    pub waiting_since_at: Option<i64>,
    pub decided_at: Option<i64>,
    pub auto_release_at: Option<i64>,
    pub erased_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
