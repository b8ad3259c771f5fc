//! Table `plan`.

use sea_orm::entity::prelude::*;

/// One member's week: where it stands, the revision in force and the one that waits.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    /// Monday.
    pub week_of: Date,
    pub status: String,
    /// Number of the revision in force.
    pub published: Option<i32>,
    /// Number of the revision that waits.
    pub pending: Option<i32>,
    /// Number of the newest revision; 0 before the first.
    pub newest: i32,
    /// Grows with every change that a computation must not overwrite.
    pub version: i64,
    pub template_id: Option<Uuid>,
    pub published_at: Option<i64>,
    pub computed_at: i64,
    pub created_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
