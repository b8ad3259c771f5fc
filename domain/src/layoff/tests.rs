//! Gaps, and the way back from them (B10, E13).
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::*;

fn day(offset: u64) -> NaiveDate {
    // A Monday.
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(offset)
}

/// What a lift trained on `on` costs on `date`.
fn cost(on: &[u64], date: u64) -> Layoff {
    let config = EngineConfig::default();
    let on: Vec<NaiveDate> = on.iter().map(|offset| day(*offset)).collect();
    let signal = signal(&on, Week::containing(day(date)), &config.layoff);
    effect(&signal, None, day(date), false, &config)
}

#[test]
fn fourteen_days_cost_nothing_and_fifteen_do() {
    assert_eq!(cost(&[0], 14), Layoff::NONE);
    let fifteen = cost(&[0], 15);
    assert_eq!((fifteen.load, fifteen.sets, fifteen.gap_days), (0.95, 0.80, 15));
}

#[test]
fn longer_gaps_cost_more_at_each_step_of_the_table() {
    let loads = [15, 29, 43, 85, 169].map(|gap| cost(&[0], gap).load);
    let before = [28, 42, 84, 168].map(|gap| cost(&[0], gap).load);

    assert_eq!(loads, [0.95, 0.90, 0.85, 0.80, 0.70]);
    assert_eq!(before, [0.95, 0.90, 0.85, 0.80]);
    assert!(!cost(&[0], 168).retest);
    assert!(cost(&[0], 169).retest);
}

#[test]
fn three_weeks_away_are_climbed_back_by_training_as_e13() {
    // Away from day 0 to day 21; the plan's weeks begin on days 21, 28, 35.
    let back = [cost(&[0], 21), cost(&[0, 21, 24], 28), cost(&[0, 21, 24, 28], 35)];

    assert_eq!(back.map(|cost| cost.load), [0.95, 1.0, 1.0]);
    assert_eq!(back.map(|cost| cost.sets), [0.80, 0.90, 1.0]);
}

#[test]
fn waiting_longer_climbs_nothing() {
    // One session after a gap of 50 days, then a week without: the ramp stands where training left it.
    let trained = cost(&[0, 50], 56);
    let waited = cost(&[0, 50], 63);

    assert_eq!(trained.load, 0.90);
    assert_eq!(waited.load, 0.90);
}

#[test]
fn the_smallest_of_several_gaps_decides_and_old_ones_are_forgotten() {
    let two = cost(&[0, 50, 70], 77);
    assert_eq!(two.load, 0.95);
    assert_eq!(two.sets, 0.80);

    let mut on = vec![0, 50];
    on.extend((0..13).map(|week| 54 + 7 * week));
    assert_eq!(cost(&on, 145), Layoff::NONE);
}

#[test]
fn what_stood_before_a_gap_that_asks_for_a_retest_is_trusted_no_further_while_it_stands() {
    let config = EngineConfig::default();
    let on: Vec<NaiveDate> = [0, 175, 182, 189].map(day).into();
    let signal = signal(&on, Week::containing(day(196)), &config.layoff);

    let waits = effect(&signal, None, day(196), true, &config);
    let replaced = effect(&signal, None, day(196), false, &config);

    assert_eq!(waits.load, 0.70);
    assert!((replaced.load - 0.85).abs() < 1e-9);
}

#[test]
fn a_gap_of_the_pattern_stands_in_for_a_lift_never_seen() {
    let config = EngineConfig::default();
    let pattern = LayoffSignal { last_on: Some(day(0)), ramps: Vec::new() };

    let known = effect(&LayoffSignal::default(), Some(&pattern), day(30), false, &config);
    let unknown = effect(&LayoffSignal::default(), None, day(30), false, &config);

    assert_eq!(known.load, 0.90);
    assert_eq!(unknown, Layoff::NONE);
}

#[test]
fn a_gap_longer_than_is_remembered_costs_the_most() {
    let away = forgotten(366, &EngineConfig::default());

    assert_eq!((away.load, away.sets), (0.70, 0.50));
}
