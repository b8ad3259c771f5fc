//! Table `lease`.

use sea_orm::entity::prelude::*;

/// One message of the dispatch lane, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    /// `TRIGGERED` or `BULK`; `AHEAD` of narratives that are asked for together.
    pub lane: String,
    pub holder: String,
    pub expires_at: i64,
    /// When a worker started it; a lease that never started charges no attempt.
    pub started_at: Option<i64>,
    pub created_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
