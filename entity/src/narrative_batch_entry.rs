//! Table `narrative_batch_entry`.

use sea_orm::entity::prelude::*;

/// A computation whose narrative a batch asks for; several share a message where their facts are the same.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "narrative_batch_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub computation_id: Uuid,
    pub gym_id: Uuid,
    pub member_id: Uuid,
    /// Of the facts that were sent; empty once the member was erased: then the answer costs, and is not kept.
    pub content_key: String,
    /// The message's name in the batch.
    pub custom_id: String,
    /// The revision that is narrated; entries of before this was kept have none.
    pub plan_id: Option<Uuid>,
    pub number: Option<i32>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
