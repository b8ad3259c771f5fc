//! Golden numbers E6, and what makes a trend.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn day(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + chrono::Duration::days(offset)
}

fn series(values: &[(i64, f64)]) -> Vec<Point> {
    values
        .iter()
        .map(|(offset, value_kg)| Point { date: day(*offset), value_kg: *value_kg })
        .collect()
}

fn e6() -> Vec<Point> {
    series(&[(0, 140.0), (7, 141.0), (14, 143.0), (21, 139.0), (28, 146.0), (35, 147.0)])
}

#[track_caller]
fn close(actual: f64, expected: f64, relative: f64) {
    assert!((actual - expected).abs() <= relative * expected.abs(), "{actual} is not {expected}");
}

#[test]
fn a_bad_day_does_not_bend_the_line_of_e6() {
    let config = TrendConfig::default();

    let fit = fit(&e6(), config.confidence_z).unwrap();
    let signal = classify(&e6(), day(36), &config);

    close(fit.slope, 1.5 / 7.0, 1e-9);
    close(fit.intercept, 139.75, 1e-9);
    close(fit.at(28.0), 145.75, 1e-9);
    close(fit.lower, 0.142_857, 1e-5);
    close(fit.upper, 0.238_095, 1e-5);
    assert_eq!(fit.kendall, 9);
    assert_eq!(signal.class, TrendClass::Up);
    assert_eq!(signal.sessions, 6);
    close(signal.gain.unwrap(), 7.5 / 139.75, 1e-9);
    close(signal.percent_per_week.unwrap(), 1.018_676, 1e-6);
}

#[test]
fn four_sessions_or_two_weeks_or_a_month_ago_are_too_little() {
    let config = TrendConfig::default();
    let class = |points: &[Point], today| classify(points, today, &config).class;

    assert_eq!(class(&e6()[..4], day(22)), TrendClass::Insufficient);
    let dense: Vec<(i64, f64)> = (0..7).map(|n| (n * 3, 100.0 + n as f64)).collect();
    assert_eq!(class(&series(&dense), day(19)), TrendClass::Insufficient);
    assert_eq!(class(&e6(), day(35 + 29)), TrendClass::Insufficient);
    assert_eq!(class(&[], day(0)), TrendClass::Insufficient);
}

#[test]
fn a_lift_that_loses_a_twentieth_is_going_down() {
    let mirrored: Vec<(i64, f64)> = (0..8).map(|n| (n * 7, 150.0 - 1.5 * n as f64)).collect();

    let signal = classify(&series(&mirrored), day(50), &TrendConfig::default());

    assert_eq!(signal.class, TrendClass::Down);
}

#[test]
fn a_lift_that_is_flat_for_three_weeks_is_stalled_and_one_just_turned_flat_is_not() {
    let config = TrendConfig::default();
    let flat: Vec<(i64, f64)> = (0..24).map(|n| (n * 3, 140.0 + (n % 2) as f64)).collect();
    assert_eq!(classify(&series(&flat), day(71), &config).class, TrendClass::Stalled);

    let young: Vec<(i64, f64)> = (0..10).map(|n| (n * 3, 140.0 + (n % 2) as f64)).collect();
    assert_eq!(classify(&series(&young), day(29), &config).class, TrendClass::Flat);
}

#[test]
fn only_what_is_rated_tested_or_missed_makes_a_trend() {
    let piece = |kind, conservative| Evidence {
        date: day(0),
        kind,
        value_kg: 100.0,
        reps: 5,
        conservative,
    };
    let evidence = [
        piece(EvidenceKind::Tested, false),
        piece(EvidenceKind::Rpe, false),
        piece(EvidenceKind::Rpe, true),
        piece(EvidenceKind::Missed, false),
        piece(EvidenceKind::Held, false),
        piece(EvidenceKind::Lower, false),
    ];

    assert_eq!(points(&evidence).len(), 3);
}

#[test]
fn sessions_of_one_day_alone_make_no_line() {
    assert_eq!(fit(&series(&[(0, 100.0), (0, 110.0)]), 1.2816), None);
}
