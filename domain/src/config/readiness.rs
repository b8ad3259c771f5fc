//! Constants of readiness (B5).

use serde::{Deserialize, Serialize};

use super::curve::{Curve, CurveFields};
use super::{ConfigError, check, section};

/// Names of a curve's parts, for errors.
macro_rules! curve_fields {
    ($name:literal) => {
        CurveFields {
            points: concat!("readiness.", $name, " (points)"),
            from: concat!("readiness.", $name, " (from)"),
            to: concat!("readiness.", $name, " (to)"),
        }
    };
}

/// Days of readiness that are read: the longest baseline, the nights it is compared with, and the week.
pub const READINESS_DAYS: u32 = 90;
/// Farthest from a baseline that a curve may have a point, in standard deviations.
const Z_FARTHEST: f64 = 10.0;
/// Longest night that a curve may have a point at, in hours: what is believed of a night (B5, D).
const SLEEP_MOST: f64 = 16.0;
const SCORE_FIELDS: CurveFields = curve_fields!("score_by_z");
const SLEEP_FIELDS: CurveFields = curve_fields!("cap_by_sleep");
/// Longest name of a source, in characters.
const SOURCE_LENGTH: f64 = 100.0;

/// What a band of readiness does to a week (B5).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandEffect {
    /// Load factor, a fraction of 1. Default (decision 0051).
    pub load: f64,
    /// Set factor, a fraction of 1. Default (decision 0051).
    pub sets: f64,
    /// Repetitions in reserve added. Default (decision 0051).
    pub rir: u32,
    /// Highest rating asked for (RPE); `None` caps nothing. Default (decision 0051).
    pub rpe_cap: Option<f64>,
    /// Scored conditioning becomes steady work, benchmarks and maximum tests rest. Default (decision 0051).
    pub steady: bool,
    /// The session is marked as recovery, and a coach is told. Default (decision 0051).
    pub recovery: bool,
}

impl BandEffect {
    /// Changes nothing: good, peak and unknown readiness.
    pub const NONE: Self =
        Self { load: 1.0, sets: 1.0, rir: 0, rpe_cap: None, steady: false, recovery: false };
}

/// The table of bands (B5). Sleep and autonomic trials (Craven 2022, `DeBlauw` 2021) say to cut sets more
/// than kilograms; the numbers are house choices (decision 0051).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BandEffects {
    /// 55 to 64.
    pub moderate_upper: BandEffect,
    /// 40 to 54.
    pub moderate_lower: BandEffect,
    /// 20 to 39.
    pub low: BandEffect,
    /// 0 to 19.
    pub very_low: BandEffect,
}

impl Default for BandEffects {
    fn default() -> Self {
        let moderate_upper = BandEffect { sets: 0.85, rir: 1, ..BandEffect::NONE };
        let moderate_lower = BandEffect { load: 0.95, ..moderate_upper };
        let low = BandEffect {
            load: 0.90,
            sets: 0.65,
            rir: 2,
            rpe_cap: Some(7.0),
            steady: true,
            recovery: false,
        };
        let very_low = BandEffect {
            load: 0.70,
            sets: 0.40,
            rir: 3,
            rpe_cap: Some(6.0),
            steady: true,
            recovery: true,
        };
        Self { moderate_upper, moderate_lower, low, very_low }
    }
}

/// Names of a band's fields, for errors.
macro_rules! band_fields {
    ($($band:literal)+) => {
        [$([
            concat!("readiness.bands.", $band, ".load"),
            concat!("readiness.bands.", $band, ".sets"),
            concat!("readiness.bands.", $band, ".rir"),
            concat!("readiness.bands.", $band, ".rpe_cap"),
            concat!("readiness.bands.", $band, ".steady"),
            concat!("readiness.bands.", $band, ".recovery"),
        ]),+]
    };
}
/// By band, in the order in which readiness falls.
const BAND_FIELDS: [[&str; 6]; 4] =
    band_fields!("moderate_upper" "moderate_lower" "low" "very_low");

impl BandEffects {
    /// Refuses factors over 1 and rows that get milder as readiness falls.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let rows = [&self.moderate_upper, &self.moderate_lower, &self.low, &self.very_low];
        let mut above = BandEffect::NONE;
        for (names, row) in BAND_FIELDS.iter().zip(rows) {
            let [load, sets, rir, rpe_cap, steady, recovery] = *names;
            check(load, row.load, 0.1, above.load)?;
            check(sets, row.sets, 0.1, above.sets)?;
            check(rir, f64::from(row.rir), f64::from(above.rir), 5.0)?;
            let cap = above.rpe_cap.unwrap_or(10.0);
            check(rpe_cap, row.rpe_cap.unwrap_or(10.0), 5.0, cap)?;
            let flag = |on: bool| f64::from(u8::from(on));
            check(steady, flag(row.steady), flag(above.steady), 1.0)?;
            check(recovery, flag(row.recovery), flag(above.recovery), 1.0)?;
            above = *row;
        }
        Ok(())
    }
}

