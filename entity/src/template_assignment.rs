//! Table `template_assignment`.

use sea_orm::entity::prelude::*;

/// From which Monday on a member follows which template: the newest that has begun counts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: Uuid,
    /// Monday.
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_on: Date,
    pub gym_id: Uuid,
    pub template_id: Uuid,
    pub assigned_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
