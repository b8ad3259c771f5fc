//! One piece of evidence per lift and session, and the guard against typing errors (`engine.md` B1b).

mod guard;

use chrono::NaiveDate;

use crate::config::StrengthConfig;
use crate::digest::LiftDigest;
use crate::e1rm;
use crate::signals::{Evidence, EvidenceKind};
use crate::snapshot::RecordFacts;
use crate::vocab::{E1rmBasis, Experience};

/// How a member's sets are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How well trained: the size of an earned step.
    pub experience: Experience,
    /// Whether logged ratings are read; not in a novice's first weeks.
    pub ratings: bool,
}

/// One session of a lift.
#[derive(Debug, Clone, Copy)]
pub struct LiftSession<'a> {
    /// The day.
    pub date: NaiveDate,
    /// Whether a conservative week was under way.
    pub conservative: bool,
    /// What the session says of the lift.
    pub digest: &'a LiftDigest,
}

/// The evidence of a lift, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pieces {
    /// What counts.
    pub confirmed: Vec<Evidence>,
    /// What waits for a coach and is in no estimate.
    pub waiting: Vec<Evidence>,
}

struct Candidate {
    evidence: Evidence,
    /// What someone typed, in kilograms: of a held line the sets, not the basis it was prescribed from.
    typed_kg: f64,
    /// A coach, or the guard on arrival, let it count.
    trusted: bool,
}

