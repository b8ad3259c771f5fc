//! Table `narrative_batch`.

use sea_orm::entity::prelude::*;

/// A batch of narratives at the provider's: recorded before it is submitted.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub week_of: Date,
    /// Holds its computations until it has ended.
    pub lease_id: Uuid,
    /// `RECORDED`: perhaps submitted; `OUT`; `DONE`; `LOST`: it was never there.
    pub state: String,
    /// The provider's name of it, once known.
    pub provider_id: Option<String>,
    /// How many it asks for.
    pub requests: i32,
    /// What it was thought to cost.
    pub estimated_usd: f64,
    pub recorded_at: i64,
    /// When a node last looked what became of it.
    pub looked_at: i64,
    pub ended_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
