//! Rounding of every implement, in kilograms and pounds.

use super::*;
use crate::equipment::KILOGRAMS_PER_POUND;
use crate::vocab::WeightUnit;

fn check(exact: f64, down: bool, bound: Option<f64>, expected: Option<f64>) {
    let gym = Equipment::standard(WeightUnit::Kilogram);
    assert_eq!(round(exact, Implement::Barbell, &gym, down, bound).load_kg, expected, "{exact}");
}

#[test]
fn a_load_goes_to_the_nearest_plates_and_ties_go_down() {
    check(105.57, false, None, Some(105.0));
    check(106.25, false, None, Some(105.0));
    check(106.3, false, None, Some(107.5));
}

#[test]
fn a_reduced_load_goes_down_and_never_above_its_bound() {
    check(107.4, true, None, Some(105.0));
    check(106.4, false, Some(107.0), Some(105.0));
}

#[test]
fn below_the_empty_bar_the_bar_is_named_or_nothing() {
    check(12.0, false, None, Some(20.0));
    check(12.0, false, Some(15.0), None);
}

#[test]
fn plates_that_do_not_divide_each_other_are_added_up() {
    let gym = Equipment { plates_kg: vec![7.0, 5.0], ..Equipment::standard(WeightUnit::Kilogram) };
    let load = |exact, down| round(exact, Implement::Barbell, &gym, down, None).load_kg;

    assert_eq!(load(40.0, false), Some(40.0));
    assert_eq!(load(43.9, true), Some(40.0));
    assert_eq!(load(43.0, false), Some(44.0));
    assert_eq!(load(53.9, true), Some(50.0));
}

#[test]
fn what_weighs_nothing_or_tons_is_no_equipment() {
    let absurd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -5.0, 0.0, 1e-300, 1e6, 1e300];
    let standard = Equipment::standard(WeightUnit::Kilogram);
    let mut cluttered = standard.clone();
    cluttered.plates_kg.extend(absurd);
    cluttered.dumbbells_kg.extend(absurd);
    for exact in [12.0, 61.3, 999.0] {
        for implement in [Implement::Barbell, Implement::Dumbbell] {
            let found = round(exact, implement, &cluttered, false, None);
            assert_eq!(found, round(exact, implement, &standard, false, None), "{exact}");
        }
    }
    for weight in absurd {
        let broken = Equipment { bar_kg: weight, stack_step_kg: weight, ..standard.clone() };
        for implement in [Implement::Barbell, Implement::Stack] {
            let found = round(60.0, implement, &broken, false, None);
            assert_eq!(found, Rounded { load_kg: None, below_minimum: true }, "{weight}");
        }
    }
}

#[test]
fn a_load_is_the_same_to_the_bit_from_either_side() {
    for unit in [WeightUnit::Kilogram, WeightUnit::Pound] {
        let gym = Equipment::standard(unit);
        for implement in [Implement::Barbell, Implement::Stack, Implement::Other] {
            for tenth in 250..3_000 {
                let exact = f64::from(tenth) / 10.0;
                let up = round(exact, implement, &gym, false, None).load_kg.unwrap_or(0.0);
                let again = round(up + 1e-6, implement, &gym, true, None).load_kg;
                assert_eq!(again, Some(up), "{exact} {implement} {unit}");
            }
        }
    }
}

#[test]
fn nothing_is_loaded_over_a_bound_that_lies_under_the_exact_load() {
    check(112.5, false, Some(105.0), Some(105.0));
    check(112.5, true, Some(106.0), Some(105.0));
    check(100.0, false, Some(15.0), None);
    let bound = 105.0 - 1e-10;
    check(105.0, false, Some(bound), Some(bound));
}

/// What rows of (exact, nearest, down) come to with an implement of a gym, all in its unit.
#[track_caller]
fn table(unit: WeightUnit, implement: Implement, rows: &[(f64, Option<f64>, Option<f64>)]) {
    let gym = Equipment::standard(unit);
    let kg = if unit == WeightUnit::Pound { KILOGRAMS_PER_POUND } else { 1.0 };
    for (exact, nearest, down) in rows {
        for (expected, way) in [(nearest, false), (down, true)] {
            let found = round(exact * kg, implement, &gym, way, None).load_kg;
            let same = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected * kg).abs() < 1e-9,
                (found, expected) => found.is_none() && expected.is_none(),
            };
            assert!(same, "{exact} of {implement} in {unit}, down {way}: {found:?}");
        }
    }
}

