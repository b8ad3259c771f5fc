//! Table `movement`.

use sea_orm::entity::prelude::*;

/// A movement of a gym's catalogue, copied from the starter catalogue or added.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "movement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub key: String,
    pub name: String,
    pub pattern: String,
    /// Key of the lift whose maximum scales this one's percentages, when not its own.
    pub reference_lift_key: Option<String>,
    pub implement: String,
    /// JSON list of body regions.
    pub loads: String,
    /// Added by this gym.
    pub custom: bool,
    /// An imported name that nobody has mapped yet.
    pub unmapped: bool,
    /// The movement that an imported name turned out to be: this one is kept for what cites it.
    pub mapped_to: Option<Uuid>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
