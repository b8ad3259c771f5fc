//! One piece of evidence per lift and session, and the guard against typing errors (`engine.md` B1b).

use chrono::{Days, NaiveDate};

use crate::config::StrengthConfig;
use crate::digest::{self, LiftDigest};
use crate::e1rm;
use crate::signals::{Evidence, EvidenceKind};
use crate::snapshot::RecordFacts;
use crate::vocab::{E1rmBasis, Experience};

/// How a member's sets are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How well trained: the size of an earned step.
    pub experience: Experience,
    /// The day from which logged ratings are read: those of a novice's first weeks never are.
    pub rated_from: NaiveDate,
}

impl Reading {
    /// How a member's sets are read: a novice's first weeks say little about what is in reserve (B1).
    ///
    /// `first_set_on`: the day of the first logged set ever, where one exists.
    pub fn of(
        experience: Experience,
        first_set_on: Option<NaiveDate>,
        config: &StrengthConfig,
    ) -> Self {
        let weeks = Days::new(u64::from(config.novice_days));
        let rated_from = match experience {
            Experience::Novice => {
                let until = first_set_on.and_then(|first| first.checked_add_days(weeks));
                until.unwrap_or(NaiveDate::MAX)
            }
            Experience::Intermediate | Experience::Advanced => NaiveDate::MIN,
        };
        Self { experience, rated_from }
    }
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
    /// Of what waits, the sessions of which one set lies far over what was prescribed (decision 0008).
    pub doubted: Vec<Doubt>,
}

impl Pieces {
    /// Whether a value of that day rests on a set that is doubted: only a coach, or another day, proves it.
    pub fn doubts(&self, date: NaiveDate, value_kg: f64) -> bool {
        self.doubted.iter().any(|doubt| doubt.of.date == date && !doubt.bears_out(value_kg))
    }
}

/// A session whose highest set is far over what was prescribed, while others are not.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// What that set would say.
    pub of: Evidence,
    /// The best that the session's other sets say, in kilograms.
    pub beside_kg: Option<f64>,
}

impl Doubt {
    fn bears_out(&self, value_kg: f64) -> bool {
        is_reached(value_kg, self.beside_kg)
    }
}

/// Two values this close, as a fraction of 1, are one: sums of floats differ by less.
const EPSILON: f64 = 1e-9;

fn is_reached(value_kg: f64, by_kg: Option<f64>) -> bool {
    by_kg.is_some_and(|kg| value_kg <= kg * (1.0 + EPSILON))
}

struct Candidate {
    evidence: Evidence,
    /// What the session says without its highest set, in kilograms.
    next_kg: Option<f64>,
    /// What someone typed, in kilograms: of a held line the sets, not the basis it was prescribed from.
    typed_kg: f64,
    /// A person, or the guard on arrival, let it count.
    trusted: bool,
    /// The highest set is far over what was prescribed, others are not.
    doubtful: bool,
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
        if record.confirmed {
            join(&mut candidates, evidence, record.decided);
        } else {
            out.waiting.push(evidence);
        }
    }
    candidates.sort_by_key(|candidate| candidate.evidence.date);
    for Candidate { evidence, next_kg, typed_kg, trusted, doubtful } in candidates {
        let best = best_before(&out.confirmed, evidence.date, config);
        if trusted || !(doubtful || waits(typed_kg, best, config)) {
            out.confirmed.push(evidence);
            continue;
        }
        // One set typed wrong must not cost the session what its other sets say.
        if let Some(value_kg) = next_kg.filter(|kg| *kg > 0.0 && !waits(*kg, best, config)) {
            out.confirmed.push(Evidence { value_kg, ..evidence.clone() });
        }
        if doubtful {
            out.doubted.push(Doubt { of: evidence.clone(), beside_kg: next_kg });
        }
        wait(&mut out, evidence, config);
    }
    let Pieces { waiting, doubted, .. } = &mut out;
    doubted.retain(|doubt| waiting.contains(&doubt.of));
    out
}

/// Puts a value on hold. Two days that wait prove the lower of them, for a slip of the finger does not
/// repeat: what the guard lets through beside that counts (decision 0015).
fn wait(pieces: &mut Pieces, newest: Evidence, config: &StrengthConfig) {
    let (on, value_kg) = (newest.date, newest.value_kg);
    let recent = |piece: &Evidence| (on - piece.date).num_days() <= i64::from(config.typo_days);
    let other_days = pieces.waiting.iter().filter(|piece| piece.date != on && recent(piece));
    let proven = other_days.map(|piece| piece.value_kg.min(value_kg)).max_by(f64::total_cmp);
    pieces.waiting.push(newest);
    if proven.is_some() {
        let counts = |piece: &mut Evidence| recent(piece) && !waits(piece.value_kg, proven, config);
        let believed: Vec<Evidence> = pieces.waiting.extract_if(.., counts).collect();
        // What stood for those sessions without their highest set gives way to it.
        pieces.confirmed.retain(|piece| !believed.iter().any(|one| one.date == piece.date));
        pieces.confirmed.extend(believed);
        pieces.confirmed.sort_by_key(|piece| piece.date);
    }
}