/// The evidence of `sessions` and `records`, both oldest first. One piece a session: the first kind
/// that any of its sets gives, and the highest value within it; a record joins the session of its day.
pub fn pieces(
    sessions: &[LiftSession<'_>],
    records: &[&RecordFacts],
    reading: Reading,
    config: &StrengthConfig,
) -> Pieces {
    let mut candidates = of_sessions(sessions, reading, config);
    let mut out = Pieces::default();
    for record in records {
        let Some(evidence) = of_record(record, reading, config) else {
            continue;
        };
        if record.confirmed || is_reached_again(&evidence, &candidates, config) {
            join(&mut candidates, evidence);
        } else {
            out.waiting.push(evidence);
        }
    }
    candidates.sort_by_key(|candidate| candidate.evidence.date);
    guard::sift(candidates, &mut out, config);
    out
}

fn is_reached_again(record: &Evidence, sessions: &[Candidate], config: &StrengthConfig) -> bool {
    let reached: Vec<(NaiveDate, f64)> =
        sessions.iter().map(|one| (one.evidence.date, one.typed_kg)).collect();
    guard::is_reached_again(record.value_kg, record.date, &reached, config)
}

/// Whether a value is so far over the best confirmed one of the window that it waits for a coach.
///
/// With nothing to compare it counts.
pub fn waits(value_kg: f64, best_confirmed_kg: Option<f64>, config: &StrengthConfig) -> bool {
    best_confirmed_kg.is_some_and(|best| value_kg > config.typo_ratio * best)
}

/// Whether an estimate is one at all: no set that is believed stands for twice the heaviest load.
fn is_believed(value_kg: f64, config: &StrengthConfig) -> bool {
    value_kg > 0.0 && value_kg <= 2.0 * config.load_max_kg
}

fn best_before(confirmed: &[Evidence], date: NaiveDate, config: &StrengthConfig) -> Option<f64> {
    let recent = |piece: &&Evidence| (date - piece.date).num_days() <= i64::from(config.typo_days);
    confirmed.iter().rev().take_while(recent).map(|piece| piece.value_kg).max_by(f64::total_cmp)
}

fn of_sessions(
    sessions: &[LiftSession<'_>],
    reading: Reading,
    config: &StrengthConfig,
) -> Vec<Candidate> {
    let mut stepped_on: Option<NaiveDate> = None;
    let mut out = Vec::with_capacity(sessions.len());
    for session in sessions {
        let due = stepped_on
            .is_none_or(|on| (session.date - on).num_days() >= i64::from(config.step_days));
        let Some((kind, value_kg, reps)) = read(session.digest, reading, due, config) else {
            continue;
        };
        let earned = session.digest.held.is_some_and(|held| held.earns_step);
        if kind == EvidenceKind::Held && earned && due {
            stepped_on = Some(session.date);
        }
        if is_believed(value_kg, config) {
            let (date, conservative) = (session.date, session.conservative);
            let evidence = Evidence { date, kind, value_kg, reps, conservative };
            let held = session.digest.held.filter(|_| kind == EvidenceKind::Held);
            let typed_kg = held.map_or(value_kg, |held| held.at_least_kg);
            out.push(Candidate { evidence, typed_kg, trusted: false });
        }
    }
    out
}

/// Kind, value and repetitions of what a session says; `step_due`: no step was earned in the last days.
fn read(
    digest: &LiftDigest,
    reading: Reading,
    step_due: bool,
    config: &StrengthConfig,
) -> Option<(EvidenceKind, f64, u32)> {
    if let Some(tested) = digest.tested {
        return Some((EvidenceKind::Tested, tested.value_kg, tested.reps));
    }
    if let Some(rated) = digest.rpe.filter(|_| reading.ratings) {
        return Some((EvidenceKind::Rpe, rated.value_kg, rated.reps));
    }
    if let Some(missed) = digest.missed {
        return Some((EvidenceKind::Missed, missed.value_kg, missed.reps));
    }
    if let Some(held) = digest.held {
        let step =
            if held.earns_step && step_due { step_of(reading.experience, config) } else { 0.0 };
        let value = (held.basis_kg * (1.0 + step)).max(held.at_least_kg);
        return Some((EvidenceKind::Held, value, held.reps));
    }
    digest.lower.map(|lower| (EvidenceKind::Lower, lower.value_kg, lower.reps))
}

/// The earned step of a member, a fraction of 1.
pub fn step_of(experience: Experience, config: &StrengthConfig) -> f64 {
    match experience {
        Experience::Novice => config.step_novice,
        Experience::Intermediate => config.step_intermediate,
        Experience::Advanced => config.step_advanced,
    }
}

/// What a record says; `None` where it says nothing about strength.
fn of_record(record: &RecordFacts, reading: Reading, config: &StrengthConfig) -> Option<Evidence> {
    let (load, reps) = (record.load_kg, record.reps);
    let rated = |rpe: Option<f64>| rpe.and_then(|rpe| e1rm::rated(load, reps, rpe, config));
    let (kind, value_kg) = match record.basis {
        E1rmBasis::CoachSet => (EvidenceKind::Tested, Some(load)),
        // A tested maximum of several repetitions reads the chart's RPE 10 row; of one, its load.
        E1rmBasis::Tested => (EvidenceKind::Tested, rated(Some(10.0))),
        E1rmBasis::RpeChart if reading.ratings && rated(record.rpe).is_some() => {
            (EvidenceKind::Rpe, rated(record.rpe))
        }
        E1rmBasis::RpeChart | E1rmBasis::RepsOnly => {
            (EvidenceKind::Lower, e1rm::at_least(load, reps, config))
        }
    };
    let value_kg = value_kg.filter(|kg| is_believed(*kg, config))?;
    Some(Evidence { date: record.date, kind, value_kg, reps: reps.max(1), conservative: false })
}

/// Adds a confirmed record: to the session of its day where there is one, which it then vouches for.
fn join(candidates: &mut Vec<Candidate>, record: Evidence) {
    let mut same_day =
        candidates.iter_mut().filter(|candidate| candidate.evidence.date == record.date);
    let Some(session) = same_day.next() else {
        let typed_kg = record.value_kg;
        candidates.push(Candidate { evidence: record, typed_kg, trusted: true });
        return;
    };
    let (known, kind) = (&session.evidence, record.kind);
    let stronger = kind < known.kind || (kind == known.kind && record.value_kg > known.value_kg);
    // It vouches for a value that is no higher than its own.
    session.trusted |= stronger || session.typed_kg <= record.value_kg * (1.0 + 1e-9);
    if stronger {
        session.typed_kg = record.value_kg;
        session.evidence = Evidence { conservative: known.conservative, ..record };
    }
}

#[cfg(test)]
mod tests;
