//! One logged session, read once when it arrives: the facts the engine needs of it, in a few hundred bytes.
//!
//! Kept beside the sets and rebuilt when [`DIGEST_VERSION`] changes. Plain fields only, so that any
//! serde format keeps it.

mod lines;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Movement};
use crate::config::StrengthConfig;
use crate::e1rm;
use crate::plan::{Line, PlannedBlock};
use crate::vocab::{MovementPattern, SetKind, WorkoutFormat};

use lines::Lines;

/// Version of what a digest holds and how it is read from sets.
pub const DIGEST_VERSION: u32 = 3;

/// Longest set that is believed, in repetitions. House choice (decision 0051).
const REPS_MAX: u32 = 2_000;
/// Farthest set that is believed, in metres. House choice (decision 0051).
const METRES_MAX: f64 = 500_000.0;
/// Bodyweights that are believed, in kilograms. House choice (decision 0018).
pub(crate) const BODYWEIGHT_KG: std::ops::RangeInclusive<f64> = 20.0..=400.0;

/// One set as it was logged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoggedSet {
    /// Key of the movement done.
    pub movement: String,
    /// What sort of set.
    pub kind: SetKind,
    /// Repetitions done.
    pub reps: Option<u32>,
    /// Kilograms; zero and less say bodyweight or assistance.
    pub load_kg: Option<f64>,
    /// Rating of perceived exertion, where logged.
    pub rpe: Option<f64>,
    /// Metres, where the movement covers a distance.
    pub distance_metres: Option<f64>,
    /// The line of the plan it carried out, where there was one.
    pub prescribed: Option<Prescribed>,
}

/// How far a set is evidence of strength (B0, block kinds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// `STRENGTH_SETS`.
    Strength,
    /// `MAX_LOAD`.
    MaxLoad,
    /// Any other format: evidence only where a rating was logged.
    Conditioning,
}

impl Work {
    /// What sets of a block of that format are.
    pub const fn of(format: WorkoutFormat) -> Self {
        match format {
            WorkoutFormat::StrengthSets => Self::Strength,
            WorkoutFormat::MaxLoad => Self::MaxLoad,
            _ => Self::Conditioning,
        }
    }
}

/// What the plan asked of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prescribed {
    /// Key of the line.
    pub line: String,
    /// Key of the movement it asked for.
    pub movement: String,
    /// What sort of block it stood in.
    pub work: Work,
    /// Sets.
    pub sets: u32,
    /// Repetitions to reach.
    pub reps_min: Option<u32>,
    /// Repetitions the load was read for.
    pub reps_max: Option<u32>,
    /// Kilograms to put on the bar.
    pub rounded_kg: Option<f64>,
    /// Kilograms before rounding.
    pub exact_kg: Option<f64>,
    /// The estimate it was read from, in kilograms.
    pub basis_kg: Option<f64>,
    /// Rating aimed for.
    pub target_rpe: Option<f64>,
    /// Whether anything was reduced on load or sets.
    pub reduced: bool,
}

impl Prescribed {
    /// What `line` of `block` asks for.
    pub fn of(block: &PlannedBlock, line: &Line) -> Self {
        Self {
            line: line.key.clone(),
            movement: line.movement.clone(),
            work: Work::of(block.format),
            sets: line.sets,
            reps_min: line.reps_min.or(line.reps_max).or_else(|| least(block)),
            reps_max: line.reps_max,
            rounded_kg: line.load_kg,
            exact_kg: line.exact_kg,
            basis_kg: line.lift_basis_kg(),
            target_rpe: line.target_rpe,
            reduced: line.reduced,
        }
    }
}

/// The fewest repetitions of a block's scheme: what every one of its sets reaches.
fn least(block: &PlannedBlock) -> Option<u32> {
    block.rep_scheme.as_ref()?.iter().copied().min()
}

/// What the engine reads of a logged session.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SessionDigest {
    /// [`DIGEST_VERSION`] of the rules that made it.
    pub version: u32,
    /// Session-RPE load in arbitrary units: rating × minutes (Foster); `None` without a rating.
    pub training_load: Option<f64>,
    /// Kilograms moved, bodyweight movements by their share of bodyweight.
    pub tonnage_kg: f64,
    /// Metres run.
    pub run_metres: f64,
    /// Sets done, warm-ups apart.
    pub sets: u32,
    /// Sets left out because their values are impossible.
    pub dropped_sets: u32,
    /// Every lift that was worked.
    pub lifts: Vec<LiftDigest>,
    /// Every pattern that was worked.
    pub patterns: Vec<PatternDigest>,
}

