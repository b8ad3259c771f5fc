//! Table `member`.

use sea_orm::entity::prelude::*;

/// A member of a gym.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub external_id: Option<String>,
    /// The `sub` of their login.
    pub subject: Option<String>,
    pub display_name: String,
    pub joined_on: Date,
    pub active: bool,
    pub bodyweight_kg: Option<f64>,
    pub coach_id: Option<Uuid>,
    pub experience: String,
    pub sessions_per_week: i32,
    /// Bits of the weekdays, Monday = 1.
    pub available_days: i32,
    pub template_id: Option<Uuid>,
    /// Monday on which week 1 of the template's cycle begins.
    pub template_starts_on: Option<Date>,
    pub created_at: i64,
    /// An erased member is in no list and behind no id.
    pub erased_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
