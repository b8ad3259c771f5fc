//! Landmarks of volume (`engine.md` B10): told to the coach, they change no prescription.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::digest::Work;
use crate::plan::{Line, PlanDocument, PlannedSession};
use crate::reason::Finding;
use crate::vocab::MovementPattern;

/// Sets a week of one pattern beyond which a coach should look (liftosaur's programme design notes).
const MANY_SETS: u32 = 22;
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

/// What lies beyond the landmarks.
pub fn warnings(document: &PlanDocument, catalogue: &Catalogue) -> Vec<Finding> {
    let mut out: Vec<Finding> =
        document.sessions.iter().flat_map(|session| of_session(session, catalogue)).collect();
    let mut sets: BTreeMap<MovementPattern, u32> = BTreeMap::new();
    for line in document.sessions.iter().flat_map(strength) {
        if let Some(movement) = catalogue.get(&line.movement) {
            *sets.entry(movement.pattern).or_default() += line.sets;
        }
    }
    out.extend(
        sets.into_iter()
            .filter(|(_, sets)| *sets > MANY_SETS)
            .map(|(pattern, sets)| Finding::ManySets { pattern, sets }),
    );
    out
}

fn strength(session: &PlannedSession) -> impl Iterator<Item = &Line> {
    let blocks = session.blocks.iter().filter(|block| Work::of(block.format) != Work::Conditioning);
    blocks.flat_map(|block| &block.lines)
}

/// Heavy repetitions of each lift and zone against the table, and each lift's INOL.
fn of_session(session: &PlannedSession, catalogue: &Catalogue) -> Vec<Finding> {
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