/// A row whose load is there both ways.
fn to(exact: f64, nearest: f64, down: f64) -> (f64, Option<f64>, Option<f64>) {
    (exact, Some(nearest), Some(down))
}

#[test]
fn pounds_load_in_fives() {
    let rows = [to(137.0, 135.0, 135.0), to(138.0, 140.0, 135.0), to(137.5, 135.0, 135.0)];
    table(WeightUnit::Pound, Implement::Barbell, &rows);
    table(WeightUnit::Pound, Implement::Barbell, &[to(44.0, 45.0, 45.0), to(45.0, 45.0, 45.0)]);
}

#[test]
fn dumbbells_are_those_of_the_rack() {
    // 2.5 to 50 kg by 2.5; 5 to 120 lb by 5. Over the heaviest there is the heaviest.
    let kilograms = [
        to(23.7, 22.5, 22.5),
        to(23.8, 25.0, 22.5),
        to(23.75, 22.5, 22.5),
        to(22.5, 22.5, 22.5),
        to(1.0, 2.5, 2.5),
        to(80.0, 50.0, 50.0),
    ];
    table(WeightUnit::Kilogram, Implement::Dumbbell, &kilograms);
    let pounds = [
        to(52.0, 50.0, 50.0),
        to(53.0, 55.0, 50.0),
        to(52.5, 50.0, 50.0),
        to(3.0, 5.0, 5.0),
        to(150.0, 120.0, 120.0),
    ];
    table(WeightUnit::Pound, Implement::Dumbbell, &pounds);
}

#[test]
fn kettlebells_are_those_on_the_floor() {
    // 8, 12, 16, 20, 24, 28, 32 kg; 18, 26, 35, 44, 53, 62, 70 lb, whose gaps differ.
    let kilograms = [
        to(17.9, 16.0, 16.0),
        to(18.0, 16.0, 16.0),
        to(18.1, 20.0, 16.0),
        to(5.0, 8.0, 8.0),
        to(40.0, 32.0, 32.0),
    ];
    table(WeightUnit::Kilogram, Implement::Kettlebell, &kilograms);
    let pounds = [
        to(30.0, 26.0, 26.0),
        to(30.5, 26.0, 26.0),
        to(31.0, 35.0, 26.0),
        to(66.0, 62.0, 62.0),
        to(66.5, 70.0, 62.0),
        to(10.0, 18.0, 18.0),
        to(88.0, 70.0, 70.0),
    ];
    table(WeightUnit::Pound, Implement::Kettlebell, &pounds);
}

#[test]
fn stacks_and_machines_go_by_their_step() {
    for implement in [Implement::Stack, Implement::Machine] {
        let kilograms = [to(41.0, 40.0, 40.0), to(41.3, 42.5, 40.0), to(41.25, 40.0, 40.0)];
        table(WeightUnit::Kilogram, implement, &kilograms);
        let pounds = [to(82.0, 80.0, 80.0), to(83.0, 85.0, 80.0), to(82.5, 80.0, 80.0)];
        table(WeightUnit::Pound, implement, &pounds);
        table(WeightUnit::Kilogram, implement, &[to(1.0, 2.5, 2.5)]);
        table(WeightUnit::Pound, implement, &[to(1.0, 5.0, 5.0)]);
    }
}

#[test]
fn a_list_that_is_empty_has_nothing_to_load() {
    let gym = Equipment {
        dumbbells_kg: Vec::new(),
        kettlebells_kg: Vec::new(),
        ..Equipment::standard(WeightUnit::Kilogram)
    };
    for implement in [Implement::Dumbbell, Implement::Kettlebell] {
        let found = round(20.0, implement, &gym, false, None);
        assert_eq!(found, Rounded { load_kg: None, below_minimum: true });
    }
}

#[test]
fn no_dumbbell_kettlebell_or_plate_of_a_stack_is_over_a_bound() {
    let gym = Equipment::standard(WeightUnit::Kilogram);
    let bounded =
        |implement, exact, bound| round(exact, implement, &gym, false, Some(bound)).load_kg;

    assert_eq!(bounded(Implement::Dumbbell, 24.0, 24.5), Some(22.5));
    assert_eq!(bounded(Implement::Kettlebell, 19.0, 19.5), Some(16.0));
    assert_eq!(bounded(Implement::Kettlebell, 6.0, 7.0), None);
    assert_eq!(bounded(Implement::Stack, 41.5, 42.0), Some(40.0));
}
