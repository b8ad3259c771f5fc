//! Table `event`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Kind of an event that says nothing any more.
pub const ERASED: &str = "ERASED";
/// Kind of the internal event that tells every node to ask again who may do what.
pub const RIGHTS_CHANGED: &str = "RIGHTS_CHANGED";

/// What happened to a plan, or to a gym's rights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
#[serde(deny_unknown_fields)]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub gym_id: Uuid,
    /// Position in the gym's log: gapless, in commit order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// `None` with an internal event, such as a change of rights.
    pub plan_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub revision: Option<i32>,
    pub kind: String,
    pub trigger: Option<String>,
    /// JSON.
    pub detail: String,
    pub occurred_at: i64,
    pub erased_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