/// What one session says of one lift: the best candidate of every kind of evidence (B1b).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LiftDigest {
    /// Key of the lift.
    pub lift: String,
    /// Sets done, warm-ups apart.
    pub sets: u32,
    /// A maximum that was tested.
    pub tested: Option<Candidate>,
    /// The best rated set; left unread where ratings are not read.
    pub rpe: Option<Candidate>,
    /// The most that was done of a line whose planned repetitions were missed.
    pub missed: Option<Candidate>,
    /// A line whose planned sets were completed.
    pub held: Option<Held>,
    /// The best set read as a lower bound.
    pub lower: Option<Candidate>,
    /// Highest basis prescribed in the session, in kilograms.
    pub basis_kg: Option<f64>,
    /// Whether any set was rated, readably or not.
    pub rated: bool,
    /// Whether less was lifted than prescribed; `None` where no load was prescribed.
    pub lighter: Option<bool>,
    /// Mean of logged minus target rating, where both are known.
    pub over_target: Option<f64>,
}

/// One value that a session is evidence of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Estimated one-repetition maximum in kilograms.
    pub value_kg: f64,
    /// Repetitions of the set it came from.
    pub reps: u32,
    /// The best that the session's other sets say: what stands where this one was a typing error.
    pub next_kg: Option<f64>,
    /// Far heavier than prescribed, while another set of its line was not: it waits for a coach.
    pub doubtful: bool,
}

impl Candidate {
    const fn new(value_kg: f64, reps: u32) -> Self {
        Self { value_kg, reps, next_kg: None, doubtful: false }
    }
}

/// A completed line: evidence that its basis holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Basis of the prescription, in kilograms.
    pub basis_kg: f64,
    /// The least that the sets done prove, in kilograms.
    pub at_least_kg: f64,
    /// The same without the set that proves the most.
    pub next_kg: Option<f64>,
    /// Repetitions of the set it came from.
    pub reps: u32,
    /// Whether the set that proves the most is far heavier than prescribed, while others are not.
    pub doubtful: bool,
    /// Heavy enough and reduced by nothing: a step is earned where none was in the last days.
    pub earns_step: bool,
}

/// What one session did in one pattern.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PatternDigest {
    /// The pattern.
    pub pattern: MovementPattern,
    /// Sets done, warm-ups apart.
    pub sets: u32,
    /// Sets at RPE 7 or harder.
    pub hard_sets: u32,
    /// Kilograms moved.
    pub tonnage_kg: f64,
}

/// Reads a session. Sets with impossible values are left out and counted.
///
/// A set outside any plan is strength work unless it is a warm-up.
pub fn digest(
    sets: &[LoggedSet],
    minutes: u32,
    session_rpe: Option<f64>,
    bodyweight_kg: Option<f64>,
    catalogue: &Catalogue,
    config: &StrengthConfig,
) -> SessionDigest {
    let mut out = SessionDigest {
        version: DIGEST_VERSION,
        training_load: crate::load::session_load(session_rpe, minutes),
        ..SessionDigest::default()
    };
    let bodyweight_kg = bodyweight_kg.filter(|kg| BODYWEIGHT_KG.contains(kg));
    let ordinary = ordinary(sets, config);
    let mut lines = Lines::default();
    let mut known: Option<(&str, Option<&Movement>)> = None;
    for set in sets {
        let movement = match known {
            Some((key, movement)) if key == set.movement => movement,
            _ => catalogue.get(&set.movement),
        };
        known = Some((&set.movement, movement));
        if !plausible(set, config) {
            out.dropped_sets += 1;
        } else if set.kind != SetKind::WarmUp && worked(set) {
            let known = line_key(set).is_some_and(|line| ordinary.contains(&line));
            let doubtful = known && far_over(set, config);
            add(&mut out, &mut lines, &Seen { set, doubtful }, movement, bodyweight_kg, config);
        }
    }
    lines.finish(&mut out.lifts, config);
    out
}

