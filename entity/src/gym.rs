//! Table `gym`.

use sea_orm::entity::prelude::*;

/// A gym and its settings.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "gym")]
#[expect(clippy::struct_excessive_bools, reason = "one column a switch of the settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    /// IANA name.
    pub time_zone: String,
    pub weight_unit: String,
    pub review_policy: String,
    /// 0 to 100.
    pub large_change_percent: f64,
    pub auto_release_minutes_before: Option<i32>,
    pub release_reductions_at_once: bool,
    pub goals_need_approval: bool,
    pub weekly_run_day: String,
    /// Local wall-clock time, `HH:MM`.
    pub weekly_run_time: String,
    /// `None`: nothing is scheduled.
    pub next_run_at: Option<i64>,
    pub narrative_enabled: bool,
    /// `None`: no limit.
    pub narrative_monthly_budget_usd: Option<f64>,
    pub recompute_enabled: bool,
    pub readiness_drop_points: i32,
    pub debounce_seconds: i32,
    pub max_recomputes_per_day: i32,
    pub max_recomputes_per_plan: i32,
    /// JSON of `domain::equipment::Equipment`.
    pub equipment: String,
    /// JSON of the engine's configuration.
    pub engine_config: String,
    pub catalogue_version: i32,
    /// When the bulk lane last served this gym; 0: never.
    pub served_at: i64,
    pub created_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
