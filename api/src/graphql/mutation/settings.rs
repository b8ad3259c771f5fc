//! A gym's settings.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::access::Action;
use domain::edit::Edit;
use domain::equipment;
use service::error::Error;
use service::gyms::{self, UpdateSettings};

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::{ReviewPolicy, Weekday, WeightUnit};
use crate::graphql::errors::UserError;
use crate::graphql::loaders;
use crate::graphql::types::gym::Gym;
use crate::graphql::updates::{edit, kept};

#[derive(Default)]
pub struct SettingsMutation;

#[Object]
impl SettingsMutation {
    /// Owners.
    async fn update_gym_settings(
        &self,
        ctx: &Context<'_>,
        input: UpdateGymSettingsInput,
    ) -> Result<GymPayload, ApiError> {
        let actor = needs(ctx, Action::EditSettings)?;
        let done = match input.read() {
            Ok(input) => gyms::update(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        let (row, user_errors) = settle(ctx, actor, Action::EditSettings, done).await?;
        let gym = match row {
            Some(_) => Some(Gym(loaders::gym(ctx).await?)),
            None => None,
        };
        Ok(GymPayload { gym, user_errors })
    }
}

/// A change of settings. What is left out stays; null clears `autoReleaseMinutesBefore` and `narrativeMonthlyBudgetUsd`.
#[derive(InputObject)]
pub struct UpdateGymSettingsInput {
    /// 1 to 100 characters.
    name: MaybeUndefined<String>,
    /// Which plans wait for a coach.
    review_policy: MaybeUndefined<ReviewPolicy>,
    /// 0–100.
    large_change_percent: MaybeUndefined<f64>,
    /// Null: never.
    auto_release_minutes_before: MaybeUndefined<i32>,
    /// Whether reduced-load recomputations reach the member at once.
    release_reductions_at_once: MaybeUndefined<bool>,
    /// Whether goals that a member sets wait for a coach.
    goals_need_approval: MaybeUndefined<bool>,
    /// The day on which every member's coming week is computed.
    weekly_run_day: MaybeUndefined<Weekday>,
    /// Local wall-clock time, `HH:MM`.
    weekly_run_time: MaybeUndefined<String>,
    /// IANA name, e.g. `Europe/London`.
    time_zone: MaybeUndefined<String>,
    /// The unit that the gym loads and speaks in.
    weight_unit: MaybeUndefined<WeightUnit>,
    /// Whether a model may write the narratives.
    narrative_enabled: MaybeUndefined<bool>,
    /// Null: no limit.
    narrative_monthly_budget_usd: MaybeUndefined<f64>,
    /// Whether a week is computed again by itself at all.
    recompute_enabled: MaybeUndefined<bool>,
    /// 1–100.
    readiness_drop_points: MaybeUndefined<i32>,
    /// 0–3600; ten minutes are the longest that a change waits.
    debounce_seconds: MaybeUndefined<i32>,
    /// 0–24.
    max_recomputes_per_day: MaybeUndefined<i32>,
    /// 0–100.
    max_recomputes_per_plan: MaybeUndefined<i32>,
    /// What can be loaded; replaces the whole of it.
    equipment: MaybeUndefined<EquipmentInput>,
}

/// What can be loaded. Replaces the whole of it.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "units stand in the contract's names")]
pub struct EquipmentInput {
    /// The bar without plates, 1 to 100.
    bar_kg: f64,
    /// One of each pair.
    plates_kg: Vec<f64>,
    /// Each of one hand, 0.5 to 200; at most 60.
    dumbbells_kg: Vec<f64>,
    /// Each there is, 0.5 to 200; at most 60.
    kettlebells_kg: Vec<f64>,
    /// From one plate of a stack to the next, 0.1 to 50.
    stack_step_kg: f64,
}

/// The gym after a change.
#[derive(SimpleObject)]
pub struct GymPayload {
    /// The gym as it is now; null where nothing was done for an error.
    gym: Option<Gym>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A field that may be cleared.
#[expect(clippy::option_option, reason = "left alone, cleared, and set are three things")]
fn clearable<T>(field: MaybeUndefined<T>) -> Option<Option<T>> {
    match edit(field) {
        Edit::Keep => None,
        Edit::Clear => Some(None),
        Edit::Set(value) => Some(Some(value)),
    }
}

impl UpdateGymSettingsInput {
    fn read(self) -> Result<UpdateSettings, Error> {
        let mut faults = Vec::new();
        macro_rules! kept {
            ($field:ident, $name:literal) => {
                kept(self.$field, &[$name], &mut faults)
            };
        }
        let changes = UpdateSettings {
            name: kept!(name, "name"),
            review_policy: kept!(review_policy, "reviewPolicy").map(Into::into),
            large_change_percent: kept!(large_change_percent, "largeChangePercent"),
            auto_release_minutes_before: clearable(self.auto_release_minutes_before),
            release_reductions_at_once: kept!(
                release_reductions_at_once,
                "releaseReductionsAtOnce"
            ),
            goals_need_approval: kept!(goals_need_approval, "goalsNeedApproval"),
            weekly_run_day: kept!(weekly_run_day, "weeklyRunDay").map(Into::into),
            weekly_run_time: kept!(weekly_run_time, "weeklyRunTime"),
            time_zone: kept!(time_zone, "timeZone"),
            weight_unit: kept!(weight_unit, "weightUnit").map(Into::into),
            narrative_enabled: kept!(narrative_enabled, "narrativeEnabled"),
            narrative_monthly_budget_usd: clearable(self.narrative_monthly_budget_usd),
            recompute_enabled: kept!(recompute_enabled, "recomputeEnabled"),
            readiness_drop_points: kept!(readiness_drop_points, "readinessDropPoints"),
            debounce_seconds: kept!(debounce_seconds, "debounceSeconds"),
            max_recomputes_per_day: kept!(max_recomputes_per_day, "maxRecomputesPerDay"),
            max_recomputes_per_plan: kept!(max_recomputes_per_plan, "maxRecomputesPerPlan"),
            equipment: kept!(equipment, "equipment").map(EquipmentInput::read),
        };
        if faults.is_empty() { Ok(changes) } else { Err(Error::Invalid(faults)) }
    }
}

impl EquipmentInput {
    fn read(self) -> equipment::Equipment {
        equipment::Equipment {
            bar_kg: self.bar_kg,
            plates_kg: self.plates_kg,
            dumbbells_kg: self.dumbbells_kg,
            kettlebells_kg: self.kettlebells_kg,
            stack_step_kg: self.stack_step_kg,
        }
    }
}
