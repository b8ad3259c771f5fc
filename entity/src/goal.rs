//! Table `goal`.

use sea_orm::entity::prelude::*;

/// What a member trains for.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "goal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub kind: String,
    pub weight: f64,
    pub status: String,
    pub target_date: Option<Date>,
    pub note: Option<String>,
    pub created_at: i64,
    /// When it was declined, achieved, replaced or expired.
    pub ended_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
