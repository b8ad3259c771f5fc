//! Capacity, working estimate and basis (B1b, E12).
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::*;

fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn piece(kind: EvidenceKind, value_kg: f64, age: u64, reps: u32) -> Evidence {
    Evidence { date: last() - Days::new(age), kind, value_kg, reps, conservative: false }
}

/// Pieces oldest first.
fn estimates_of(mut pieces: Vec<Evidence>, last_basis_kg: Option<f64>) -> Estimates {
    pieces.sort_by_key(|piece| piece.date);
    estimates(&pieces, last(), last_basis_kg, true, &StrengthConfig::default())
}

fn lift(estimates: &Estimates) -> LiftSignal {
    LiftSignal {
        evidence: estimates.evidence.clone(),
        capacity_kg: estimates.capacity_kg,
        pieces: estimates.pieces,
        recent_sessions: estimates.recent_sessions,
        fresh_tested_kg: estimates.fresh_tested_kg,
        floor_kg: None,
        ceiling_kg: None,
        last_on: Some(last()),
        trend: crate::trend::classify(&[], last(), &crate::config::TrendConfig::default()),
        layoff: crate::signals::LayoffSignal::default(),
        retest: false,
        lighter_than_prescribed: false,
    }
}

fn basis_of(estimates: &Estimates) -> Basis {
    basis(&lift(estimates), 5, &EngineConfig::default()).unwrap()
}

/// Five sessions that say 138, one that says 147.9655 two days ago, and a single of 150.
fn e12(single_age: u64) -> Vec<Evidence> {
    let mut pieces: Vec<Evidence> =
        [3, 5, 7, 9, 11].map(|age| piece(EvidenceKind::Rpe, 138.0, age, 5)).into();
    pieces.push(piece(EvidenceKind::Rpe, 120.0 / 0.811, 2, 5));
    pieces.push(piece(EvidenceKind::Tested, 150.0, single_age, 1));
    pieces
}

#[test]
fn capacity_ages_and_working_holds_it_down_as_e12() {
    let found = estimates_of(e12(40), None);
    let basis = basis_of(&found);

    assert!((found.capacity_kg.unwrap() - 148.2).abs() < 1e-9);
    assert_eq!(basis.working_kg, Some(138.0));
    assert!((basis.basis_kg - 140.76).abs() < 1e-9);
    assert_eq!(basis.bound, BasisBound::Working);
}

#[test]
fn a_fresh_test_is_not_held_down_as_e12() {
    let basis = basis_of(&estimates_of(e12(20), None));

    assert_eq!((basis.basis_kg, basis.bound), (150.0, BasisBound::FreshTest));
}

#[test]
fn age_counts_from_the_last_exposure_and_older_than_90_days_is_forgotten() {
    let old = estimates_of(
        vec![piece(EvidenceKind::Rpe, 150.0, 91, 3), piece(EvidenceKind::Rpe, 130.0, 0, 3)],
        None,
    );
    let edge = estimates_of(
        vec![piece(EvidenceKind::Rpe, 150.0, 90, 3), piece(EvidenceKind::Rpe, 130.0, 0, 3)],
        None,
    );

    assert_eq!(old.capacity_kg, Some(130.0));
    assert!((edge.capacity_kg.unwrap() - 150.0 * (1.0 - 0.062)).abs() < 1e-9);
}

#[test]
fn a_miss_is_no_capacity_and_two_of_three_cap_what_is_older() {
    let missed = |age| piece(EvidenceKind::Missed, 120.0, age, 3);
    let one = estimates_of(vec![piece(EvidenceKind::Rpe, 140.0, 20, 5), missed(3)], Some(140.0));
    let two = estimates_of(
        vec![
            piece(EvidenceKind::Rpe, 150.0, 30, 5),
            piece(EvidenceKind::Rpe, 122.0, 10, 5),
            missed(6),
            missed(3),
        ],
        Some(140.0),
    );

    assert_eq!(one.capacity_kg, Some(140.0));
    // 0.90 of the last basis is more than the best of the last three.
    assert!((two.capacity_kg.unwrap() - 126.0 * (1.0 - 0.002)).abs() < 1e-9);
    assert!(two.rated_or_missed);
}

