//! What a session says of a lift, and what waits for a coach (B1b, E12).
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::digest::{Candidate as Said, Held};

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(offset)
}

const fn said(value_kg: f64, reps: u32) -> Said {
    Said { value_kg, reps, next_kg: None, doubtful: false }
}

fn held(basis_kg: f64, at_least_kg: f64, earns_step: bool) -> Held {
    Held { basis_kg, at_least_kg, next_kg: None, reps: 5, doubtful: false, earns_step }
}

/// Reads sessions on the given days as a member of that experience, whose ratings are read.
fn read_all(sessions: &[(u64, LiftDigest)], experience: Experience) -> Pieces {
    let config = StrengthConfig::default();
    let sessions: Vec<LiftSession<'_>> = sessions
        .iter()
        .map(|(on, digest)| LiftSession { date: day(*on), conservative: false, digest })
        .collect();
    let reading = Reading { experience, rated_from: NaiveDate::MIN };
    pieces(&sessions, &[], reading, &config)
}

fn confirmed(sessions: &[(u64, LiftDigest)]) -> Vec<(EvidenceKind, f64)> {
    let pieces = read_all(sessions, Experience::Intermediate);
    pieces.confirmed.iter().map(|piece| (piece.kind, piece.value_kg)).collect()
}

#[test]
fn a_session_gives_the_first_kind_that_any_set_gives() {
    let mut digest = LiftDigest {
        tested: Some(said(150.0, 1)),
        rpe: Some(said(147.0, 5)),
        missed: Some(said(140.0, 4)),
        held: Some(held(138.0, 120.0, false)),
        lower: Some(said(160.0, 10)),
        ..LiftDigest::default()
    };
    let mut order = Vec::new();
    for _ in 0..5 {
        order.push(confirmed(&[(0, digest.clone())])[0]);
        if digest.tested.take().is_some() || digest.rpe.take().is_some() {
            continue;
        }
        if digest.missed.take().is_none() {
            digest.held = None;
        }
    }

    assert_eq!(
        order,
        [
            (EvidenceKind::Tested, 150.0),
            (EvidenceKind::Rpe, 147.0),
            (EvidenceKind::Missed, 140.0),
            (EvidenceKind::Held, 138.0),
            (EvidenceKind::Lower, 160.0),
        ]
    );
}

#[test]
fn a_held_set_earns_its_step_once_in_seven_days_as_e12() {
    let digest = || LiftDigest { held: Some(held(140.0, 120.0, true)), ..LiftDigest::default() };

    let values = confirmed(&[(0, digest()), (3, digest()), (6, digest()), (7, digest())]);

    let kg: Vec<f64> = values.iter().map(|piece| piece.1).collect();
    assert!((kg[0] - 140.35).abs() < 1e-9);
    assert_eq!(kg[1..3], [140.0, 140.0]);
    assert!((kg[3] - 140.35).abs() < 1e-9);
}

#[test]
fn the_step_is_larger_the_less_a_member_is_trained() {
    let config = StrengthConfig::default();
    let steps = Experience::ALL.iter().map(|experience| step_of(*experience, &config));

    assert_eq!(steps.collect::<Vec<_>>(), [0.010, 0.0025, 0.001]);
}

#[test]
fn a_long_set_that_proves_more_than_the_basis_counts() {
    let digest = LiftDigest { held: Some(held(140.0, 146.0, false)), ..LiftDigest::default() };

    assert_eq!(confirmed(&[(0, digest)]), [(EvidenceKind::Held, 146.0)]);
}

#[test]
fn a_value_far_over_the_best_of_90_days_waits_and_the_first_of_all_counts() {
    let rated = |kg| LiftDigest { rpe: Some(said(kg, 3)), ..LiftDigest::default() };

    let edge = read_all(&[(0, rated(100.0)), (7, rated(114.9))], Experience::Advanced);
    let over = read_all(&[(0, rated(100.0)), (7, rated(115.1))], Experience::Advanced);
    let long_ago = read_all(&[(0, rated(100.0)), (91, rated(130.0))], Experience::Advanced);

    assert_eq!((edge.confirmed.len(), edge.waiting.len()), (2, 0));
    assert_eq!((over.confirmed.len(), over.waiting.len()), (1, 1));
    assert_eq!((long_ago.confirmed.len(), long_ago.waiting.len()), (2, 0));
}

#[test]
fn one_set_typed_wrong_leaves_what_the_others_say() {
    let good = LiftDigest { rpe: Some(said(100.0, 3)), ..LiftDigest::default() };
    let typed = Said { next_kg: Some(101.0), ..said(150.0, 3) };
    let bad = LiftDigest { rpe: Some(typed), ..LiftDigest::default() };

    let pieces = read_all(&[(0, good), (7, bad)], Experience::Intermediate);

    let kept: Vec<f64> = pieces.confirmed.iter().map(|piece| piece.value_kg).collect();
    assert_eq!(kept, [100.0, 101.0]);
    assert_eq!(pieces.waiting[0].value_kg, 150.0);
}

