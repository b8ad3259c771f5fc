//! Table `narrative`.

use sea_orm::entity::prelude::*;

/// The text of a revision, where one beside the rules' has been written.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub gym_id: Uuid,
    pub state: String,
    pub source: String,
    pub focus: String,
    pub reasoning: String,
    /// JSON list.
    pub cues: String,
    /// The model that wrote it.
    pub model: Option<String>,
    pub verified: bool,
    pub generated_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
