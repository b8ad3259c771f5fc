//! Personal records in logged sets: what a set stands for, on what that rests, and whether it waits for
//! a coach (`engine.md` B1b, typo guard).

use chrono::NaiveDate;

use crate::config::StrengthConfig;
use crate::digest::Work;
use crate::e1rm;
use crate::evidence::{Pieces, waits};
use crate::signals::{Evidence, EvidenceKind};
use crate::vocab::E1rmBasis;

/// Two values this close, as a fraction of 1, are one: sums of floats differ by less.
const EPSILON: f64 = 1e-9;

/// A set done under load, as far as it could be a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordSet {
    /// Repetitions done.
    pub reps: u32,
    /// Kilograms.
    pub load_kg: f64,
    /// Rating of perceived exertion, where logged.
    pub rpe: Option<f64>,
    /// What the block it was done in asked for; a set outside any plan is strength work.
    pub work: Work,
}

impl RecordSet {
    /// Estimated one-repetition maximum in kilograms and what it rests on.
    ///
    /// `None` for an unrated set of conditioning work: its load was chosen for the clock (B0, block kinds).
    pub fn estimate(&self, config: &StrengthConfig) -> Option<(f64, E1rmBasis)> {
        if self.reps == 0 || self.load_kg.is_nan() || self.load_kg <= 0.0 {
            return None;
        }
        let rated = |rpe: Option<f64>| e1rm::rated(self.load_kg, self.reps, rpe?, config);
        let tested = || rated(Some(e1rm::RPE_MOST)).map(|value| (value, E1rmBasis::Tested));
        let chart = || rated(self.rpe).map(|value| (value, E1rmBasis::RpeChart));
        let at_least = || {
            let value = e1rm::at_least(self.load_kg, self.reps, config)?;
            Some((value, E1rmBasis::RepsOnly))
        };
        match self.work {
            Work::Conditioning => chart(),
            Work::MaxLoad => tested().or_else(chart).or_else(at_least),
            Work::Strength if self.reps == 1 && self.rpe.is_none() => tested(),
            Work::Strength => chart().or_else(at_least),
        }
    }

    /// What the set says as evidence of that kind, in kilograms.
    fn as_kind(&self, kind: EvidenceKind, config: &StrengthConfig) -> Option<(f64, E1rmBasis)> {
        let (load, reps) = (self.load_kg, self.reps);
        let (value, basis) = match kind {
            EvidenceKind::Tested if self.work == Work::MaxLoad => {
                (e1rm::rated(load, reps, e1rm::RPE_MOST, config), E1rmBasis::Tested)
            }
            EvidenceKind::Tested => (None, E1rmBasis::Tested),
            EvidenceKind::Rpe => {
                let rated = self.rpe.and_then(|rpe| e1rm::rated(load, reps, rpe, config));
                (rated, E1rmBasis::RpeChart)
            }
            EvidenceKind::Missed | EvidenceKind::Held | EvidenceKind::Lower => {
                let believed = self.work != Work::Conditioning;
                (e1rm::at_least(load, reps, config).filter(|_| believed), E1rmBasis::RepsOnly)
            }
        };
        value.filter(|kg| *kg > 0.0).map(|kg| (kg, basis))
    }
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What its value rests on, as evidence of the lift that scales the movement.
    pub basis: E1rmBasis,
    /// Whether it counts at once; else it waits for a coach.
    pub counts: bool,
}

/// Judges a record against the `evidence` of its lift.
///
/// `own_lift`: the movement is the lift itself. A single of a variant (a thruster for the front squat)
/// is a test of the lift only where nothing of the lift is as high; else the lift is at least that strong.
pub fn judge(
    date: NaiveDate,
    (value_kg, basis): (f64, E1rmBasis),
    own_lift: bool,
    evidence: &Pieces,
    config: &StrengthConfig,
) -> Verdict {
    let before = || evidence.confirmed.iter().filter(|piece| piece.date <= date);
    let recent = |piece: &&Evidence| (date - piece.date).num_days() <= i64::from(config.typo_days);
    let best = before().filter(recent).map(|piece| piece.value_kg).max_by(f64::total_cmp);
    let other_day = |piece: &Evidence| piece.date < date || piece.value_kg > value_kg;
    let beaten = before().any(|piece| other_day(piece) && piece.value_kg >= value_kg);
    let basis = match basis {
        E1rmBasis::Tested if !own_lift && beaten => E1rmBasis::RepsOnly,
        other => other,
    };
    let waits = waits(value_kg, best, config) || evidence.doubts(date, value_kg);
    Verdict { basis, counts: !waits }
}