/// A set, and whether it is far over what its line prescribes while others are not.
#[derive(Clone, Copy)]
struct Seen<'a> {
    set: &'a LoggedSet,
    doubtful: bool,
}

fn line_key(set: &LoggedSet) -> Option<&str> {
    set.prescribed.as_ref().map(|asked| asked.line.as_str())
}

/// Lines of which some set is about as heavy as prescribed.
fn ordinary<'a>(sets: &'a [LoggedSet], config: &StrengthConfig) -> Vec<&'a str> {
    let near = |set: &&LoggedSet| {
        set.kind != SetKind::WarmUp && set.load_kg.is_some() && !far_over(set, config)
    };
    let mut lines: Vec<&str> = sets.iter().filter(near).filter_map(line_key).collect();
    lines.dedup();
    lines
}

/// Whether a set is far heavier than its line prescribes.
fn far_over(set: &LoggedSet, config: &StrengthConfig) -> bool {
    let asked = set.prescribed.as_ref().and_then(|asked| asked.rounded_kg);
    let over = |(load, asked): (f64, f64)| {
        load > config.over_prescribed * asked && load > asked + config.over_prescribed_kg
    };
    set.load_kg.zip(asked.filter(|kg| *kg > 0.0)).is_some_and(over)
}

fn plausible(set: &LoggedSet, config: &StrengthConfig) -> bool {
    let load = set.load_kg.is_none_or(|kg| kg.is_finite() && kg.abs() <= config.load_max_kg);
    let rpe = set.rpe.is_none_or(|rpe| (0.0..=e1rm::RPE_MOST).contains(&rpe));
    let metres = set.distance_metres.is_none_or(|metres| (0.0..=METRES_MAX).contains(&metres));
    load && rpe && metres && set.reps.is_none_or(|reps| reps <= REPS_MAX)
}

/// Whether anything was done: a set of no repetitions at all is only a missed one.
fn worked(set: &LoggedSet) -> bool {
    set.reps != Some(0) || set.prescribed.is_some() || set.distance_metres.is_some_and(|m| m > 0.0)
}

fn add<'a>(
    out: &mut SessionDigest,
    lines: &mut Lines<'a>,
    seen: &Seen<'a>,
    movement: Option<&Movement>,
    bodyweight_kg: Option<f64>,
    config: &StrengthConfig,
) {
    let set = seen.set;
    out.sets += 1;
    if let Some(movement) = movement {
        let moved = tonnage(set, movement, bodyweight_kg);
        out.tonnage_kg += moved;
        let pattern = pattern_of(&mut out.patterns, movement.pattern);
        pattern.sets += 1;
        pattern.hard_sets += u32::from(hard(set, config));
        pattern.tonnage_kg += moved;
        if is_running(movement) {
            out.run_metres += set.distance_metres.unwrap_or(0.0);
        }
    } else if let (Some(reps), Some(load)) = (set.reps, set.load_kg) {
        out.tonnage_kg += f64::from(reps) * load.max(0.0);
    }
    let reference = movement.and_then(|known| known.reference_lift.as_deref());
    let index = lift_of(&mut out.lifts, reference.unwrap_or(&set.movement));
    out.lifts[index].sets += 1;
    out.lifts[index].rated |= set.rpe.is_some();
    match reference.filter(|reference| *reference != set.movement) {
        None => candidates(&mut out.lifts[index], seen, config),
        Some(_) => of_variant(&mut out.lifts[index], seen, config),
    }
    lines.add(index, seen, config);
}

