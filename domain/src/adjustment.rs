//! What moved the week as a whole, before any single lift, and what would change that.

use chrono::NaiveDate;

use crate::config::{EngineConfig, ReadinessScale};
use crate::plan::WeekAdjustment;
use crate::readiness::{ReadinessEffect, band_of, effect_with};
use crate::reason::Reason;
use crate::signals::{ConservativeCause, Signals, WeekReadiness};
use crate::vocab::VolumeLevel;

// How far each input is from changing the week, in steps that are alike to a coach: which is told as the nearest.
// House choices (decision 0051); they change no number.

/// Points of readiness that make a step.
const POINTS_A_STEP: f64 = 10.0;
/// Days after an illness that make a step.
const DAYS_A_STEP: f64 = 3.0;
/// Steps to an input that nothing is known of.
const STEPS_TO_THE_UNKNOWN: f64 = 5.0;
/// Steps to a lift that moves again.
const STEPS_TO_PROGRESS: f64 = 2.0;
/// Least steps to a week of ordinary volume, for one just over the edge.
const STEPS_TO_VOLUME: f64 = 0.5;
/// z of the volume over the edge where it is not known (robust z; each makes a step).
const UNKNOWN_Z: f64 = 0.5;
/// Steps to a programmed week of the usual size, for each whole by which the guard cuts sets.
const STEPS_TO_THE_GUARD: f64 = 10.0;
/// How far under an edge a score is put to lie below it, in points.
const JUST: f64 = 1e-6;

/// The week's adjustment. `dates`: the days of its prescribed sessions; `guard`: set factor of the weekly
/// guard.
pub fn of(
    signals: &Signals,
    dates: &[NaiveDate],
    guard: Option<f64>,
    config: &EngineConfig,
) -> WeekAdjustment {
    let inputs = Inputs {
        signals,
        dates,
        readiness: signals.readiness.clone(),
        conservative: signals.conservative.is_some(),
        guard,
    };
    let figures = inputs.figures(config);
    WeekAdjustment {
        band: signals.readiness.band,
        score: signals.readiness.score,
        volume: signals.volume.level,
        conservative: inputs.conservative,
        cause: signals.conservative,
        load_multiplier: figures.load,
        set_multiplier: figures.sets,
        rir_delta: figures.rir,
        reasons: reasons(&inputs, config),
        would_change: would_change(&inputs, config),
    }
}

/// The numbers of the week.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Figures {
    load: f64,
    sets: f64,
    rir: u32,
}

/// What the numbers follow from.
#[derive(Clone)]
struct Inputs<'a> {
    signals: &'a Signals,
    dates: &'a [NaiveDate],
    readiness: WeekReadiness,
    conservative: bool,
    guard: Option<f64>,
}

impl Inputs<'_> {
    fn effects<'c>(
        &'c self,
        config: &'c EngineConfig,
    ) -> impl Iterator<Item = ReadinessEffect> + 'c {
        let recomputed = self.signals.base.is_some();
        let today = self.signals.today;
        let effect =
            move |date: &NaiveDate| effect_with(&self.readiness, today, recomputed, *date, config);
        self.dates.iter().map(effect)
    }

    fn figures(&self, config: &EngineConfig) -> Figures {
        let mut out = Figures { load: 1.0, sets: 1.0, rir: 0 };
        for effect in self.effects(config) {
            out.load = out.load.min(effect.load);
            out.sets = out.sets.min(effect.sets);
            out.rir = out.rir.max(effect.rir);
        }
        if self.conservative {
            out.load = out.load.min(config.conservative.load);
            out.sets = out.sets.min(config.conservative.sets);
            out.rir = out.rir.max(config.conservative.rir);
        }
        out.load = out.load.max(config.chain.load_min);
        out.sets = self.guard.map_or(out.sets, |guard| out.sets.min(guard));
        out
    }

    /// The score that the worst of the sessions reads.
    fn score(&self, config: &EngineConfig) -> Option<f64> {
        let lowest = self.effects(config).filter_map(|effect| effect.score).min_by(f64::total_cmp);
        lowest.or(self.readiness.score)
    }

    fn with_score(&self, score: f64, config: &EngineConfig) -> Self {
        let mut out = self.clone();
        out.readiness.score = Some(score);
        out.readiness.band = band_of(Some(score), &config.readiness.scale);
        if let Some(latest) = &mut out.readiness.latest {
            latest.score = Some(score);
        }
        out
    }
}

