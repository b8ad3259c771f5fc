//! Golden numbers E1 and E2, and the reference tables.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::equipment::Equipment;
use crate::reference;
use crate::round::round;
use crate::vocab::{Implement, WeightUnit};

#[track_caller]
fn close(actual: f64, expected: f64, relative: f64) {
    let difference = (actual - expected).abs();
    assert!(difference <= relative * expected.abs(), "{actual} is not {expected}");
}

#[test]
fn the_chart_and_what_it_makes_of_sets_are_those_of_e1() {
    let cells = [
        (3, 6.0, 81.1),
        (1, 10.0, 100.0),
        (1, 9.0, 95.5),
        (3, 8.0, 86.3),
        (5, 9.0, 83.7),
        (5, 7.0, 78.6),
        (8, 8.0, 73.9),
        (5, 8.5, 82.4),
    ];
    for (reps, rpe, percent) in cells {
        close(chart_for(reps, rpe).unwrap() * 100.0, percent, 1e-12);
    }

    let config = StrengthConfig::default();
    close(rated(210.0, 3, 6.0, &config).unwrap(), 258.939_6, 1e-6);
    // The peer's README says 260: the nearest 2.5.
    let gym = Equipment::standard(WeightUnit::Kilogram);
    let e1rm = rated(210.0, 3, 6.0, &config).unwrap();
    assert_eq!(round(e1rm, Implement::Barbell, &gym, false, None).load_kg, Some(260.0));
    close(rated(120.0, 5, 8.0, &config).unwrap(), 147.965_5, 1e-6);
    close(rated(140.0, 5, 8.0, &config).unwrap(), 172.626_4, 1e-6);
    close(smooth_chart(6.0).unwrap() * 100.0, 81.240_56, 1e-6);
    close(140.0 / smooth_chart(6.0).unwrap(), 172.327_7, 1e-6);
}

#[test]
fn the_formulas_are_those_of_e2() {
    let rows = [
        (3, [110.0, 105.882, 111.612, 108.980, 113.990, 107.5]),
        (5, [116.667, 112.5, 117.462, 116.583, 119.011, 112.5]),
        (8, [126.667, 124.138, 123.114, 127.671, 126.286, 120.0]),
        (10, [133.333, 133.333, 125.893, 134.747, 130.934, 125.0]),
    ];
    for (reps, expected) in rows {
        let actual = [
            epley(100.0, reps),
            brzycki(100.0, reps).unwrap(),
            lombardi(100.0, reps),
            wathen(100.0, reps),
            mayhew(100.0, reps),
            oconner(100.0, reps),
        ];
        for (actual, expected) in actual.into_iter().zip(expected) {
            // Printed to three decimals.
            assert!((actual - expected).abs() <= 0.000_51, "{reps}: {actual} is not {expected}");
        }
    }
    assert_eq!(epley(100.0, 1), 100.0);
    assert_eq!(brzycki(100.0, 37), None);
    close(lander(100.0, 5).unwrap(), 113.708_918, 1e-6);
}

#[test]
fn a_set_that_is_too_long_too_easy_or_impossible_is_not_read_by_its_rating() {
    let config = StrengthConfig::default();

    assert_eq!(rated(100.0, 11, 10.0, &config), None);
    assert_eq!(rated(100.0, 5, 5.5, &config), None);
    assert_eq!(rated(100.0, 8, 6.0, &config), None);
    assert_eq!(rated(100.0, 0, 8.0, &config), None);
    assert_eq!(rated(100.0, 5, f64::NAN, &config), None);
    assert_eq!(rated(100.0, 5, 11.0, &config), None);
    assert!(rated(100.0, 10, 9.5, &config).is_some());
}

#[test]
fn the_chart_falls_all_the_way_and_ends() {
    let mut before = f64::INFINITY;
    for tenth in 0..=145 {
        let share = chart(f64::from(tenth) / 10.0).unwrap();
        assert!(share < before);
        before = share;
    }
    assert_eq!(chart(14.6), None);
    assert_eq!(chart(-0.1), None);
    assert_eq!(chart(f64::NAN), None);
    assert_eq!(chart_for(30, 6.0), chart(14.5));
}

#[test]
fn one_test_must_differ_by_7_to_12_percent_to_be_more_than_noise() {
    close(minimal_detectable_change(1.2816), 0.0761, 1e-3);
    close(minimal_detectable_change(1.6449), 0.0977, 1e-3);
    close(minimal_detectable_change(1.96), 0.1164, 1e-3);
}

#[test]
fn the_chart_agrees_with_the_published_table() {
    let Some(rows) = reference::rows("reference/rpe_chart_rts.csv") else {
        return;
    };
    for row in rows.iter().filter(|row| !row[2].is_empty()) {
        let share = chart_for(row[0].parse().unwrap(), row[1].parse().unwrap()).unwrap();
        let index = chart_index(row[0].parse().unwrap(), row[1].parse().unwrap()).unwrap();
        if index <= CHART_END {
            // The same printed chart: no tolerance beyond binary rounding.
            close(share * 100.0, row[2].parse().unwrap(), 1e-12);
        }
    }
}

#[test]
fn the_chart_stays_near_the_rounded_table_of_another_package() {
    let Some(rows) = reference::rows("reference/rpe_table_peer_strength_utils.csv") else {
        return;
    };
    for row in rows {
        let index = chart_index(row[1].parse().unwrap(), row[0].parse().unwrap()).unwrap();
        let theirs: f64 = row[2].parse().unwrap();
        if let Some(share) = chart(index) {
            // Theirs is another chart, rounded: it is known to differ by up to 4.1 points.
            assert!((share - theirs).abs() <= 0.042, "{row:?}: {share}");
        }
    }
}

#[test]
fn the_formulas_agree_with_another_package() {
    let Some(rows) = reference::rows("reference/e1rm_peer_strength_utils.csv") else {
        return;
    };
    for row in rows {
        let (load, reps): (f64, u32) = (row[0].parse().unwrap(), row[1].parse().unwrap());
        let ours = match row[2].as_str() {
            // Ours is the load itself for one repetition; theirs is 1.033 of it.
            "epley" if reps == 1 => continue,
            "epley" => epley(load, reps),
            "brzycki" => brzycki(load, reps).unwrap(),
            "lombardi" => lombardi(load, reps),
            "mayhew" => mayhew(load, reps),
            other => panic!("unknown formula {other}"),
        };
        // Printed to six decimals.
        assert!((ours - row[3].parse::<f64>().unwrap()).abs() <= 1e-6, "{row:?}: {ours}");
    }
}