/// Candidates that a set gives alone: tested, rated, and the lower bound.
fn candidates(lift: &mut LiftDigest, seen: &Seen<'_>, config: &StrengthConfig) {
    let Seen { set, doubtful } = *seen;
    let (Some(reps), Some(load)) = (set.reps, set.load_kg) else {
        return;
    };
    if load <= 0.0 || reps == 0 {
        return;
    }
    let offer = |best: &mut Option<Candidate>, value: Option<f64>| {
        if let Some(value_kg) = value {
            keep_best(best, Candidate { doubtful, ..Candidate::new(value_kg, reps) });
        }
    };
    offer(&mut lift.rpe, set.rpe.and_then(|rpe| e1rm::rated(load, reps, rpe, config)));
    match set.prescribed.as_ref().map_or(Work::Strength, |asked| asked.work) {
        Work::Conditioning => {}
        Work::Strength => offer(&mut lift.lower, e1rm::at_least_rated(load, reps, set.rpe, config)),
        Work::MaxLoad => {
            // The heaviest of several repetitions was a maximum too: the chart's RPE 10 row; a single is
            // its load.
            offer(&mut lift.tested, e1rm::rated(load, reps, e1rm::RPE_MOST, config));
            offer(&mut lift.lower, e1rm::at_least_rated(load, reps, set.rpe, config));
        }
    }
}

/// What a set of a variant says of its reference lift: a member is at least that strong there, however hard
/// it was (decision 0005).
fn of_variant(lift: &mut LiftDigest, seen: &Seen<'_>, config: &StrengthConfig) {
    let Seen { set, doubtful } = *seen;
    let (Some(reps), Some(load)) = (set.reps.filter(|reps| *reps > 0), set.load_kg) else {
        return;
    };
    let strength = set.prescribed.as_ref().is_none_or(|asked| asked.work != Work::Conditioning);
    let rated = set.rpe.and_then(|rpe| e1rm::rated(load, reps, rpe, config));
    let least = e1rm::at_least_rated(load, reps, set.rpe, config).filter(|_| strength);
    if let Some(value_kg) = rated.into_iter().chain(least).max_by(f64::total_cmp)
        && load > 0.0
    {
        keep_best(&mut lift.lower, Candidate { doubtful, ..Candidate::new(value_kg, reps) });
    }
}

/// Keeps the higher of two candidates, of two equal ones the first, and what the others come to.
fn keep_best(best: &mut Option<Candidate>, other: Candidate) {
    let Some(known) = *best else {
        *best = Some(other);
        return;
    };
    let (first, second) =
        if other.value_kg > known.value_kg { (other, known) } else { (known, other) };
    let next = [first.next_kg, second.next_kg, Some(second.value_kg)];
    let next_kg = next.into_iter().flatten().max_by(f64::total_cmp);
    *best = Some(Candidate { next_kg, ..first });
}

fn lift_of(lifts: &mut Vec<LiftDigest>, key: &str) -> usize {
    lifts.iter().position(|lift| lift.lift == key).unwrap_or_else(|| {
        lifts.push(LiftDigest { lift: key.to_owned(), ..LiftDigest::default() });
        lifts.len() - 1
    })
}

fn pattern_of(patterns: &mut Vec<PatternDigest>, pattern: MovementPattern) -> &mut PatternDigest {
    let index = patterns.iter().position(|known| known.pattern == pattern).unwrap_or_else(|| {
        patterns.push(PatternDigest { pattern, sets: 0, hard_sets: 0, tonnage_kg: 0.0 });
        patterns.len() - 1
    });
    &mut patterns[index]
}

/// Repetitions × kilograms, with the share of bodyweight that the movement moves.
fn tonnage(set: &LoggedSet, movement: &Movement, bodyweight_kg: Option<f64>) -> f64 {
    let body = movement.bodyweight_fraction.unwrap_or(0.0) * bodyweight_kg.unwrap_or(0.0);
    // Assistance is logged as a negative load: it takes from the bodyweight, never below nothing.
    let moved = (set.load_kg.unwrap_or(0.0) + body).max(0.0);
    f64::from(set.reps.unwrap_or(0)) * moved
}

/// Hard by its own rating, by ending in failure, or by the rating it was prescribed at.
fn hard(set: &LoggedSet, config: &StrengthConfig) -> bool {
    let target = || set.prescribed.as_ref().and_then(|asked| asked.target_rpe);
    set.kind == SetKind::Failure
        || set.rpe.or_else(target).is_some_and(|rpe| rpe >= config.hard_rpe)
}

/// Whether a movement is running (B4 rule D, B9).
pub fn is_running(movement: &Movement) -> bool {
    movement.pattern == MovementPattern::Monostructural
        && movement.key.split('-').any(|word| matches!(word, "run" | "running" | "sprint" | "jog"))
}

#[cfg(test)]
mod tests;