/// Weightiest first; the readiness that was read always among them.
fn reasons(inputs: &Inputs<'_>, config: &EngineConfig) -> Vec<Reason> {
    let mut out = Vec::new();
    if inputs.conservative {
        out.push(Reason::ConservativeWeek);
    }
    if let Some(days) = inputs.effects(config).filter_map(|effect| effect.ill_days).min() {
        out.push(Reason::Illness(days));
    }
    let score = inputs.score(config);
    out.push(Reason::Readiness(band_of(score, &config.readiness.scale), score));
    if inputs.guard.is_some() {
        out.push(Reason::WeeklyGuard);
    }
    let level = inputs.signals.volume.level;
    if level != VolumeLevel::Normal {
        out.push(Reason::Volume(level));
    }
    out
}

/// The nearest single input that would change the week's numbers: each is changed alone, and only what does
/// change them counts.
fn would_change(inputs: &Inputs<'_>, config: &EngineConfig) -> Option<Reason> {
    let now = inputs.figures(config);
    let mut candidates = of_readiness(inputs, config);
    candidates.extend(of_conservative(inputs, config));
    candidates.extend(of_illness(inputs, config));
    if let Some(guard) = inputs.guard {
        let other = Inputs { guard: None, ..inputs.clone() };
        candidates.push((STEPS_TO_THE_GUARD * (1.0 - guard), Reason::WouldGuard, other));
    }
    candidates
        .into_iter()
        .filter(|(_, _, other)| other.figures(config) != now)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|candidate| candidate.1)
}

type Candidate<'a> = (f64, Reason, Inputs<'a>);

/// The next edges of the bands, up and down.
fn of_readiness<'a>(inputs: &Inputs<'a>, config: &EngineConfig) -> Vec<Candidate<'a>> {
    let edges = edges(&config.readiness.scale);
    let score = inputs.score(config);
    let mut out = Vec::new();
    for edge in edges {
        match score {
            Some(score) if edge > score => {
                let other = inputs.with_score(edge, config);
                out.push(((edge - score) / POINTS_A_STEP, Reason::WouldReadiness(edge), other));
            }
            _ => {
                let distance =
                    score.map_or(STEPS_TO_THE_UNKNOWN, |score| (score - edge) / POINTS_A_STEP);
                let other = inputs.with_score(edge - JUST, config);
                out.push((distance, Reason::WouldLowReadiness(edge), other));
            }
        }
    }
    // With nothing known the highest edge is the nearest.
    out.reverse();
    out
}

/// What makes the week a conservative one.
fn of_conservative<'a>(inputs: &Inputs<'a>, config: &EngineConfig) -> Vec<Candidate<'a>> {
    let ordinary = || Inputs { conservative: false, ..inputs.clone() };
    let volume = &inputs.signals.volume;
    let over = volume.z.map_or(UNKNOWN_Z, |z| (z - config.volume.high_z).max(0.0));
    let over = over + STEPS_TO_VOLUME;
    match inputs.signals.conservative {
        None => Vec::new(),
        Some(ConservativeCause::StalledAndTired) => {
            vec![(STEPS_TO_PROGRESS, Reason::WouldProgress, ordinary())]
        }
        Some(ConservativeCause::HighVolume) => vec![(over, Reason::WouldVolume, ordinary())],
    }
}

/// The days after an illness, over.
fn of_illness<'a>(inputs: &Inputs<'a>, config: &EngineConfig) -> Option<Candidate<'a>> {
    let days = inputs.effects(config).filter_map(|effect| effect.ill_days).min()?;
    let last = config.illness.steps.last()?.until_day;
    let left = (last + 1).saturating_sub(days);
    let mut other = inputs.clone();
    other.readiness.ill_on = None;
    Some((f64::from(left) / DAYS_A_STEP, Reason::WouldHealth(left), other))
}

/// Scores at which a band's effect begins, ascending.
fn edges(scale: &ReadinessScale) -> [f64; 4] {
    [scale.low, scale.moderate, scale.moderate_upper, scale.good]
}

#[cfg(test)]
mod tests;
