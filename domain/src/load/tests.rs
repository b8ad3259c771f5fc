//! Golden numbers E3 and E4, and the reference tables.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::digest::SessionDigest;
use crate::reference;

#[track_caller]
fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs(), "{actual} is not {expected}");
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn session(day: &str, minutes: u32, rpe: Option<f64>) -> SessionFacts {
    SessionFacts {
        date: date(day),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        track: "strength".into(),
        answers: None,
        minutes,
        session_rpe: rpe,
        completion: None,
        digest: SessionDigest { tonnage_kg: 1000.0, ..SessionDigest::default() },
    }
}

#[test]
fn a_foster_week_is_that_of_e3() {
    let week = evenness(&[0.0, 420.0, 300.0, 480.0, 0.0, 540.0, 360.0], &LoadConfig::default());

    close(week.weekly_load, 2100.0);
    close(week.daily_mean, 300.0);
    close(week.daily_sd, 202.837_021);
    close(week.monotony.unwrap(), 1.479_020);
    close(week.strain.unwrap(), 3105.9419);
    assert_eq!(session_load(Some(7.0), 60), Some(420.0));
}

#[test]
fn a_flat_week_and_one_of_two_sessions_have_no_monotony() {
    let config = LoadConfig::default();

    assert_eq!(evenness(&[50.0; 7], &config).monotony, None);
    assert_eq!(evenness(&[400.0, 0.0, 0.0, 400.0, 0.0, 0.0, 0.0], &config).strain, None);
}

#[test]
fn a_jump_of_half_reads_as_in_e4_by_every_method() {
    let config = LoadConfig::default();
    let mut loads = vec![300.0; 84];
    loads.extend([450.0; 7]);
    let days: Vec<Option<f64>> = loads.iter().copied().map(Some).collect();

    let ratios = ratios(&days, &config);
    let acute = Ewma::over(7, &loads).unwrap();
    let chronic = Ewma::over(28, &loads).unwrap();

    close(acute, 429.977_417);
    close(chronic, 359.039_755);
    close(ratios.ewma.unwrap(), 1.197_576);
    close(ratios.ewma_uncoupled.unwrap(), 1.433_258);
    close(ratios.coupled.unwrap(), 1.333_333_3);
    close(ratios.uncoupled.unwrap(), 1.5);
}

#[test]
fn one_step_of_the_average_is_that_of_e4() {
    let after = |load| {
        let mut average = Ewma::new(7, 100.0);
        average.add(load);
        average.value()
    };

    assert_eq!(after(200.0), 125.0);
    let mut average = Ewma::new(7, 100.0);
    for (load, expected) in [(200.0, 125.0), (0.0, 93.75), (200.0, 120.3125)] {
        average.add(load);
        assert_eq!(average.value(), expected);
    }
}

#[test]
fn no_ratio_before_28_days_and_none_over_nothing() {
    let config = LoadConfig::default();

    assert_eq!(ratios(&[Some(300.0); 27], &config), Ratios::default());
    assert_eq!(ratios(&[Some(0.0); 28], &config).uncoupled, None);
    assert_eq!(ratios(&[Some(300.0); 34], &config).ewma_uncoupled, None);
    assert_eq!(ratios(&[Some(300.0); 35], &config).ewma_uncoupled, Some(1.0));
    assert_eq!(ratios(&[], &config), Ratios::default());
}

#[test]
fn a_ratio_needs_21_known_days_of_28_and_an_unknown_one_is_no_rest() {
    let config = LoadConfig::default();
    let of = |unknown: std::ops::Range<usize>| {
        let mut days = [Some(300.0); 28];
        days[unknown].fill(None);
        ratios(&days, &config).coupled
    };

    assert_eq!(of(7..14), Some(1.0));
    assert_eq!(of(7..15), None);
    // Days before the first known one have not passed yet.
    assert_eq!(of(0..1), None);
    let strict = LoadConfig { ratio_known_days: 28, ..config };
    let mut days = [Some(300.0); 28];
    days[10] = None;
    assert_eq!(ratios(&days, &strict).coupled, None);
}

#[test]
fn weeks_are_monday_weeks_and_an_unrated_session_hides_the_monotony() {
    let config = LoadConfig::default();
    let sessions = [
        session("2026-01-05", 60, Some(7.0)),
        session("2026-01-07", 60, Some(5.0)),
        session("2026-01-11", 60, Some(6.0)),
        session("2026-01-12", 60, None),
    ];

    let weeks = weekly(&sessions.iter().collect::<Vec<_>>(), 3, date("2026-01-14"), &config);

    assert_eq!(weeks.len(), 3);
    assert_eq!(weeks[0].training_load, None);
    assert_eq!(weeks[0].sessions, 0);
    assert_eq!(weeks[1].training_load, Some(1080.0));
    assert!(weeks[1].monotony.is_some());
    assert_eq!(weeks[2].training_load, None);
    assert_eq!(weeks[2].tonnage_kg, 1000.0);
    assert_eq!(weeks[2].monotony, None);
}