section! {
    /// Numbers of the readiness score (B5).
    ReadinessScale as "readiness" {
        /// Weight of how the member feels; the largest, after Saw 2016.
        weight_subjective: f64 = 0.35, 0..=1;
        /// Weight of heart rate variability (no unit). Default (decision 0051).
        weight_hrv: f64 = 0.25, 0..=1;
        /// Weight of sleep (no unit). Default (decision 0051).
        weight_sleep: f64 = 0.25, 0..=1;
        /// Weight of resting heart rate (no unit). Default (decision 0051).
        weight_heart_rate: f64 = 0.15, 0..=1;
        /// Weight of a vendor's own score, where none of its components is there (no unit).
        /// Default (decision 0051).
        weight_vendor: f64 = 0.25, 0..=1;
        /// Farthest from a baseline that a signal is read, in standard deviations. Default (decision 0051).
        z_max: f64 = 3.0, 1..=10;
        /// Days of the HRV mean. Default (decision 0051).
        hrv_days: u32 = 7, 1..=14;
        /// Valid nights it needs (Plews 2014).
        hrv_min_nights: u32 = 3, 1..=14;
        /// Longest HRV baseline, in days. Default (decision 0051).
        hrv_baseline_days: u32 = 60, 14..=120;
        /// Baseline of the other signals, in days. Default (decision 0051).
        baseline_days: u32 = 28, 14..=120;
        /// Values that a baseline needs, one a day. Default (decision 0051).
        baseline_min: u32 = 14, 2..=60;
        /// Floor of the deviation of ln RMSSD (no unit). Default (decision 0051).
        sd_floor_hrv: f64 = 0.04, 0.001..=1.0;
        /// Floor of the deviation of resting heart rate, in bpm. Default (decision 0051).
        sd_floor_heart_rate: f64 = 1.5, 0.1..=20.0;
        /// Floor of the deviation of sleep, in hours. Default (decision 0051).
        sd_floor_sleep: f64 = 0.5, 0.01..=5.0;
        /// Floor of the deviation of the subjective share, a fraction of 1. Default (decision 0051).
        sd_floor_subjective: f64 = 0.10, 0.001..=1.0;
        /// Floor of the deviation of a vendor's score, in points. Default (decision 0051).
        sd_floor_vendor: f64 = 5.0, 0.1..=50.0;
        /// Sleep of a member without a baseline, in hours. Default (decision 0051).
        default_sleep: f64 = 7.5, 4..=12;
        /// Its deviation, in hours. Default (decision 0051).
        default_sleep_sd: f64 = 0.9, 0.1..=5.0;
        /// Subjective share of a member without a baseline, a fraction of 1. Default (decision 0051).
        default_subjective: f64 = 0.65, 0..=1;
        /// Its deviation, a fraction of 1. Default (decision 0051).
        default_subjective_sd: f64 = 0.15, 0.01..=1.0;
        /// Share of the weight, a fraction of 1, that a signal without a baseline keeps. Default (decision 0051).
        default_weight: f64 = 0.5, 0..=1;
        /// Items a subjective check-in needs. Default (decision 0051).
        subjective_min_items: u32 = 2, 1..=5;
        /// Items with which it is of medium confidence by itself. Default (decision 0051).
        subjective_medium_items: u32 = 4, 1..=5;
        /// Score under which one signal caps the day, in points. Default (decision 0051).
        worst_signal: f64 = 20.0, 0..=100;
        /// Cap with one such signal, in points. Default (decision 0051).
        worst_cap_one: f64 = 55.0, 0..=100;
        /// Cap with two, in points. Default (decision 0051).
        worst_cap_two: f64 = 39.0, 0..=100;
        /// Highest score HRV can give: very high is no bonus (Drake et al.).
        hrv_score_max: f64 = 88.0, 0..=100;
        /// Share of the evidence, a fraction of 1, for high confidence. Default (decision 0051).
        confidence_high: f64 = 0.75, 0..=1;
        /// Share of the evidence, a fraction of 1, for medium confidence. Default (decision 0051).
        confidence_medium: f64 = 0.50, 0..=1;
        /// Share of the evidence, a fraction of 1, for low confidence. Default (decision 0051).
        confidence_low: f64 = 0.30, 0..=1;
        /// Days of the week's score. Default (decision 0051).
        week_days: u32 = 7, 1..=14;
        /// Scored days it needs. Default (decision 0051).
        week_min_days: u32 = 3, 1..=14;
        /// Points over the latest score that the week's score may stand. Default (decision 0051).
        week_over_latest: f64 = 15.0, 0..=100;
        /// Days for which an illness or pain flag blocks increases. Default (decision 0051).
        flag_days: u32 = 7, 1..=60;
        /// Lowest score of PEAK, in points. Default (decision 0051).
        peak: f64 = 85.0, 0..=100;
        /// Lowest score of GOOD, in points. Default (decision 0051).
        good: f64 = 65.0, 0..=100;
        /// Lowest score of the upper half of MODERATE, in points. Default (decision 0051).
        moderate_upper: f64 = 55.0, 0..=100;
        /// Lowest score of MODERATE, in points. Default (decision 0051).
        moderate: f64 = 40.0, 0..=100;
        /// Lowest score of LOW, in points. Default (decision 0051).
        low: f64 = 20.0, 0..=100;
    }
}