/// The set that a piece of evidence was read from: its index in `sets`, value in kilograms and basis.
pub fn source_of(
    piece: &Evidence,
    sets: &[RecordSet],
    config: &StrengthConfig,
) -> Option<(usize, f64, E1rmBasis)> {
    let read = sets.iter().enumerate().filter_map(|(index, set)| {
        let (value, basis) = set.as_kind(piece.kind, config)?;
        Some((index, value, basis))
    });
    // The session's piece is the highest of its kind; of two equal sets the first.
    read.reduce(|best, other| if other.1 > best.1 * (1.0 + EPSILON) { other } else { best })
}

/// Whether a value in kilograms is reached by another.
pub fn reaches(value_kg: f64, other_kg: f64) -> bool {
    value_kg >= other_kg * (1.0 - EPSILON)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::evidence::Doubt;

    fn config() -> StrengthConfig {
        StrengthConfig::default()
    }

    /// A set of five at 100 kg, unrated, outside any plan.
    fn set() -> RecordSet {
        RecordSet { reps: 5, load_kg: 100.0, rpe: None, work: Work::Strength }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn piece(on: u32, value_kg: f64) -> Evidence {
        let kind = EvidenceKind::Lower;
        Evidence { date: day(on), kind, value_kg, reps: 5, conservative: false }
    }

    #[test]
    fn a_single_is_tested_and_five_repetitions_say_at_least() {
        let single = RecordSet { reps: 1, ..set() };

        assert_eq!(single.estimate(&config()), Some((100.0, E1rmBasis::Tested)));
        assert_eq!(set().estimate(&config()).map(|found| found.1), Some(E1rmBasis::RepsOnly));
        let rated = RecordSet { rpe: Some(8.0), ..set() };
        assert_eq!(rated.estimate(&config()).map(|found| found.1), Some(E1rmBasis::RpeChart));
    }

    #[test]
    fn an_unrated_set_of_conditioning_is_no_record_of_strength() {
        let wod = RecordSet { work: Work::Conditioning, ..set() };

        assert_eq!(wod.estimate(&config()), None);
        assert!(RecordSet { rpe: Some(9.0), ..wod }.estimate(&config()).is_some());
    }

    #[test]
    fn a_value_far_over_the_best_of_the_lift_waits_even_where_no_record_stood() {
        let history = Pieces { confirmed: vec![piece(1, 100.0)], ..Pieces::default() };
        let judged =
            |value| judge(day(20), (value, E1rmBasis::RepsOnly), true, &history, &config());

        assert!(judged(114.9).counts);
        assert!(!judged(115.1).counts);
        let none = Pieces::default();
        assert!(judge(day(20), (500.0, E1rmBasis::RepsOnly), true, &none, &config()).counts);
    }

    #[test]
    fn a_value_that_rests_on_a_doubted_set_waits_and_the_other_sets_of_its_day_do_not() {
        let doubt = Doubt { of: piece(20, 110.0), beside_kg: Some(100.0) };
        let history =
            Pieces { confirmed: vec![piece(1, 100.0)], doubted: vec![doubt], ..Pieces::default() };
        let judged = |on, value| {
            judge(day(on), (value, E1rmBasis::RpeChart), true, &history, &config()).counts
        };

        assert!(!judged(20, 110.0));
        assert!(judged(20, 100.0));
        assert!(judged(21, 110.0));
    }

    #[test]
    fn a_thruster_is_a_test_of_the_front_squat_only_where_it_is_a_record_there() {
        let history = Pieces { confirmed: vec![piece(1, 100.0)], ..Pieces::default() };
        let of = |value, own| judge(day(5), (value, E1rmBasis::Tested), own, &history, &config());

        assert_eq!(of(60.0, false).basis, E1rmBasis::RepsOnly);
        assert_eq!(of(101.0, false).basis, E1rmBasis::Tested);
        assert_eq!(of(60.0, true).basis, E1rmBasis::Tested);
    }

    #[test]
    fn the_set_behind_a_value_is_found_by_its_kind() {
        let sets =
            [set(), RecordSet { load_kg: 300.0, ..set() }, RecordSet { rpe: Some(8.0), ..set() }];
        let of = |kind| source_of(&Evidence { kind, ..piece(1, 0.0) }, &sets, &config());

        assert_eq!(of(EvidenceKind::Lower).map(|found| found.0), Some(1));
        assert_eq!(of(EvidenceKind::Rpe).map(|found| found.0), Some(2));
        assert_eq!(of(EvidenceKind::Tested), None);
    }
}