#[test]
fn ratings_of_a_novice_s_first_twelve_weeks_are_never_read() {
    let config = StrengthConfig::default();
    let digest = LiftDigest {
        rpe: Some(said(100.0, 5)),
        lower: Some(said(93.0, 5)),
        ..LiftDigest::default()
    };
    let reading = Reading::of(Experience::Novice, Some(day(0)), &config);
    let session = |on| LiftSession { date: day(on), conservative: false, digest: &digest };

    let read = pieces(&[session(83), session(84)], &[], reading, &config);

    let kinds: Vec<EvidenceKind> = read.confirmed.iter().map(|piece| piece.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Lower, EvidenceKind::Rpe]);
}

#[test]
fn a_set_of_which_nothing_was_lifted_is_a_miss_worth_nothing() {
    let digest = LiftDigest { missed: Some(said(0.0, 0)), ..LiftDigest::default() };

    assert_eq!(confirmed(&[(0, digest)]), [(EvidenceKind::Missed, 0.0)]);
}

#[test]
fn a_record_joins_the_session_of_its_day_and_vouches_for_it() {
    let config = StrengthConfig::default();
    let digest = LiftDigest { rpe: Some(said(130.0, 3)), ..LiftDigest::default() };
    let first = LiftDigest { rpe: Some(said(100.0, 3)), ..LiftDigest::default() };
    let sessions = [
        LiftSession { date: day(0), conservative: false, digest: &first },
        LiftSession { date: day(7), conservative: false, digest: &digest },
    ];
    let record = |confirmed| RecordFacts {
        date: day(7),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        movement: "back-squat".into(),
        reps: 1,
        load_kg: 132.0,
        rpe: None,
        basis: E1rmBasis::Tested,
        confirmed,
        decided: false,
    };
    let reading = Reading { experience: Experience::Intermediate, rated_from: NaiveDate::MIN };

    let vouched = pieces(&sessions, &[&record(true)], reading, &config);
    let alone = pieces(&sessions, &[&record(false)], reading, &config);

    assert_eq!(vouched.confirmed.last().map(|piece| piece.value_kg), Some(132.0));
    assert_eq!(alone.confirmed.len(), 1);
    assert_eq!(alone.waiting.len(), 2);
}

/// A hundred for a week, then a session of which one set of 112 is doubted beside one of 101, and the record of
/// `kg` that stands for that day.
fn doubted(kg: f64, basis: E1rmBasis, decided: bool) -> Pieces {
    let config = StrengthConfig::default();
    let good = LiftDigest { rpe: Some(said(100.0, 3)), ..LiftDigest::default() };
    let typed = Said { next_kg: Some(101.0), doubtful: true, ..said(112.0, 1) };
    let bad = LiftDigest { rpe: Some(typed), ..LiftDigest::default() };
    let sessions = [
        LiftSession { date: day(0), conservative: false, digest: &good },
        LiftSession { date: day(7), conservative: false, digest: &bad },
    ];
    let record = RecordFacts {
        date: day(7),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        movement: "back-squat".into(),
        reps: 1,
        load_kg: kg,
        rpe: (basis == E1rmBasis::RpeChart).then_some(10.0),
        basis,
        confirmed: true,
        decided,
    };
    let reading = Reading { experience: Experience::Intermediate, rated_from: NaiveDate::MIN };
    pieces(&sessions, &[&record], reading, &config)
}

#[test]
fn a_record_read_out_of_a_doubted_set_does_not_vouch_for_it() {
    for basis in [E1rmBasis::RpeChart, E1rmBasis::Tested] {
        let found = doubted(112.0, basis, false);

        let kept: Vec<f64> = found.confirmed.iter().map(|piece| piece.value_kg).collect();
        assert_eq!(kept, [100.0, 101.0], "{basis}");
        assert!(found.doubts(day(7), 112.0) && !found.doubts(day(7), 101.0), "{basis}");
    }
}

#[test]
fn a_coach_vouches_for_a_doubted_set() {
    let found = doubted(112.0, E1rmBasis::RpeChart, true);

    assert_eq!(found.confirmed.last().map(|piece| piece.value_kg), Some(112.0));
    assert!(found.doubted.is_empty());
}

#[test]
fn a_second_day_that_says_the_same_ends_the_doubt() {
    let typed = Said { next_kg: Some(101.0), doubtful: true, ..said(112.0, 3) };
    let bad = || LiftDigest { rpe: Some(typed), ..LiftDigest::default() };

    let found = read_all(&[(0, bad()), (7, bad())], Experience::Intermediate);

    assert_eq!(found.confirmed.last().map(|piece| piece.value_kg), Some(112.0));
    assert!(found.doubted.is_empty());
}
