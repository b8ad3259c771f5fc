//! Table `narrative_call`.

use sea_orm::entity::prelude::*;

/// One answer of a model, whether it was taken or rejected by verification, and what it cost.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    /// The revision it was to narrate.
    pub plan_id: Uuid,
    pub number: i32,
    pub model: String,
    /// Whether verification let it through.
    pub accepted: bool,
    pub input_tokens: i64,
    pub output_tokens: i64,
    /// Of the input, those that the provider had kept.
    pub cached_tokens: i64,
    pub cost_usd: f64,
    pub called_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
