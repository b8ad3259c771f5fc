//! Table `gym_facts`.

use sea_orm::entity::prelude::*;

/// A gym as the engine saw it once: written once, cited by the revisions computed from it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gym_facts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub gym_id: Uuid,
    /// SHA-256 of the facts as JSON.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    /// Packed `domain::snapshot::GymFacts`.
    pub facts: Vec<u8>,
    pub created_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
