//! What a member's watch and their morning check-in said.

use chrono::NaiveDate;
use domain::ids::Readiness;
use domain::vocab::{EntryQuality, HrvMetric, HrvWindow};
use entity::instant::micros;
use entity::readiness_entry;
use rand::Rng;
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use super::member::Season;
use crate::env::Env;

/// A body's usual values.
pub(super) struct Usual {
    hrv_ms: f64,
    heart_rate_bpm: f64,
    watch: bool,
}

impl Usual {
    pub(super) fn new(dice: &mut ChaCha12Rng) -> Self {
        Self {
            hrv_ms: dice.random_range(45.0..85.0),
            heart_rate_bpm: dice.random_range(46.0..62.0),
            watch: dice.random_bool(0.7),
        }
    }
}

/// Entries of one morning. `tired`: 0 rested to 1 worn out.
pub(super) fn morning(
    env: &Env,
    gym: Uuid,
    member: Uuid,
    date: NaiveDate,
    usual: &Usual,
    tired: f64,
    dice: &mut ChaCha12Rng,
) -> Vec<readiness_entry::Model> {
    let mut out = Vec::new();
    if usual.watch {
        let hrv = usual.hrv_ms * (1.0 - 0.25 * tired) * dice.random_range(0.92..1.08);
        let rate = usual.heart_rate_bpm + 6.0 * tired + dice.random_range(-1.5..1.5);
        let asleep = dice.random_range(390..500) - (70.0 * tired) as i32;
        out.push(readiness_entry::Model {
            hrv_ms: Some((hrv * 10.0).round() / 10.0),
            hrv_metric: Some(HrvMetric::Rmssd.to_string()),
            hrv_window: Some(HrvWindow::Overnight.to_string()),
            resting_heart_rate_bpm: Some(rate.round()),
            asleep_minutes: Some(asleep),
            ..blank(env, gym, member, date, "oura")
        });
    }
    if dice.random_bool(0.85) {
        let worn = |dice: &mut ChaCha12Rng| {
            (1.6 + 2.6 * tired + dice.random_range(-0.6..0.9)).round().clamp(1.0, 5.0) as i32
        };
        let fresh = |dice: &mut ChaCha12Rng| 6 - worn(dice);
        out.push(readiness_entry::Model {
            soreness: Some(worn(dice)),
            stress: Some(worn(dice)),
            energy: Some(fresh(dice)),
            mood: Some(fresh(dice)),
            sleep_quality: Some(fresh(dice)),
            ..blank(env, gym, member, date, "check-in")
        });
    }
    out
}

/// How tired a season leaves a member, `days` before today.
pub(super) fn tired(season: Season, days: u32, dice: &mut ChaCha12Rng) -> f64 {
    let usual: f64 = match season {
        Season::Overreaching if days < 7 => 0.75,
        Season::Fading if days < 14 => 0.45,
        Season::Injured => 0.35,
        _ => 0.12,
    };
    (usual + dice.random_range(-0.15..0.15)).clamp(0.0, 1.0)
}

fn blank(
    env: &Env,
    gym: Uuid,
    member: Uuid,
    date: NaiveDate,
    source: &str,
) -> readiness_entry::Model {
    readiness_entry::Model {
        id: env.id::<Readiness>().uuid(),
        gym_id: gym,
        member_id: member,
        source: source.to_owned(),
        external_id: None,
        date,
        quality: EntryQuality::Final.to_string(),
        hrv_ms: None,
        hrv_metric: None,
        hrv_window: None,
        resting_heart_rate_bpm: None,
        asleep_minutes: None,
        sleep_efficiency_percent: None,
        soreness: None,
        stress: None,
        energy: None,
        mood: None,
        sleep_quality: None,
        vendor_score: None,
        illness: false,
        pain: false,
        source_updated_at: None,
        revision: 1,
        recorded_at: micros(env.now()),
        withdrawn_at: None,
    }
}
