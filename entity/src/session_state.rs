//! Table `session_state`.

use sea_orm::entity::prelude::*;

/// What became of a planned session, whatever the revision.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    /// Key of the session within the plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_key: String,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub date: Date,
    pub started_at: Option<i64>,
    pub excused_at: Option<i64>,
    pub excuse_reason: Option<String>,
    pub excuse_note: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