#[test]
fn working_needs_five_sessions_in_42_days_and_takes_the_lower_at_an_exact_half() {
    let config = StrengthConfig::default();
    let four: Vec<Evidence> =
        [9, 6, 3, 0].map(|age| piece(EvidenceKind::Rpe, 100.0, age, 5)).into();
    let same_day: Vec<Evidence> =
        vec![piece(EvidenceKind::Rpe, 110.0, 0, 5), piece(EvidenceKind::Rpe, 100.0, 0, 5)];

    assert_eq!(working(&four, estimates_of(four.clone(), None).recent_sessions, 5, &config), None);
    assert_eq!(working(&same_day, 5, 5, &config), Some(100.0));
}

#[test]
fn working_weighs_sets_of_like_repetitions_and_recent_ones_more() {
    let config = StrengthConfig::default();
    let mixed = vec![
        piece(EvidenceKind::Rpe, 100.0, 7, 5),
        piece(EvidenceKind::Rpe, 120.0, 7, 1),
        piece(EvidenceKind::Rpe, 110.0, 28, 5),
    ];

    assert_eq!(working(&mixed, 5, 5, &config), Some(100.0));
    assert_eq!(working(&mixed, 5, 1, &config), Some(120.0));
}

#[test]
fn lower_bounds_and_light_weeks_leave_working_to_what_says_more() {
    let light = Evidence { conservative: true, ..piece(EvidenceKind::Rpe, 90.0, 2, 5) };
    let found = estimates_of(
        vec![piece(EvidenceKind::Lower, 80.0, 4, 5), light, piece(EvidenceKind::Rpe, 100.0, 6, 5)],
        None,
    );
    let only_lower = estimates_of(vec![piece(EvidenceKind::Lower, 80.0, 4, 5)], None);

    assert_eq!(found.evidence.len(), 1);
    assert_eq!(only_lower.evidence.len(), 1);
}

#[test]
fn working_on_lower_bounds_alone_leaves_more_headroom() {
    let lower: Vec<Evidence> = [8, 6, 4, 2, 0]
        .map(|age| piece(EvidenceKind::Lower, if age == 8 { 120.0 } else { 100.0 }, age, 5))
        .into();

    let basis = basis_of(&estimates_of(lower, None));

    assert!((basis.basis_kg - 105.0).abs() < 1e-9);
}

#[test]
fn little_evidence_is_read_with_care_and_nothing_calibrates() {
    let one = estimates_of(vec![piece(EvidenceKind::Rpe, 100.0, 0, 5)], None);
    let basis_kg = basis_of(&one).basis_kg;

    assert!((basis_kg - 95.0).abs() < 1e-9);
    assert_eq!(basis(&lift(&estimates_of(Vec::new(), None)), 5, &EngineConfig::default()), None);
}

#[test]
fn a_basis_stays_between_its_floor_and_its_ceiling() {
    let found = estimates_of(e12(40), None);
    let mut lift = lift(&found);
    let config = EngineConfig::default();

    lift.floor_kg = Some(145.0);
    assert_eq!(basis(&lift, 5, &config).unwrap().bound, BasisBound::Floor);
    lift.ceiling_kg = Some(130.0);
    let capped = basis(&lift, 5, &config).unwrap();
    assert_eq!((capped.basis_kg, capped.bound), (130.0, BasisBound::Ceiling));
}

#[test]
fn one_high_value_moves_no_load_where_working_says_nothing() {
    let found = estimates_of(
        vec![
            piece(EvidenceKind::Held, 100.0, 14, 5),
            piece(EvidenceKind::Held, 100.5, 7, 5),
            piece(EvidenceKind::Held, 114.0, 0, 5),
        ],
        None,
    );

    assert!((basis_of(&found).basis_kg - 1.03 * 100.5).abs() < 1e-9);
}

#[test]
fn a_first_test_that_nothing_bears_out_is_read_with_care() {
    let config = StrengthConfig::default();
    let mut pieces = vec![piece(EvidenceKind::Tested, 150.0, 20, 1)];
    pieces.extend([14, 7, 0].map(|age| piece(EvidenceKind::Held, 140.0, age, 5)));

    let unrated = estimates(&pieces, last(), None, false, &config);
    let rated = estimates(&pieces, last(), None, true, &config);

    assert!((unrated.capacity_kg.unwrap() - 150.0 * 0.963).abs() < 1e-9);
    assert_eq!(rated.capacity_kg, Some(150.0));
}
