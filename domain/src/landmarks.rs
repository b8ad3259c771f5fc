//! Landmarks of volume (`engine.md` B10): told to the coach, they change no prescription.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::digest::Work;
use crate::plan::{Line, PlanDocument, PlannedSession};
use crate::reason::Finding;
use crate::vocab::{Experience, MovementPattern};

/// Hard sets a week of one muscle beyond which a coach should look (liftosaur's programme design notes).
const MANY_SETS: f64 = 22.0;
/// Hard sets of one muscle in one session beyond which a coach should look (the same).
pub const SESSION_SETS: f64 = 8.0;
/// Rating from which a planned set is a hard one (RPE; B3).
const HARD_RPE: f64 = 7.0;
/// What a set counts for a muscle that helps (the same notes).
const HELPER: f64 = 0.5;
/// INOL of one lift in one week from which it is tough (textbook: 2 to 3).
const TOUGH_INOL: f64 = 2.0;
/// INOL of one lift in one session from which it is very hard (textbook).
const HARD_INOL: f64 = 2.0;
/// Longest set that the table is about, in repetitions.
const LONGEST_SET: u32 = 6;
/// Share from which no INOL is defined: read as 99 %.
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

    /// Usual hard sets a week, least and most (liftosaur's programme design notes).
    pub const fn weekly_sets(self, experience: Experience) -> (u32, u32) {
        let novice = matches!(experience, Experience::Novice);
        match self {
            Self::Chest if novice => (8, 12),
            Self::Chest => (10, 20),
            Self::Back if novice => (8, 14),
            Self::Back => (10, 22),
            Self::Quads | Self::Shoulders if novice => (6, 12),
            Self::Quads | Self::Shoulders => (8, 18),
            Self::Hamstrings | Self::Arms | Self::Glutes if novice => (4, 10),
            Self::Hamstrings | Self::Arms => (6, 14),
            Self::Glutes => (6, 16),
        }
    }
}

/// The muscles that a pattern works, and what one set counts for each: 1, or half for a helper.
///
/// House choice: the patterns of single joints, carries, jumps and engines are no muscle's hard sets.
const fn muscles(pattern: MovementPattern) -> &'static [(Muscle, f64)] {
    use MovementPattern as P;
    use Muscle as M;
    match pattern {
        P::Squat | P::Lunge => &[(M::Quads, 1.0), (M::Glutes, HELPER)],
        P::Hinge => &[(M::Hamstrings, 1.0), (M::Glutes, HELPER), (M::Back, HELPER)],
        P::HorizontalPush => &[(M::Chest, 1.0), (M::Shoulders, HELPER), (M::Arms, HELPER)],
        P::VerticalPush => &[(M::Shoulders, 1.0), (M::Arms, HELPER)],
        P::HorizontalPull | P::VerticalPull => &[(M::Back, 1.0), (M::Arms, HELPER)],
        P::Olympic => &[(M::Quads, HELPER), (M::Glutes, HELPER), (M::Back, HELPER)],
        P::Carry | P::Core | P::Jump | P::Monostructural | P::GymnasticSkill | P::Isolation => &[],
    }
}

/// What lies beyond the landmarks.
pub fn warnings(document: &PlanDocument, catalogue: &Catalogue) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut week: BTreeMap<Muscle, f64> = BTreeMap::new();
    let mut hardness: BTreeMap<&str, f64> = BTreeMap::new();
    for session in &document.sessions {
        out.extend(of_session(session, catalogue, &mut hardness));
        let day = hard_sets(session, catalogue);
        let many = day.iter().filter(|(_, sets)| **sets > SESSION_SETS);
        out.extend(many.map(|(muscle, sets)| Finding::ManySets {
            muscle: *muscle,
            date: Some(session.date),
            sets: *sets,
        }));
        for (muscle, sets) in day {
            *week.entry(muscle).or_default() += sets;
        }
    }
    let tough = hardness.into_iter().filter(|(_, inol)| *inol >= TOUGH_INOL);
    out.extend(tough.map(|(lift, inol)| Finding::ToughWeek { lift: lift.to_owned(), inol }));
    let many = week.into_iter().filter(|(_, sets)| *sets > MANY_SETS);
    out.extend(many.map(|(muscle, sets)| Finding::ManySets { muscle, date: None, sets }));
    out
}

/// Planned hard sets of strength work by muscle. A line without a rating counts as hard.
fn hard_sets(session: &PlannedSession, catalogue: &Catalogue) -> BTreeMap<Muscle, f64> {
    let mut out = BTreeMap::new();
    for line in strength(session).filter(|line| line.target_rpe.is_none_or(|rpe| rpe >= HARD_RPE)) {
        let pattern = catalogue.get(&line.movement).map(|movement| movement.pattern);
        for (muscle, share) in pattern.map_or(&[][..], muscles) {
            *out.entry(*muscle).or_default() += share * f64::from(line.sets);
        }
    }
    out
}

fn strength(session: &PlannedSession) -> impl Iterator<Item = &Line> {
    let blocks = session.blocks.iter().filter(|block| Work::of(block.format) != Work::Conditioning);
    blocks.flat_map(|block| &block.lines)
}

/// Heavy repetitions of each lift and zone against the table, and each lift's INOL, which is added to the
/// week's.
fn of_session<'a>(
    session: &'a PlannedSession,
    catalogue: &'a Catalogue,
    week: &mut BTreeMap<&'a str, f64>,
) -> Vec<Finding> {
    let mut totals: BTreeMap<(&str, u32), u32> = BTreeMap::new();
    let mut hardness: BTreeMap<&str, f64> = BTreeMap::new();
    for line in strength(session) {
        let Some((exact, basis)) = line.exact_kg.zip(line.basis_kg) else {
            continue;
        };
        let percent = 100.0 * exact / basis;
        let of_set = line.reps_max.or(line.reps_min).unwrap_or(0);
        if of_set > LONGEST_SET {
            continue;
        }
        let reps = line.sets * of_set;
        let lift = catalogue.lift_of(&line.movement);
        *totals.entry((lift, prilepin(percent).total.1)).or_default() += reps;
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
        hardness.into_iter().filter(|(_, inol)| *inol > HARD_INOL).map(|(lift, inol)| {
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
