//! Landmarks of volume (`engine.md` B10): told to the coach, they change no prescription.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::SetRange;
use crate::digest::Work;
use crate::plan::{Line, PlanDocument, PlannedSession};
use crate::reason::Finding;
use crate::signals::Signals;
use crate::snapshot::GymFacts;
use crate::vocab::{GoalKind, MovementPattern};

/// Share of the maximum in percent over which no INOL is defined: read as 99 % (B10).
const INOL_MOST: f64 = 99.0;

/// One row of Prilepin's table, after Hristov.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zone {
    /// Repetitions of a set.
    pub per_set: (u32, u32),
    /// Best total of a session.
    pub optimal: u32,
    /// Least and most in total.
    pub total: (u32, u32),
}

/// Prilepin's zone for a share of the maximum in percent. From elite weightlifters: an upper guide.
pub fn prilepin(percent: f64) -> Zone {
    match percent {
        share if share < 70.0 => Zone { per_set: (3, 6), optimal: 24, total: (18, 30) },
        share if share < 80.0 => Zone { per_set: (3, 6), optimal: 18, total: (12, 24) },
        share if share < 90.0 => Zone { per_set: (2, 4), optimal: 15, total: (10, 20) },
        _ => Zone { per_set: (1, 2), optimal: 7, total: (4, 10) },
    }
}

/// Intensity and number of lifts: repetitions over (100 − percent of the maximum).
pub fn inol(reps: u32, percent: f64) -> f64 {
    f64::from(reps) / (100.0 - percent.min(INOL_MOST))
}

/// Muscles that hard sets are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Muscle {
    /// Chest.
    Chest,
    /// Back.
    Back,
    /// Front of the thigh.
    Quads,
    /// Back of the thigh.
    Hamstrings,
    /// Buttocks.
    Glutes,
    /// Shoulders.
    Shoulders,
    /// Arms.
    Arms,
}

impl Muscle {
    /// As a coach says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chest => "chest",
            Self::Back => "back",
            Self::Quads => "quads",
            Self::Hamstrings => "hamstrings",
            Self::Glutes => "glutes",
            Self::Shoulders => "shoulders",
            Self::Arms => "arms",
        }
    }
}

/// Lifts that strength as a goal asks a number of sets of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StrengthLift {
    /// Squats.
    #[serde(rename = "s")]
    Squat,
    /// Bench presses and other horizontal presses.
    #[serde(rename = "b")]
    Bench,
    /// Deadlifts and other hinges.
    #[serde(rename = "d")]
    Deadlift,
}

impl StrengthLift {
    /// As a coach says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Squat => "squat",
            Self::Bench => "bench press",
            Self::Deadlift => "deadlift",
        }
    }

    /// The lift that work of a pattern counts for (decision 0020).
    const fn of(pattern: MovementPattern) -> Option<Self> {
        match pattern {
            MovementPattern::Squat => Some(Self::Squat),
            MovementPattern::HorizontalPush => Some(Self::Bench),
            MovementPattern::Hinge => Some(Self::Deadlift),
            _ => None,
        }
    }
}

/// How a set counts for a muscle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The muscle that a pattern is for: as a whole set.
    Main,
    /// One that helps: as a share of a set.
    Helper,
}

/// The muscles that a pattern works.
///
/// House choice (decision 0051): the patterns of single joints, carries, jumps and engines are no muscle's hard sets.
const fn muscles(pattern: MovementPattern) -> &'static [(Muscle, Part)] {
    use MovementPattern as P;
    use Muscle as M;
    use Part::{Helper, Main};
    match pattern {
        P::Squat | P::Lunge => &[(M::Quads, Main), (M::Glutes, Helper)],
        P::Hinge => &[(M::Hamstrings, Main), (M::Glutes, Helper), (M::Back, Helper)],
        P::HorizontalPush => &[(M::Chest, Main), (M::Shoulders, Helper), (M::Arms, Helper)],
        P::VerticalPush => &[(M::Shoulders, Main), (M::Arms, Helper)],
        P::HorizontalPull | P::VerticalPull => &[(M::Back, Main), (M::Arms, Helper)],
        P::Olympic => &[(M::Quads, Helper), (M::Glutes, Helper), (M::Back, Helper)],
        P::Carry | P::Core | P::Jump | P::Monostructural | P::GymnasticSkill | P::Isolation => &[],
    }
}

/// What lies beyond the landmarks.
pub fn warnings(document: &PlanDocument, signals: &Signals, facts: &GymFacts) -> Vec<Finding> {
    let scale = &facts.config.landmarks.scale;
    let mut out = Vec::new();
    let mut week: BTreeMap<Muscle, f64> = BTreeMap::new();
    let mut hardness: BTreeMap<&str, f64> = BTreeMap::new();
    for session in &document.sessions {
        out.extend(of_session(session, facts, &mut hardness));
        let day = hard_sets(session, facts);
        let many = day.iter().filter(|(_, sets)| **sets > scale.session_sets);
        out.extend(many.map(|(muscle, sets)| Finding::ManySets {
            muscle: *muscle,
            date: Some(session.date),
            sets: *sets,
        }));
        for (muscle, sets) in day {
            *week.entry(muscle).or_default() += sets;
        }
    }
    let tough = hardness.into_iter().filter(|(_, inol)| *inol >= scale.tough_inol);
    out.extend(tough.map(|(lift, inol)| Finding::ToughWeek { lift: lift.to_owned(), inol }));
    let many = week.into_iter().filter(|(_, sets)| *sets > scale.many_sets);
    out.extend(many.map(|(muscle, sets)| Finding::ManySets { muscle, date: None, sets }));
    if signals.member.goals.iter().any(|goal| goal.kind == GoalKind::BuildStrength) {
        out.extend(for_strength(document, facts));
    }
    out
}

