//! Table `movement_alias`.

use sea_orm::entity::prelude::*;

/// Another name of a movement, as logs and apps write it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "movement_alias")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub gym_id: Uuid,
    /// The alias as it is compared: see `domain`'s folding of names.
    #[sea_orm(primary_key, auto_increment = false)]
    pub folded: String,
    pub alias: String,
    pub movement_id: Uuid,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
