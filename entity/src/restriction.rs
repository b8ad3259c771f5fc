//! Table `restriction`.

use sea_orm::entity::prelude::*;

/// What a member's body must be spared.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "restriction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    pub body_region: String,
    /// JSON list of movement patterns.
    pub patterns: String,
    /// JSON list of movement keys.
    pub movement_keys: String,
    pub rule: String,
    /// With `CAP_LOAD` only: 0 to 1.
    pub load_cap: Option<f64>,
    pub since: Date,
    pub cleared_on: Option<Date>,
    pub coach_id: Option<Uuid>,
    pub created_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