/// Lifts whose hard sets of the week are fewer or more than strength as a goal asks for (decision 0020).
///
/// Too many are counted as they are planned; too few as they were programmed, for what a cut takes is meant. A lift
/// that the week does not train at all is the programme's choice.
fn for_strength(document: &PlanDocument, facts: &GymFacts) -> Vec<Finding> {
    let mut sets: BTreeMap<StrengthLift, (u32, u32)> = BTreeMap::new();
    for line in document.sessions.iter().flat_map(|session| hard_lines(session, facts)) {
        let pattern = facts.catalogue.get(&line.movement).map(|movement| movement.pattern);
        if let Some(lift) = pattern.and_then(StrengthLift::of) {
            let (planned, programmed) = sets.entry(lift).or_default();
            *planned = planned.saturating_add(line.sets);
            *programmed = programmed.saturating_add(line.programmed_sets.max(line.sets));
        }
    }
    let beyond = |(lift, (planned, programmed)): (StrengthLift, (u32, u32))| {
        let SetRange { least, most } = facts.config.landmarks.strength_sets.of(lift);
        let finding = |sets| Finding::SetsForStrength { lift, sets, least, most };
        if planned > most {
            Some(finding(planned))
        } else {
            (programmed < least).then(|| finding(programmed))
        }
    };
    sets.into_iter().filter_map(beyond).collect()
}

/// Hard sets of strength work by muscle, as they are planned.
fn hard_sets(session: &PlannedSession, facts: &GymFacts) -> BTreeMap<Muscle, f64> {
    let mut out = BTreeMap::new();
    for line in hard_lines(session, facts) {
        let pattern = facts.catalogue.get(&line.movement).map(|movement| movement.pattern);
        for (muscle, part) in pattern.map_or(&[][..], muscles) {
            let share = match part {
                Part::Main => 1.0,
                Part::Helper => facts.config.landmarks.scale.helper_share,
            };
            *out.entry(*muscle).or_default() += share * f64::from(line.sets);
        }
    }
    out
}

/// Lines of strength work that are hard; one without a rating counts as hard.
fn hard_lines<'d>(
    session: &'d PlannedSession,
    facts: &GymFacts,
) -> impl Iterator<Item = &'d Line> + use<'d> {
    let hard = facts.config.strength.hard_rpe;
    strength(session).filter(move |line| line.target_rpe.is_none_or(|rpe| rpe >= hard))
}

fn strength(session: &PlannedSession) -> impl Iterator<Item = &Line> {
    let blocks = session.blocks.iter().filter(|block| Work::of(block.format) != Work::Conditioning);
    blocks.flat_map(|block| &block.lines)
}

/// Heavy repetitions of each lift and zone against the table, and each lift's INOL, which is added to the
/// week's.
fn of_session<'a>(
    session: &'a PlannedSession,
    facts: &'a GymFacts,
    week: &mut BTreeMap<&'a str, f64>,
) -> Vec<Finding> {
    let scale = &facts.config.landmarks.scale;
    let mut totals: BTreeMap<(&str, u32), u32> = BTreeMap::new();
    let mut hardness: BTreeMap<&str, f64> = BTreeMap::new();
    for line in strength(session) {
        let Some((exact, basis)) = line.exact_kg.zip(line.basis_kg) else {
            continue;
        };
        let percent = 100.0 * exact / basis;
        let of_set = line.reps_max.or(line.reps_min).unwrap_or(0);
        if of_set > scale.longest_set {
            continue;
        }
        let reps = line.sets.saturating_mul(of_set);
        let lift = facts.catalogue.lift_of(&line.movement);
        let total = totals.entry((lift, prilepin(percent).total.1)).or_default();
        *total = total.saturating_add(reps);
        *hardness.entry(lift).or_default() += inol(reps, percent);
    }
    let beyond = totals.into_iter().filter(|((_, most), reps)| reps > most);
    let mut out: Vec<Finding> = beyond
        .map(|((lift, most), reps)| Finding::ManyReps {
            lift: lift.to_owned(),
            date: session.date,
            reps,
            most,
        })
        .collect();
    for (lift, inol) in &hardness {
        *week.entry(lift).or_default() += inol;
    }
    out.extend(
        hardness.into_iter().filter(|(_, inol)| *inol > scale.hard_inol).map(|(lift, inol)| {
            Finding::VeryHard { lift: lift.to_owned(), date: session.date, inol }
        }),
    );
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::reference;

    #[test]
    fn inol_and_zones_are_those_of_e11() {
        assert!((inol(20, 75.0) - 0.80).abs() < 1e-9);
        assert!((inol(5, 75.0) - 0.20).abs() < 1e-9);
        assert!((inol(1, 100.0) - 1.0).abs() < 1e-9);
        let zone = prilepin(75.0);
        assert_eq!((zone.optimal, zone.total), (18, (12, 24)));
        assert!(20 <= zone.total.1 && 30 > zone.total.1);
    }

    #[test]
    fn zones_are_those_of_the_printed_table() {
        for row in reference::rows("reference/prilepin.csv").into_iter().flatten() {
            let cell = |index: usize| row[index].parse::<u32>().unwrap();
            for percent in [cell(0), cell(1)] {
                let zone = prilepin(f64::from(percent));
                assert_eq!(zone.per_set, (cell(2), cell(3)), "{percent} %");
                assert_eq!(zone.optimal, cell(4), "{percent} %");
                assert_eq!(zone.total, (cell(5), cell(6)), "{percent} %");
            }
        }
    }
}
