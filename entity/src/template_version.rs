//! Table `template_version`.

use sea_orm::entity::prelude::*;

/// The content of a template as it was saved once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub template_id: Uuid,
    pub number: i32,
    pub status: String,
    /// JSON of `domain::template::Template`.
    pub document: String,
    pub created_at: i64,
    pub published_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
