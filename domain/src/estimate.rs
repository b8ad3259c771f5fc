//! The two estimates of a lift and the basis that loads are read from (`engine.md` B1b).
//!
//! Capacity remembers the best; working follows the last sessions. A load never trusts one alone.

use chrono::NaiveDate;

use crate::config::{EngineConfig, StrengthConfig};
use crate::signals::{Evidence, EvidenceKind, LiftSignal};
use crate::trend::median;

/// Halves this close, as a share of the whole weight, are one: sums of floats differ by less.
const SAME_WEIGHT: f64 = 1e-12;

/// What a load is read from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basis {
    /// Kilograms that percentages are shares of.
    pub basis_kg: f64,
    /// The best of 90 days, aged.
    pub capacity_kg: f64,
    /// The recent middle for these repetitions; `None` where too few sessions say it.
    pub working_kg: Option<f64>,
    /// What decided.
    pub bound: BasisBound,
}

impl Basis {
    /// Kilograms that the chart's shares are read from where a load follows a rating.
    pub fn for_rpe(&self) -> f64 {
        self.working_kg.map_or(self.basis_kg, |working| working.min(self.basis_kg))
    }
}

/// What decided a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisBound {
    /// Capacity, which working allows, or has nothing to say about.
    Capacity,
    /// Capacity with few pieces behind it.
    FewPieces,
    /// Working and its headroom.
    Working,
    /// A fresh test that working does not hold down.
    FreshTest,
    /// Never under a share of the highest basis prescribed.
    Floor,
    /// Never far over the last prescription.
    Ceiling,
}

/// What the evidence of a lift says on the day of its last exposure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Estimates {
    /// The best of 90 days, aged; `None`: calibrate.
    pub capacity_kg: Option<f64>,
    /// Pieces behind it.
    pub pieces: u32,
    /// What working is read from, oldest first.
    pub evidence: Vec<Evidence>,
    /// Sessions among it in the 42 days before the last exposure.
    pub recent_sessions: u32,
    /// A tested value at most 28 days old, in kilograms.
    pub fresh_tested_kg: Option<f64>,
    /// Whether a rating or a miss stands in the 90 days.
    pub rated_or_missed: bool,
}

/// Reads the confirmed `pieces` of a lift, oldest first, as they stood on its last exposure.
///
/// `last_basis_kg`: basis of the lift's last prescription. `rated`: whether any set of the lift was rated in
/// the 90 days, readably or not.
pub fn estimates(
    pieces: &[Evidence],
    last_on: NaiveDate,
    last_basis_kg: Option<f64>,
    rated: bool,
    config: &StrengthConfig,
) -> Estimates {
    let age = |piece: &Evidence| (last_on - piece.date).num_days().max(0);
    let mut recent: Vec<Evidence> = pieces
        .iter()
        .filter(|piece| age(piece) <= i64::from(config.evidence_days))
        .cloned()
        .collect();
    cap_after_misses(&mut recent, last_basis_kg, config);

    let rated_or_missed =
        recent.iter().any(|piece| matches!(piece.kind, EvidenceKind::Rpe | EvidenceKind::Missed));
    let fresh = i64::from(config.fresh_days);
    // A first test that no rating and no miss bears out is read with care (decision 0007).
    let alone = pieces.first().map(|first| first.date).filter(|_| !rated && !rated_or_missed);
    let worth = |piece: &Evidence| {
        let first = piece.kind == EvidenceKind::Tested && alone == Some(piece.date);
        piece.value_kg * if first { config.first_test_share } else { 1.0 }
    };
    let aged = |piece: &Evidence| {
        let days = (age(piece) - fresh).max(0) as f64;
        worth(piece) * (1.0 - config.decay_per_day * days)
    };
    let proofs = || recent.iter().filter(|piece| piece.kind != EvidenceKind::Missed);
    let tests = || recent.iter().filter(|piece| piece.kind == EvidenceKind::Tested);
    let mut out = Estimates {
        capacity_kg: proofs().map(aged).max_by(f64::total_cmp),
        pieces: proofs().count() as u32,
        fresh_tested_kg: tests()
            .filter(|piece| age(piece) <= fresh)
            .map(worth)
            .max_by(f64::total_cmp),
        rated_or_missed,
        ..Estimates::default()
    };
    let only_lower = recent.iter().all(|piece| piece.kind == EvidenceKind::Lower);
    let says = |piece: &Evidence| only_lower || piece.kind != EvidenceKind::Lower;
    recent.retain(|piece| !piece.conservative && piece.value_kg > 0.0 && says(piece));
    let needs = i64::from(config.working_needs_days);
    out.recent_sessions = recent.iter().filter(|piece| age(piece) <= needs).count() as u32;
    let surplus = recent.len().saturating_sub(config.working_sessions as usize);
    recent.drain(..surplus);
    out.evidence = recent;
    out
}

