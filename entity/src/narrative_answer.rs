//! Table `narrative_answer`.

use sea_orm::entity::prelude::*;

/// What a model answered to a request, kept when it was paid for, true or not.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub gym_id: Uuid,
    /// Digest of the facts, the prompt and the model that was asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub content_key: String,
    /// 1, or 2 after a rejection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt: i32,
    /// Whose facts they were first.
    pub member_id: Uuid,
    /// `WHOLE`, `REFUSED`, `CUT_OFF` or `STRANGE`.
    pub ending: String,
    /// As it came.
    pub answer: String,
    /// The model that wrote it.
    pub model: String,
    pub answered_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
