//! Table `template`.

use sea_orm::entity::prelude::*;

/// A programme template: its name, where it stands and which versions count.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub name: String,
    pub status: String,
    /// Number of the newest version.
    pub version: i32,
    /// Number of the version in force.
    pub published: Option<i32>,
    pub updated_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
