//! Table `narrative_asking`.

use sea_orm::entity::prelude::*;

/// Facts that a model is being asked about: by one at a time, so that nobody pays for them twice.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative_asking")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub gym_id: Uuid,
    /// Digest of the facts, the prompt and the model.
    #[sea_orm(primary_key, auto_increment = false)]
    pub content_key: String,
    /// Who asks. Where this lease is gone, nobody does.
    pub lease_id: Uuid,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
