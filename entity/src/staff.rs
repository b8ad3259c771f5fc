//! Table `staff`.

use sea_orm::entity::prelude::*;

/// A login's roles of staff in a gym.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    /// The `sub` of the login.
    pub subject: String,
    pub display_name: String,
    pub owner: bool,
    /// Their coach record, when they coach.
    pub coach_id: Option<Uuid>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