/// After two misses in the last three sessions every older value is read as at most the best of those
/// three, or 0.90 of the last basis where that is higher.
fn cap_after_misses(recent: &mut [Evidence], last_basis_kg: Option<f64>, config: &StrengthConfig) {
    let (older, newest) =
        recent.split_at_mut(recent.len().saturating_sub(config.missed_of as usize));
    let missed = newest.iter().filter(|piece| piece.kind == EvidenceKind::Missed).count();
    if missed < config.missed_sessions as usize {
        return;
    }
    let best = newest.iter().map(|piece| piece.value_kg).fold(0.0, f64::max);
    let cap = best.max(config.missed_basis_share * last_basis_kg.unwrap_or(0.0));
    for piece in older {
        piece.value_kg = piece.value_kg.min(cap);
    }
}

/// The recent middle of `evidence` for a set of `reps`, in kilograms: a median weighted by recency and
/// by likeness of repetitions; the lower value at an exact half.
pub fn working(
    evidence: &[Evidence],
    recent_sessions: u32,
    reps: u32,
    config: &StrengthConfig,
) -> Option<f64> {
    if recent_sessions < config.working_needs {
        return None;
    }
    // Ages shift all weights alike, so the newest piece may stand for the last exposure.
    let newest = evidence.last()?.date;
    let mut weighted: Vec<(f64, f64)> = evidence
        .iter()
        .map(|piece| {
            let age = (newest - piece.date).num_days() as f64;
            let recency = libm::pow(0.5, age / config.working_half_life_days);
            let apart = f64::from(piece.reps.abs_diff(reps));
            (piece.value_kg, recency * libm::exp(-apart / config.working_reps_scale))
        })
        .collect();
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = weighted.iter().map(|entry| entry.1).sum();
    let mut sum = 0.0;
    for (value, weight) in &weighted {
        sum += weight;
        if sum >= total * (0.5 - SAME_WEIGHT) {
            return Some(*value);
        }
    }
    weighted.last().map(|entry| entry.0)
}

/// How far the basis may stand where working says nothing: over the middle of the newest pieces (three), so that
/// one value alone moves no load (decision 0008). Nothing where a lower bound is among them.
fn middle(evidence: &[Evidence], config: &StrengthConfig) -> Option<f64> {
    let newest = &evidence[evidence.len().checked_sub(config.middle_pieces as usize)?..];
    if newest.iter().any(|piece| piece.kind == EvidenceKind::Lower) {
        return None;
    }
    let mut values: Vec<f64> = newest.iter().map(|piece| piece.value_kg).collect();
    Some(config.headroom_middle * median(&mut values)?)
}

/// The basis of a lift for a set of `reps`; `None`: calibrate.
pub fn basis(lift: &LiftSignal, reps: u32, config: &EngineConfig) -> Option<Basis> {
    let config = &config.strength;
    let capacity_kg = lift.capacity_kg.filter(|kg| kg.is_finite() && *kg > 0.0)?;
    let working_kg = working(&lift.evidence, lift.recent_sessions, reps, config);
    let (mut basis_kg, mut bound) = match working_kg {
        Some(working) => {
            let only_lower = lift.evidence.iter().all(|piece| piece.kind == EvidenceKind::Lower);
            let headroom = if only_lower { config.headroom_lower } else { config.headroom };
            let held = headroom * working;
            if held < capacity_kg {
                (held, BasisBound::Working)
            } else {
                (capacity_kg, BasisBound::Capacity)
            }
        }
        None if lift.pieces < config.few_pieces => {
            (capacity_kg * config.few_pieces_share, BasisBound::FewPieces)
        }
        None => match middle(&lift.evidence, config) {
            Some(middle) if middle < capacity_kg => (middle, BasisBound::Working),
            _ => (capacity_kg, BasisBound::Capacity),
        },
    };
    let few = if working_kg.is_some() { f64::INFINITY } else { basis_kg };
    let fresh = lift.fresh_tested_kg.map(|tested| tested.min(few));
    if let Some(floor) = lift.floor_kg.filter(|floor| *floor > basis_kg) {
        (basis_kg, bound) = (floor, BasisBound::Floor);
    }
    if let Some(ceiling) = lift.ceiling_kg.filter(|ceiling| *ceiling < basis_kg) {
        (basis_kg, bound) = (ceiling, BasisBound::Ceiling);
    }
    // Last: a test is held down neither by working nor by the last prescription.
    if let Some(tested) = fresh.filter(|tested| *tested > basis_kg) {
        (basis_kg, bound) = (tested, BasisBound::FreshTest);
    }
    Some(Basis { basis_kg, capacity_kg, working_kg, bound })
}

#[cfg(test)]
mod tests;