/// Whether a value is so far over the best confirmed one of the window that it waits for a coach.
///
/// With nothing to compare it counts.
pub fn waits(value_kg: f64, best_confirmed_kg: Option<f64>, config: &StrengthConfig) -> bool {
    best_confirmed_kg.is_some_and(|best| value_kg > config.typo_ratio * best)
}

/// Most that an estimate may be over the heaviest load that a log is believed, a fraction of 1: neither the chart's
/// last row nor Epley's formula at its longest set makes so much of one.
const ESTIMATE_MOST: f64 = 2.0;

/// Whether an estimate is one at all: no set that is believed stands for twice the heaviest load, and
/// only a miss may stand for nothing.
fn is_believed(kind: EvidenceKind, value_kg: f64, config: &StrengthConfig) -> bool {
    let nothing = kind == EvidenceKind::Missed && value_kg == 0.0;
    nothing || is_possible(value_kg, config)
}

/// Whether an estimate or a basis in kilograms is one that sets could have led to.
pub(crate) fn is_possible(value_kg: f64, config: &StrengthConfig) -> bool {
    value_kg > 0.0 && value_kg <= ESTIMATE_MOST * config.load_max_kg
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
        let Some((kind, said)) = read(session, reading, due, config) else {
            continue;
        };
        let earned = session.digest.held.is_some_and(|held| held.earns_step);
        if kind == EvidenceKind::Held && earned && due {
            stepped_on = Some(session.date);
        }
        if is_believed(kind, said.value_kg, config) {
            let evidence = Evidence {
                date: session.date,
                kind,
                value_kg: said.value_kg,
                reps: said.reps,
                conservative: session.conservative,
            };
            let held = session.digest.held.filter(|_| kind == EvidenceKind::Held);
            out.push(Candidate {
                evidence,
                next_kg: said.next_kg,
                typed_kg: held.map_or(said.value_kg, |held| held.at_least_kg),
                trusted: false,
                doubtful: said.doubtful,
            });
        }
    }
    out
}

/// Kind and value of what a session says; `step_due`: no step was earned in the last days.
fn read(
    session: &LiftSession<'_>,
    reading: Reading,
    step_due: bool,
    config: &StrengthConfig,
) -> Option<(EvidenceKind, digest::Candidate)> {
    let digest = session.digest;
    if let Some(tested) = digest.tested {
        return Some((EvidenceKind::Tested, tested));
    }
    if let Some(rated) = digest.rpe.filter(|_| session.date >= reading.rated_from) {
        return Some((EvidenceKind::Rpe, rated));
    }
    if let Some(missed) = digest.missed {
        return Some((EvidenceKind::Missed, missed));
    }
    if let Some(held) = digest.held {
        let step =
            if held.earns_step && step_due { step_of(reading.experience, config) } else { 0.0 };
        let stepped = held.basis_kg * (1.0 + step);
        let said = digest::Candidate {
            value_kg: stepped.max(held.at_least_kg),
            reps: held.reps,
            next_kg: Some(held.next_kg.map_or(stepped, |next| stepped.max(next))),
            doubtful: held.doubtful && held.at_least_kg > stepped,
        };
        return Some((EvidenceKind::Held, said));
    }
    digest.lower.map(|lower| (EvidenceKind::Lower, lower))
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
        E1rmBasis::Tested => (EvidenceKind::Tested, rated(Some(e1rm::RPE_MOST))),
        E1rmBasis::RpeChart if record.date >= reading.rated_from && rated(record.rpe).is_some() => {
            (EvidenceKind::Rpe, rated(record.rpe))
        }
        E1rmBasis::RpeChart | E1rmBasis::RepsOnly => {
            (EvidenceKind::Lower, e1rm::at_least(load, reps, config))
        }
    };
    let value_kg = value_kg.filter(|kg| is_believed(kind, *kg, config))?;
    Some(Evidence { date: record.date, kind, value_kg, reps: reps.max(1), conservative: false })
}

/// Adds a confirmed record: to the session of its day where there is one, which it then vouches for.
///
/// `decided`: a person stated or judged it. One that the engine read out of the sets itself vouches for no set
/// that is doubted: it may be that very set.
fn join(candidates: &mut Vec<Candidate>, record: Evidence, decided: bool) {
    let mut same_day =
        candidates.iter_mut().filter(|candidate| candidate.evidence.date == record.date);
    let Some(session) = same_day.next() else {
        candidates.push(Candidate {
            typed_kg: record.value_kg,
            evidence: record,
            next_kg: None,
            trusted: true,
            doubtful: false,
        });
        return;
    };
    if session.doubtful && !decided && !is_reached(record.value_kg, session.next_kg) {
        return;
    }
    let (known, kind) = (&session.evidence, record.kind);
    let stronger = kind < known.kind || (kind == known.kind && record.value_kg > known.value_kg);
    // It vouches for a value that is no higher than its own.
    session.trusted |= stronger || is_reached(session.typed_kg, Some(record.value_kg));
    if stronger {
        session.typed_kg = record.value_kg;
        session.evidence = Evidence { conservative: known.conservative, ..record };
    }
}

#[cfg(test)]
mod tests;
