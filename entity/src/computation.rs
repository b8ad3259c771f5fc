//! Table `computation`.

use sea_orm::entity::prelude::*;

/// One unit of background work: the ledger.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "computation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub week_of: Date,
    pub kind: String,
    pub trigger: String,
    pub priority: i32,
    pub run_id: Option<Uuid>,
    pub status: String,
    pub due_at: i64,
    pub first_requested_at: i64,
    pub requested_at: i64,
    /// How many triggers have joined it.
    pub requests: i32,
    /// Starts, not claims.
    pub attempts: i32,
    pub lease_id: Option<Uuid>,
    /// May lower loads, not raise them.
    pub reduce_only: bool,
    /// The revision that a narrative belongs to, or that a plan's computation wrote.
    pub plan_number: Option<i32>,
    pub note: Option<String>,
    pub error: Option<String>,
    pub finished_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
