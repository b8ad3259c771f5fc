//! What a member's watch and their morning check-in said.

use chrono::NaiveDate;
use domain::ids::Readiness;
use domain::snapshot::ReadinessFacts;
use domain::vocab::EntryQuality;
use entity::instant::micros;
use entity::readiness_entry;
use uuid::Uuid;

use crate::env::Env;

/// Whose morning it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose {
    pub(super) gym: Uuid,
    pub(super) member: Uuid,
    /// Whether a watch is worn.
    pub(super) watch: bool,
    /// Whether the member checks in.
    pub(super) checks_in: bool,
}

/// Entries of one morning.
pub(super) fn morning(
    env: &Env,
    whose: Whose,
    felt: &ReadinessFacts,
) -> Vec<readiness_entry::Model> {
    let mut out = Vec::new();
    let Whose { gym, member, .. } = whose;
    if whose.watch {
        let minutes = felt.asleep_minutes.and_then(|minutes| i32::try_from(minutes).ok());
        out.push(readiness_entry::Model {
            hrv_ms: felt.hrv_ms.map(|hrv| (hrv * 10.0).round() / 10.0),
            hrv_metric: felt.hrv_metric.map(|metric| metric.to_string()),
            hrv_window: Some(felt.hrv_window.to_string()),
            resting_heart_rate_bpm: felt.resting_heart_rate_bpm,
            asleep_minutes: minutes,
            ..blank(env, gym, member, felt.date, "oura")
        });
    }
    if whose.checks_in {
        out.push(readiness_entry::Model {
            soreness: felt.soreness.map(i32::from),
            stress: felt.stress.map(i32::from),
            energy: felt.energy.map(i32::from),
            mood: felt.mood.map(i32::from),
            sleep_quality: felt.sleep_quality.map(i32::from),
            ..blank(env, gym, member, felt.date, "check-in")
        });
    }
    out
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
