//! Gyms: founding one with its tracks and the starter catalogue.

mod add;
mod settings;

use domain::config::EngineConfig;
use domain::equipment::Equipment;
use domain::ids::{Gym, GymId, Track};
use domain::vocab::{ReviewPolicy, TrackKind, Weekday, WeightUnit};
use entity::instant::micros;
use entity::{gym, store, track};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::{movements, schedule};

pub use add::{AddGym, AddedGym, FIRST_TRACKS, add};
pub use settings::{UpdateSettings, update};

/// Version of the starter catalogue that new gyms get.
pub const CATALOGUE_VERSION: i32 = 1;

/// What a new gym is told.
#[derive(Debug, Clone)]
pub struct NewGym {
    /// Its name.
    pub name: String,
    /// Its time zone.
    pub time_zone: chrono_tz::Tz,
    /// The unit it loads in.
    pub unit: WeightUnit,
    /// Which plans wait for a coach.
    pub review_policy: ReviewPolicy,
    /// Its tracks: key, name, kind.
    pub tracks: Vec<(&'static str, &'static str, TrackKind)>,
}

/// The engine's constants as a gym's row keeps them. Impossible ones are refused.
pub fn engine_config(config: &EngineConfig) -> Result<String> {
    config.validate().map_err(|error| {
        Error::field(&["engineConfig"], UserErrorCode::OutOfRange, error.to_string())
    })?;
    Ok(serde_json::to_string(config).map_err(anyhow::Error::from)?)
}

/// Founds a gym with the contract's default settings.
pub async fn found(txn: &DatabaseTransaction, env: &Env, new: &NewGym) -> Result<gym::Model> {
    let id: GymId = env.id::<Gym>();
    let now = env.now();
    let mut row = gym::Model {
        id: id.uuid(),
        name: new.name.clone(),
        time_zone: new.time_zone.name().to_owned(),
        weight_unit: new.unit.to_string(),
        review_policy: new.review_policy.to_string(),
        large_change_percent: 10.0,
        auto_release_minutes_before: Some(12 * 60),
        release_reductions_at_once: true,
        goals_need_approval: false,
        weekly_run_day: Weekday::Saturday.to_string(),
        weekly_run_time: "18:00".to_owned(),
        next_run_at: None,
        narrative_enabled: true,
        narrative_monthly_budget_usd: None,
        recompute_enabled: true,
        readiness_drop_points: 15,
        debounce_seconds: 15 * 60,
        max_recomputes_per_day: 1,
        max_recomputes_per_plan: 2,
        equipment: serde_json::to_string(&Equipment::standard(new.unit))
            .map_err(anyhow::Error::from)?,
        engine_config: engine_config(&EngineConfig::default())?,
        catalogue_version: CATALOGUE_VERSION,
        served_at: 0,
        created_at: micros(now),
    };
    row.next_run_at = schedule::next_run(&row, now)?.map(micros);
    store::gyms::insert(txn, row.clone()).await?;
    let tracks = new.tracks.iter().map(|(key, name, kind)| track::Model {
        id: env.id::<Track>().uuid(),
        gym_id: row.id,
        key: (*key).to_owned(),
        name: (*name).to_owned(),
        kind: kind.to_string(),
    });
    store::tracks::insert(txn, id, tracks.collect()).await?;
    movements::copy_starter(txn, env, id).await?;
    Ok(row)
}
