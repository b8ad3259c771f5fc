//! What a body reports in the morning: four signals that follow fatigue and illness, with noise of the day
//! and of the week.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Week;
use domain::snapshot::ReadinessFacts;
use domain::vocab::{EntryQuality, HrvMetric, HrvWindow};

use super::dice::Dice;

/// How far the week's form moves all signals (standard deviations of a signal).
const WEEK_NOISE: f64 = 0.30;
/// How far the day's form moves all signals.
const DAY_NOISE: f64 = 0.30;
/// How far each signal moves alone.
const OWN_NOISE: f64 = 0.65;
/// How far twice the usual fatigue lowers all signals.
const FATIGUE: f64 = 1.2;
/// How far an illness lowers all signals.
const ILLNESS: f64 = 2.5;

/// A body's usual values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// RMSSD in milliseconds.
    pub hrv_ms: f64,
    /// Resting heart rate in beats per minute.
    pub heart_rate_bpm: f64,
    /// Hours asleep.
    pub sleep_hours: f64,
}

impl Default for Usual {
    fn default() -> Self {
        Self { hrv_ms: 62.0, heart_rate_bpm: 52.0, sleep_hours: 7.6 }
    }
}

/// What the body's state does to its signals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Fatigue over the usual, minus 1.
    pub tiredness: f64,
    /// Whether it is ill.
    pub ill: bool,
}

/// The entry of `date`, recorded at `recorded_at`.
pub fn entry(
    usual: &Usual,
    state: State,
    seed: u64,
    date: NaiveDate,
    recorded_at: DateTime<Utc>,
) -> ReadinessFacts {
    let day = i64::from(chrono::Datelike::num_days_from_ce(&date));
    let week = i64::from(chrono::Datelike::num_days_from_ce(&Week::containing(date).monday()));
    let of_week = Dice::new(seed, week, 1).normal(WEEK_NOISE);
    let mut dice = Dice::new(seed, day, 2);
    let form = of_week + dice.normal(DAY_NOISE)
        - FATIGUE * state.tiredness.max(0.0)
        - if state.ill { ILLNESS } else { 0.0 };
    let mut signal = || form + dice.normal(OWN_NOISE);
    let (hrv, rate, asleep, felt) = (signal(), signal(), signal(), signal());
    let mut item = |good: bool| {
        let share = (0.68 + 0.13 * felt + dice.normal(0.08)).clamp(0.0, 1.0);
        let share = if good { share } else { 1.0 - share };
        Some((1.0 + 4.0 * share).round() as u8)
    };
    ReadinessFacts {
        date,
        recorded_at,
        source: "watch".to_owned(),
        quality: EntryQuality::Final,
        hrv_ms: Some((usual.hrv_ms * libm::exp(0.12 * hrv)).clamp(10.0, 250.0)),
        hrv_metric: Some(HrvMetric::Rmssd),
        hrv_window: HrvWindow::Overnight,
        resting_heart_rate_bpm: Some((usual.heart_rate_bpm - 2.0 * rate).round()),
        asleep_minutes: Some(((usual.sleep_hours + 0.6 * asleep) * 60.0).max(0.0) as u32),
        soreness: item(false),
        stress: item(false),
        energy: item(true),
        mood: item(true),
        sleep_quality: item(true),
        vendor_score: None,
        illness: state.ill,
        pain: false,
    }
}
