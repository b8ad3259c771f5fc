//! What readiness does to a session (`engine.md` B5, default multipliers; B10, after illness).

use chrono::{Days, NaiveDate};

use super::band_of;
use crate::config::{BandEffect, EngineConfig, IllnessStep, ReadinessConfig};
use crate::signals::{Signals, WeekReadiness};
use crate::vocab::{Confidence, ReadinessBand};

/// What readiness does to one session.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any combination")]
pub struct ReadinessEffect {
    /// Load factor, a fraction of 1: the smaller of band and illness.
    pub load: f64,
    /// Set factor, a fraction of 1: the smaller of band and illness.
    pub sets: f64,
    /// Repetitions in reserve added.
    pub rir: u32,
    /// Highest rating asked for; `None` caps nothing.
    pub rpe_cap: Option<f64>,
    /// Scored conditioning becomes steady; benchmarks and maximum tests rest.
    pub steady: bool,
    /// The session is marked as recovery.
    pub recovery: bool,
    /// The score that was read, 0 to 100.
    pub score: Option<f64>,
    /// Its band.
    pub band: ReadinessBand,
    /// Readiness, its confidence or a flag forbids increases.
    pub blocks_increase: bool,
    /// Days from the last day flagged ill to the session, where illness cuts something.
    pub ill_days: Option<u32>,
    /// Whether illness, and not the band, decides the load factor.
    pub ill_load: bool,
    /// Whether illness, and not the band, decides the set factor.
    pub ill_sets: bool,
}

/// What readiness does to a session on `date`.
///
/// In a recomputation, sessions of today and tomorrow read the latest score where it is the lower one.
pub fn effect_of(signals: &Signals, date: NaiveDate, config: &EngineConfig) -> ReadinessEffect {
    effect_with(&signals.readiness, signals.today, signals.base.is_some(), date, config)
}

/// The same from its parts; `recomputed`: what is left of a week is computed again.
pub fn effect_with(
    readiness: &WeekReadiness,
    today: NaiveDate,
    recomputed: bool,
    date: NaiveDate,
    config: &EngineConfig,
) -> ReadinessEffect {
    let scale = &config.readiness.scale;
    let near = recomputed && date <= today + Days::new(1);
    let latest = readiness.latest.as_ref().and_then(|daily| daily.score).filter(|_| near);
    let score = match (readiness.score, latest) {
        (Some(week), Some(latest)) => Some(week.min(latest)),
        (week, latest) => week.or(latest),
    };
    let band = band_of(score, scale);
    let row = row_of(score, &config.readiness);
    let illness = readiness.ill_on.and_then(|ill_on| after_illness(ill_on, date, config));
    let flagged = [readiness.ill_on, readiness.pain_on].into_iter().flatten();
    let recent = |on: NaiveDate| (today - on).num_days() < i64::from(scale.flag_days);
    let fit = matches!(band, ReadinessBand::Good | ReadinessBand::Peak)
        && matches!(readiness.confidence, Confidence::High | Confidence::Medium);
    ReadinessEffect {
        load: illness.map_or(row.load, |(step, _)| row.load.min(step.load)),
        sets: illness.map_or(row.sets, |(step, _)| row.sets.min(step.sets)),
        rir: row.rir,
        rpe_cap: row.rpe_cap,
        steady: row.steady,
        recovery: row.recovery,
        score,
        band,
        blocks_increase: !fit || flagged.into_iter().any(recent),
        ill_days: illness.map(|(_, days)| days),
        ill_load: illness.is_some_and(|(step, _)| step.load < row.load),
        ill_sets: illness.is_some_and(|(step, _)| step.sets < row.sets),
    }
}

/// The row of the table that a score reads; nothing changes where it is unknown.
pub fn row_of(score: Option<f64>, config: &ReadinessConfig) -> BandEffect {
    let bands = &config.bands;
    match band_of(score, &config.scale) {
        ReadinessBand::Peak | ReadinessBand::Good | ReadinessBand::Unknown => BandEffect::NONE,
        ReadinessBand::Moderate if score.is_some_and(|s| s >= config.scale.moderate_upper) => {
            bands.moderate_upper
        }
        ReadinessBand::Moderate => bands.moderate_lower,
        ReadinessBand::Low => bands.low,
        ReadinessBand::VeryLow => bands.very_low,
    }
}

fn after_illness(
    ill_on: NaiveDate,
    date: NaiveDate,
    config: &EngineConfig,
) -> Option<(IllnessStep, u32)> {
    let days = u32::try_from((date - ill_on).num_days().max(0)).ok()?;
    let step = config.illness.steps.iter().find(|step| days <= step.until_day)?;
    Some((*step, days))
}
