//! What moved the week as a whole, before any single lift, and what would change that.

use crate::config::{EngineConfig, ReadinessScale};
use crate::plan::WeekAdjustment;
use crate::readiness::ReadinessEffect;
use crate::reason::Reason;
use crate::signals::Signals;
use crate::vocab::{ReadinessBand, VolumeLevel};

/// The week's adjustment. `effects`: what readiness does to each of its sessions; `guard`: set factor of
/// the weekly guard.
pub fn of(
    signals: &Signals,
    effects: &[ReadinessEffect],
    guard: Option<f64>,
    config: &EngineConfig,
) -> WeekAdjustment {
    let conservative = signals.conservative.is_some();
    let smallest = |of: fn(&ReadinessEffect) -> f64| effects.iter().map(of).fold(1.0, f64::min);
    let (mut load, mut sets) = (smallest(|effect| effect.load), smallest(|effect| effect.sets));
    let mut rir = effects.iter().map(|effect| effect.rir).max().unwrap_or(0);
    if conservative {
        load = load.min(config.conservative.load);
        sets = sets.min(config.conservative.sets);
        rir = rir.max(config.conservative.rir);
    }
    WeekAdjustment {
        band: signals.readiness.band,
        score: signals.readiness.score,
        volume: signals.volume.level,
        conservative,
        load_multiplier: load.max(config.chain.load_min),
        set_multiplier: guard.map_or(sets, |guard| sets.min(guard)),
        rir_delta: rir,
        reasons: reasons(signals, effects, guard),
        would_change: would_change(signals, config),
    }
}

/// Weightiest first; the week's readiness always among them.
fn reasons(signals: &Signals, effects: &[ReadinessEffect], guard: Option<f64>) -> Vec<Reason> {
    let mut out = Vec::new();
    if signals.conservative.is_some() {
        out.push(Reason::ConservativeWeek);
    }
    if let Some(days) = effects.iter().filter_map(|effect| effect.ill_days).min() {
        out.push(Reason::Illness(days));
    }
    out.push(Reason::Readiness(signals.readiness.band, signals.readiness.score));
    if guard.is_some() {
        out.push(Reason::WeeklyGuard);
    }
    if signals.volume.level != VolumeLevel::Normal {
        out.push(Reason::Volume(signals.volume.level));
    }
    out
}

/// The nearest single input that would change the adjustment: an ordinary week of volume where that
/// alone makes the week conservative, else the next edge of the readiness band.
fn would_change(signals: &Signals, config: &EngineConfig) -> Option<Reason> {
    if signals.conservative.is_some() {
        return Some(Reason::WouldVolume);
    }
    let score = signals.readiness.score?;
    let edges = edges(&config.readiness.scale);
    let above = edges.iter().copied().find(|edge| *edge > score);
    let below = edges.iter().copied().rev().find(|edge| *edge <= score);
    // Beyond the good band nothing is reduced, so a better score changes no number of the week.
    let above = above
        .filter(|_| !matches!(signals.readiness.band, ReadinessBand::Good | ReadinessBand::Peak));
    match (above, below) {
        (Some(above), Some(below)) if above - score <= score - below => {
            Some(Reason::WouldReadiness(above))
        }
        (Some(above), None) => Some(Reason::WouldReadiness(above)),
        (_, Some(below)) => Some(Reason::WouldLowReadiness(below)),
        (None, None) => None,
    }
}

/// Scores at which a band's effect begins, ascending.
fn edges(scale: &ReadinessScale) -> [f64; 4] {
    [scale.low, scale.moderate, scale.moderate_upper, scale.good]
}
