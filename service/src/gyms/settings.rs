//! A gym's settings, changed by its owners.

use chrono::NaiveTime;
use domain::access::{Action, Actor, Subject, authorize};
use domain::equipment::Equipment;
use domain::vocab::{ReviewPolicy, Weekday, WeightUnit};
use entity::instant::micros;
use entity::{gym, store};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, NotSet};

use crate::contention::undisturbed;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::{release, schedule};

/// Longest name, in characters.
const NAME_LENGTH: usize = 100;
/// Most minutes before a week that an unreviewed plan is released: a week.
const MOST_RELEASE_MINUTES: f64 = 7.0 * 24.0 * 60.0;
/// Longest window of a debounce, in seconds. House choice: an hour (ten minutes are the longest wait).
const MOST_DEBOUNCE_SECONDS: f64 = 3_600.0;
/// Most automatic recomputations that can be allowed, of a plan in a day and in all. House choices.
const MOST_A_DAY: f64 = 24.0;
const MOST_A_PLAN: f64 = 100.0;
/// Largest monthly budget, in US dollars. House choice.
const MOST_USD: f64 = 1_000_000.0;
/// Most entries of one list of equipment.
const MOST_PIECES: usize = 60;

/// A change of settings; `None` stays as it is, and of what may be empty `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UpdateSettings {
    /// The gym's name.
    pub name: Option<String>,
    /// Which plans wait for a coach.
    pub review_policy: Option<ReviewPolicy>,
    /// Percent.
    pub large_change_percent: Option<f64>,
    /// Minutes.
    pub auto_release_minutes_before: Option<Option<i32>>,
    /// Whether reductions reach the member at once.
    pub release_reductions_at_once: Option<bool>,
    /// Whether goals wait for a coach.
    pub goals_need_approval: Option<bool>,
    /// Day of the weekly run.
    pub weekly_run_day: Option<Weekday>,
    /// `HH:MM`.
    pub weekly_run_time: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// The unit it loads in.
    pub weight_unit: Option<WeightUnit>,
    /// Whether a model may narrate.
    pub narrative_enabled: Option<bool>,
    /// US dollars a calendar month.
    pub narrative_monthly_budget_usd: Option<Option<f64>>,
    /// Whether weeks are recomputed by themselves.
    pub recompute_enabled: Option<bool>,
    /// Points.
    pub readiness_drop_points: Option<i32>,
    /// Seconds.
    pub debounce_seconds: Option<i32>,
    /// Automatic recomputations of a plan in 24 hours.
    pub max_recomputes_per_day: Option<i32>,
    /// Automatic recomputations of a plan.
    pub max_recomputes_per_plan: Option<i32>,
    /// What can be loaded.
    pub equipment: Option<Equipment>,
}

/// Changes settings. The next weekly run moves with its day, its time and the zone; what waits unreviewed, with
/// the zone and how long before its week it is released.
pub async fn update(env: &Env, actor: &Actor, input: UpdateSettings) -> Result<Done<gym::Model>> {
    authorize(actor, Action::EditSettings, &Subject::gym(actor.gym))?;
    input.check()?;
    undisturbed(async || update_once(env, actor, input.clone()).await).await
}

async fn update_once(env: &Env, actor: &Actor, input: UpdateSettings) -> Result<Done<gym::Model>> {
    let txn = env.db.write().await?;
    let before = store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let mut row = input.apply(before.clone())?;
    let slot = |row: &gym::Model| {
        (row.weekly_run_day.clone(), row.weekly_run_time.clone(), row.time_zone.clone())
    };
    if slot(&row) != slot(&before) {
        row.next_run_at = schedule::next_run(&row, env.now())?.map(micros);
    }
    if row != before {
        let changes = gym::ActiveModel {
            id: NotSet,
            served_at: NotSet, // written without the gym's lock
            ..row.clone().into_active_model().reset_all()
        };
        store::gyms::update(&txn, actor.gym, changes).await?;
        let hour = |row: &gym::Model| (row.auto_release_minutes_before, row.time_zone.clone());
        if hour(&row) != hour(&before) {
            release::reschedule(&txn, &row, env.now()).await?;
        }
        txn.commit().await?;
    }
    Ok(Done::quiet(row))
}

