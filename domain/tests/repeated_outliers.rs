//! What lies far over a lift's best waits for a coach, until another day says the same.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{Days, NaiveDate};
use domain::config::StrengthConfig;
use domain::digest::{Candidate, LiftDigest};
use domain::evidence::{LiftSession, Pieces, Reading, pieces};
use domain::vocab::Experience;

fn day(number: u64) -> NaiveDate {
    "2026-01-05".parse::<NaiveDate>().unwrap() + Days::new(number)
}

/// One session every `days` days, each proving so many kilograms.
fn read(values: &[f64], days: u64) -> Pieces {
    let digests: Vec<LiftDigest> = values
        .iter()
        .map(|value_kg| LiftDigest {
            lower: Some(Candidate { value_kg: *value_kg, reps: 5 }),
            ..LiftDigest::default()
        })
        .collect();
    let sessions: Vec<LiftSession<'_>> = (0..)
        .zip(&digests)
        .map(|(number, digest)| LiftSession {
            date: day(number * days),
            conservative: false,
            digest,
        })
        .collect();
    let reading = Reading { experience: Experience::Intermediate, ratings: true };
    pieces(&sessions, &[], reading, &StrengthConfig::default())
}

fn counted(pieces: &Pieces) -> Vec<f64> {
    assert!(pieces.confirmed.is_sorted_by_key(|piece| piece.date));
    pieces.confirmed.iter().map(|piece| piece.value_kg).collect()
}

#[test]
fn a_value_typed_once_waits_however_often_the_usual_is_lifted_after_it() {
    let found = read(&[100.0, 140.0, 101.0, 102.0, 100.0], 3);

    assert_eq!(counted(&found), [100.0, 101.0, 102.0, 100.0]);
    assert_eq!(found.waiting.len(), 1);
}

#[test]
fn a_member_who_goes_from_8_to_10_kilograms_is_believed_the_third_time() {
    let second = read(&[8.0, 10.0, 10.0], 3);
    let third = read(&[8.0, 10.0, 10.0, 10.0], 3);

    assert_eq!(counted(&second), [8.0]);
    assert_eq!(counted(&third), [8.0, 10.0, 10.0, 10.0]);
    assert!(third.waiting.is_empty());
}

#[test]
fn what_later_days_do_not_reach_goes_on_waiting() {
    let found = read(&[100.0, 180.0, 120.0, 120.0, 120.0], 3);

    assert_eq!(counted(&found), [100.0, 120.0, 120.0, 120.0]);
    assert_eq!(found.waiting[0].value_kg, 180.0);
}

#[test]
fn what_was_typed_long_ago_proves_nothing() {
    let far = read(&[100.0, 125.0, 100.0, 125.0, 100.0, 125.0], 46);

    assert_eq!(counted(&far), [100.0, 100.0, 100.0]);
    assert_eq!(far.waiting.len(), 3);
}
