//! The real exports beside the repository, where they are there: every row accounted for.

use std::collections::BTreeSet;

use domain::catalogue::{fold, starter};
use domain::vocab::WeightUnit;

use super::{Options, ParsedLog, parse};
use crate::data;

/// The log called `name`, or `None` with a message where there is no data folder.
fn log(name: &str, unit: Option<WeightUnit>) -> Option<ParsedLog> {
    let bytes = data::read(&format!("logs/{name}"))?;
    let log = parse(&bytes, &Options { unit, skip_bad_rows: false }).expect("the log is readable");
    assert_eq!(log.rows, log.sets() + log.rest_rows, "every row is accounted for");
    assert!(log.sessions.is_sorted_by_key(|session| session.started));
    let ids: BTreeSet<_> = log.sessions.iter().map(|session| &session.external_id).collect();
    assert_eq!(ids.len(), log.sessions.len(), "every session has an id of its own");
    Some(log)
}

fn exercises(log: &ParsedLog) -> usize {
    let sets = log.sessions.iter().flat_map(|session| &session.sets);
    sets.map(|set| &set.movement_name).collect::<BTreeSet<_>>().len()
}

#[test]
fn a_year_of_strong_is_read_whole() {
    let Some(log) = log("strong_comma_kg_a.csv", Some(WeightUnit::Kilogram)) else {
        return;
    };

    assert_eq!((log.sets(), log.sessions.len(), exercises(&log)), (2078, 129, 72));
    let sets = || log.sessions.iter().flat_map(|session| &session.sets);
    assert_eq!(sets().filter(|set| set.entered_load.is_none()).count(), 250);
    assert_eq!(sets().filter(|set| set.reps == Some(0)).count(), 0);
    assert_eq!(sets().filter(|set| set.duration_seconds.is_some()).count(), 6);
    assert!(log.sessions.iter().all(|session| session.duration_minutes.is_some()));
    assert!(log.sessions.iter().all(|session| session.occurrence == 1));
}

#[test]
fn a_year_of_strong_without_a_unit_asks_for_it() {
    let Some(bytes) = data::read("logs/strong_comma_kg_a.csv") else { return };

    let error = parse(&bytes, &Options::default()).expect_err("the file names no unit");

    assert!(error.to_string().starts_with("line 2 has a load"), "{error}");
}

#[test]
fn strongs_numbered_workouts_are_read_whole_and_their_pounds_kept() {
    let Some(log) = log("strong_semicolon_kg_b.csv", None) else {
        return;
    };

    assert_eq!((log.sets(), log.sessions.len(), exercises(&log)), (266, 20, 22));
    let first = &log.sessions[0];
    assert_eq!(first.duration_minutes, Some(76));
    assert_eq!(first.sets[0].load_kg, Some(61.23492));
}

#[test]
fn rest_timers_are_counted_and_are_no_sets() {
    let Some(log) = log("strong_rest_timer_rows_c.csv", Some(WeightUnit::Kilogram)) else {
        return;
    };

    assert_eq!((log.rows, log.sets(), log.rest_rows, log.sessions.len()), (16, 8, 8, 1));
    assert_eq!(log.sessions[0].sets[0].reps, Some(10));
}

#[test]
fn two_months_of_hevy_are_read_whole() {
    let Some(log) = log("hevy_kg_d.csv", None) else {
        return;
    };

    assert_eq!((log.sets(), log.sessions.len(), exercises(&log)), (330, 17, 44));
    assert_eq!(log.sessions[16].duration_minutes, Some(62));
}

#[test]
fn the_starter_catalogue_knows_nearly_every_movement_of_the_logs() {
    let known: BTreeSet<String> =
        starter().iter().flat_map(|entry| entry.names().map(fold).collect::<Vec<_>>()).collect();
    let mut unknown = BTreeSet::new();
    for name in [
        "strong_comma_kg_a.csv",
        "strong_semicolon_kg_b.csv",
        "strong_rest_timer_rows_c.csv",
        "hevy_kg_d.csv",
    ] {
        let Some(log) = log(name, Some(WeightUnit::Kilogram)) else {
            return;
        };
        let sets = log.sessions.into_iter().flat_map(|session| session.sets);
        unknown.extend(
            sets.map(|set| set.movement_name).filter(|movement| !known.contains(&fold(movement))),
        );
    }

    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    assert_eq!(
        unknown,
        [
            "Bent Over Row Machine (Panatta)",
            "Leg Press Keller",
            "Leg Press Technogym (Gelb)",
            "Lower Back",
            "Ohio State",
        ],
        "names of one gym's own machines stay unknown on purpose"
    );
}

#[test]
fn scores_of_workouts_are_refused() {
    let Some(bytes) = data::read("logs/sugarwod_sample_e.csv") else { return };

    let error = parse(&bytes, &Options::default()).expect_err("scores are no sets");

    assert!(error.to_string().starts_with("SugarWOD"), "{error}");
}