impl UpdateSettings {
    /// Names every fault at once.
    fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        faults.text(&["name"], self.name.as_deref(), NAME_LENGTH);
        if let Some(zone) = &self.time_zone
            && zone.parse::<chrono_tz::Tz>().is_err()
        {
            let message =
                format!("timeZone must be an IANA name such as Europe/London, got {zone:?}");
            faults.add(&["timeZone"], UserErrorCode::Invalid, message);
        }
        if let Some(time) = &self.weekly_run_time
            && !is_wall_clock(time)
        {
            let message = format!("weeklyRunTime must be HH:MM, 00:00 to 23:59, got {time:?}");
            faults.add(&["weeklyRunTime"], UserErrorCode::Invalid, message);
        }
        let whole = |value: Option<i32>| value.map(f64::from);
        let numbers = [
            ("largeChangePercent", self.large_change_percent, 0.0, 100.0),
            (
                "autoReleaseMinutesBefore",
                whole(self.auto_release_minutes_before.flatten()),
                0.0,
                MOST_RELEASE_MINUTES,
            ),
            (
                "narrativeMonthlyBudgetUsd",
                self.narrative_monthly_budget_usd.flatten(),
                0.0,
                MOST_USD,
            ),
            ("readinessDropPoints", whole(self.readiness_drop_points), 1.0, 100.0),
            ("debounceSeconds", whole(self.debounce_seconds), 0.0, MOST_DEBOUNCE_SECONDS),
            ("maxRecomputesPerDay", whole(self.max_recomputes_per_day), 0.0, MOST_A_DAY),
            ("maxRecomputesPerPlan", whole(self.max_recomputes_per_plan), 0.0, MOST_A_PLAN),
        ];
        for (field, value, low, high) in numbers {
            faults.range(&[field], value, low, high);
        }
        if let Some(equipment) = &self.equipment {
            check_equipment(equipment, &mut faults);
        }
        faults.end()
    }

    fn apply(self, before: gym::Model) -> Result<gym::Model> {
        fn word(value: Option<impl ToString>, before: String) -> String {
            value.map_or(before, |value| value.to_string())
        }
        let equipment = self.equipment.map(|equipment| serde_json::to_string(&equipment));
        Ok(gym::Model {
            name: self.name.map_or(before.name, |name| name.trim().to_owned()),
            time_zone: self.time_zone.unwrap_or(before.time_zone),
            weight_unit: word(self.weight_unit, before.weight_unit),
            review_policy: word(self.review_policy, before.review_policy),
            large_change_percent: self.large_change_percent.unwrap_or(before.large_change_percent),
            auto_release_minutes_before: self
                .auto_release_minutes_before
                .unwrap_or(before.auto_release_minutes_before),
            release_reductions_at_once: self
                .release_reductions_at_once
                .unwrap_or(before.release_reductions_at_once),
            goals_need_approval: self.goals_need_approval.unwrap_or(before.goals_need_approval),
            weekly_run_day: word(self.weekly_run_day, before.weekly_run_day),
            weekly_run_time: self.weekly_run_time.unwrap_or(before.weekly_run_time),
            narrative_enabled: self.narrative_enabled.unwrap_or(before.narrative_enabled),
            narrative_monthly_budget_usd: self
                .narrative_monthly_budget_usd
                .unwrap_or(before.narrative_monthly_budget_usd),
            recompute_enabled: self.recompute_enabled.unwrap_or(before.recompute_enabled),
            readiness_drop_points: self
                .readiness_drop_points
                .unwrap_or(before.readiness_drop_points),
            debounce_seconds: self.debounce_seconds.unwrap_or(before.debounce_seconds),
            max_recomputes_per_day: self
                .max_recomputes_per_day
                .unwrap_or(before.max_recomputes_per_day),
            max_recomputes_per_plan: self
                .max_recomputes_per_plan
                .unwrap_or(before.max_recomputes_per_plan),
            equipment: equipment
                .transpose()
                .map_err(anyhow::Error::from)?
                .unwrap_or(before.equipment),
            ..before
        })
    }
}

fn is_wall_clock(text: &str) -> bool {
    text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok()
}

/// All in kilograms.
fn check_equipment(equipment: &Equipment, faults: &mut Faults) {
    faults.range(&["equipment", "barKg"], Some(equipment.bar_kg), 1.0, 100.0);
    faults.range(&["equipment", "stackStepKg"], Some(equipment.stack_step_kg), 0.1, 50.0);
    let lists = [
        ("platesKg", &equipment.plates_kg, 0.1, 100.0),
        ("dumbbellsKg", &equipment.dumbbells_kg, 0.5, 200.0),
        ("kettlebellsKg", &equipment.kettlebells_kg, 0.5, 200.0),
    ];
    for (field, list, low, high) in lists {
        if list.len() > MOST_PIECES {
            let message = format!("{field} must be at most {MOST_PIECES}, got {}", list.len());
            faults.add(&["equipment", field], UserErrorCode::LimitExceeded, message);
        }
        for (index, kg) in list.iter().enumerate() {
            faults.range(&["equipment", field, &index.to_string()], Some(*kg), low, high);
        }
    }
}
