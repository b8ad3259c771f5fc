//! What a gym has chosen.

use async_graphql::SimpleObject;
use service::read::GymView;

use crate::error::ApiError;
use crate::graphql::enums::{ReviewPolicy, Weekday, word};

/// What the gym has chosen: who reviews, when weeks are computed, what can be loaded.
#[derive(SimpleObject)]
pub struct GymSettings {
    /// Which plans wait for a coach.
    review_policy: ReviewPolicy,
    /// With `LARGE_CHANGES`: the change of load or of a track's share, against the week before, from which a plan waits.
    large_change_percent: f64,
    /// A plan still unreviewed this many minutes before its week starts is released as it stands, an hour after it was computed at the soonest; null: never.
    auto_release_minutes_before: Option<i32>,
    /// Reduced-load recomputations reach the member at once, marked as awaiting a coach.
    release_reductions_at_once: bool,
    /// Goals that a member sets wait for a coach before the engine uses them.
    goals_need_approval: bool,
    /// The day on which every member's coming week is computed.
    weekly_run_day: Weekday,
    /// Local wall-clock time, `HH:MM`.
    weekly_run_time: String,
    /// Whether a model may write the narratives.
    narrative_enabled: bool,
    /// Once a calendar month has cost this much, its narratives are written by rules; null: no limit.
    narrative_monthly_budget_usd: Option<f64>,
    /// When a week is computed again by itself.
    recompute: RecomputeSettings,
    /// What can be loaded: prescriptions are rounded to it.
    equipment: Equipment,
}

/// When a week is computed again by itself.
#[derive(SimpleObject)]
pub struct RecomputeSettings {
    /// Whether a week is computed again by itself at all.
    enabled: bool,
    /// Fall of the readiness score, in points, that counts as material.
    readiness_drop_points: i32,
    /// Changes that arrive within this many seconds of each other become one recomputation.
    debounce_seconds: i32,
    /// Automatic recomputations of a plan in 24 hours.
    max_per_day: i32,
    /// Automatic recomputations of a plan in all.
    max_per_plan: i32,
}

/// What the gym can load, in kilograms.
#[derive(SimpleObject)]
#[expect(clippy::struct_field_names, reason = "units stand in the contract's names")]
pub struct Equipment {
    /// The bar without plates.
    bar_kg: f64,
    /// One of each pair.
    plates_kg: Vec<f64>,
    /// Each of one hand.
    dumbbells_kg: Vec<f64>,
    /// Each there is.
    kettlebells_kg: Vec<f64>,
    /// From one plate of a stack to the next.
    stack_step_kg: f64,
}

impl GymSettings {
    /// As the gym's row has them.
    pub fn of(gym: &GymView) -> Result<Self, ApiError> {
        let row = &gym.row;
        Ok(Self {
            review_policy: word(&row.review_policy)?,
            large_change_percent: row.large_change_percent,
            auto_release_minutes_before: row.auto_release_minutes_before,
            release_reductions_at_once: row.release_reductions_at_once,
            goals_need_approval: row.goals_need_approval,
            weekly_run_day: word(&row.weekly_run_day)?,
            weekly_run_time: row.weekly_run_time.clone(),
            narrative_enabled: row.narrative_enabled,
            narrative_monthly_budget_usd: row.narrative_monthly_budget_usd,
            recompute: RecomputeSettings {
                enabled: row.recompute_enabled,
                readiness_drop_points: row.readiness_drop_points,
                debounce_seconds: row.debounce_seconds,
                max_per_day: row.max_recomputes_per_day,
                max_per_plan: row.max_recomputes_per_plan,
            },
            equipment: Equipment::of(&gym.facts.equipment),
        })
    }
}

impl Equipment {
    fn of(equipment: &domain::equipment::Equipment) -> Self {
        Self {
            bar_kg: equipment.bar_kg,
            plates_kg: equipment.plates_kg.clone(),
            dumbbells_kg: equipment.dumbbells_kg.clone(),
            kettlebells_kg: equipment.kettlebells_kg.clone(),
            stack_step_kg: equipment.stack_step_kg,
        }
    }
}