#[test]
fn impossible_ratings_and_minutes_give_no_load() {
    for rpe in [f64::NAN, f64::INFINITY, -1.0, 11.0] {
        assert_eq!(session_load(Some(rpe), 60), None);
    }
    assert_eq!(session_load(Some(5.0), 2_000), None);
}

#[test]
fn form_rises_and_falls_with_load() {
    let config = LoadConfig::default();
    let hard = [Some(500.0); 42];
    let mut rested = hard.to_vec();
    rested.extend([Some(0.0); 10]);

    assert!(form(&hard, &config).unwrap().balance() < 0.0);
    assert!(form(&rested, &config).unwrap().balance() > 0.0);
    rested.extend([None; 10]);
    assert!(form(&rested, &config).unwrap().balance() > 0.0, "unknown days change nothing");
    assert_eq!(form(&hard[..41], &config), None);
}

#[test]
fn monotony_and_strain_agree_with_another_package() {
    let Some(rows) = reference::rows("reference/foster_monotony_strain.csv") else {
        return;
    };
    let config = LoadConfig { monotony_min_days: 1, ..LoadConfig::default() };
    for row in rows.iter().filter(|row| row[2] == "0") {
        let days: Vec<f64> = row[1].split(' ').map(|day| day.parse().unwrap()).collect();
        let week = evenness(&days.try_into().unwrap(), &config);
        as_printed(Some(week.daily_sd), &row[5], row);
        as_printed(week.monotony, &row[6], row);
        as_printed(week.strain, &row[7], row);
    }
}

/// Half a unit of the sixth decimal, to which the other package prints, and a little for the sum itself: no row
/// needs more, and none of the methods.
const PRINTED: f64 = 5.1e-7;

/// A number that is undefined is printed as nothing.
#[track_caller]
fn as_printed(ours: Option<f64>, theirs: &str, row: &[String]) {
    match ours {
        None => assert!(theirs.is_empty(), "{row:?}"),
        Some(ours) => {
            assert!((ours - theirs.parse::<f64>().unwrap()).abs() <= PRINTED, "{ours}: {row:?}");
        }
    }
}

/// Rows of a method for each of the three people, oldest first, with all loads up to each.
fn peer_rows(all: &[Vec<String>], method: &str) -> Vec<(Vec<f64>, Vec<String>)> {
    let mut out: Vec<(Vec<f64>, Vec<String>)> = Vec::new();
    for subject in ["1", "2", "3"] {
        let mut loads: Vec<f64> = Vec::new();
        for row in all.iter().filter(|row| row[0] == subject && row[2] == method) {
            loads.push(row[3].parse().unwrap());
            out.push((loads.clone(), row.clone()));
        }
    }
    assert_eq!(out.len(), 84, "{method}");
    out
}

#[test]
fn rolling_ratios_agree_with_another_package_on_every_row() {
    let Some(all) = reference::rows("reference/acwr_peer_outputs.csv") else {
        return;
    };
    for method in ["rac", "rau"] {
        for (loads, row) in peer_rows(&all, method) {
            // It averages over what days there are, where we say nothing before 28.
            let known = loads.len() as u32;
            let config = LoadConfig {
                acute_days: known.min(7),
                chronic_days: known.min(28),
                ratio_known_days: 1,
                ..LoadConfig::default()
            };
            let days: Vec<Option<f64>> = loads.iter().copied().map(Some).collect();
            let ours = ratios(&days, &config);
            let ours = if method == "rac" { ours.coupled } else { ours.uncoupled };
            as_printed(ours, &row[6], &row);
            if known < 28 {
                assert_eq!(ratios(&days, &LoadConfig::default()).coupled, None);
            }
        }
    }
}

#[test]
fn moving_averages_agree_with_another_package_on_every_row() {
    let Some(all) = reference::rows("reference/acwr_peer_outputs.csv") else {
        return;
    };
    // Its averages start at the first day's load; those the engine shows at the mean of the first week.
    let after = |days, loads: &[f64]| {
        let mut average = Ewma::new(days, loads[0]);
        loads[1..].iter().for_each(|load| average.add(*load));
        average.value()
    };
    for (loads, row) in peer_rows(&all, "ewma_span") {
        let (acute, chronic) = (after(7, &loads), after(28, &loads));
        as_printed(Some(acute), &row[4], &row);
        as_printed(Some(chronic), &row[5], &row);
        as_printed(Some(acute / chronic), &row[6], &row);
    }
}