/// Readiness: how it is scored and what it does (B5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadinessConfig {
    /// Numbers of the score.
    pub scale: ReadinessScale,
    /// A signal's score (points) from its z, positive is better. Default (decision 0051).
    pub score_by_z: Curve,
    /// The most that a night's hours of sleep let the score of sleep be (points). Default (decision 0051).
    pub cap_by_sleep: Curve,
    /// What each band does.
    pub bands: BandEffects,
    /// Sources in order of trust where several report one signal on one day; others follow by name. Whole-night
    /// wearables before watches before phones. Default (decision 0051).
    pub source_priority: Vec<String>,
}

impl Default for ReadinessConfig {
    fn default() -> Self {
        let sources = [
            "oura",
            "whoop",
            "garmin",
            "polar",
            "fitbit",
            "suunto",
            "intervals",
            "apple",
            "health",
        ];
        Self {
            scale: ReadinessScale::default(),
            score_by_z: Curve::new(&[
                (-3.0, 0.0),
                (-2.0, 25.0),
                (-1.0, 50.0),
                (0.0, 72.0),
                (1.0, 88.0),
                (2.0, 100.0),
            ]),
            cap_by_sleep: Curve::new(&[(4.0, 0.0), (5.0, 39.0), (6.0, 64.0), (7.0, 100.0)]),
            bands: BandEffects::default(),
            source_priority: sources.map(str::to_owned).to_vec(),
        }
    }
}

impl ReadinessConfig {
    /// Refuses the first constant outside its range, and bands out of order.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let scale = &self.scale;
        scale.validate()?;
        check("readiness.good", scale.good, scale.moderate_upper, scale.peak)?;
        check("readiness.moderate", scale.moderate, scale.low, scale.moderate_upper)?;
        check("readiness.worst_cap_two", scale.worst_cap_two, 0.0, scale.worst_cap_one)?;
        let (medium, high) = (scale.confidence_medium, scale.confidence_high);
        check("readiness.confidence_medium", medium, scale.confidence_low, high)?;
        let weights = [
            scale.weight_subjective,
            scale.weight_hrv,
            scale.weight_sleep,
            scale.weight_heart_rate,
        ];
        check("readiness.weights", weights.iter().sum(), 0.1, 4.0)?;
        for source in &self.source_priority {
            let length = source.trim().chars().count() as f64;
            check("readiness.source_priority (length)", length, 1.0, SOURCE_LENGTH)?;
        }
        self.validate_days()?;
        self.score_by_z.validate(&SCORE_FIELDS, (-Z_FARTHEST, Z_FARTHEST))?;
        self.cap_by_sleep.validate(&SLEEP_FIELDS, (0.0, SLEEP_MOST))?;
        self.bands.validate()
    }

    /// Refuses days that can't hold the values asked of them, and baselines longer than what is read.
    fn validate_days(&self) -> Result<(), ConfigError> {
        let scale = &self.scale;
        let least =
            |field, value: u32, most: u32| check(field, f64::from(value), 1.0, f64::from(most));
        least("readiness.week_min_days", scale.week_min_days, scale.week_days)?;
        least("readiness.hrv_min_nights", scale.hrv_min_nights, scale.hrv_days)?;
        let shortest = scale.baseline_days.min(scale.hrv_baseline_days);
        least("readiness.baseline_min", scale.baseline_min, shortest)?;
        // The first day of the week's score has a baseline too, which ends before the nights it is compared with.
        let left = READINESS_DAYS.saturating_sub(scale.week_days);
        least("readiness.baseline_days", scale.baseline_days, left)?;
        least("readiness.hrv_baseline_days", scale.hrv_baseline_days, left - scale.hrv_days)
    }
}
