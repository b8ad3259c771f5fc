//! Backtests of logs that were made up.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::*;
use crate::catalogue::starter;
use crate::vocab::SetKind;

fn catalogue() -> Catalogue {
    Catalogue::new(starter().into_iter().map(|entry| entry.movement))
}

/// Sets of five squats, one session a week from Monday 5 January 2026.
fn log(loads: &[f64]) -> Vec<LoggedSession> {
    let first: NaiveDate = "2026-01-05".parse().unwrap();
    let session = |(week, load): (u64, &f64)| LoggedSession {
        date: first + Days::new(7 * week),
        minutes: 60,
        sets: vec![set("back-squat", *load, None)],
    };
    (0..).zip(loads).map(session).collect()
}

fn set(movement: &str, load: f64, rpe: Option<f64>) -> LoggedSet {
    LoggedSet {
        movement: movement.to_owned(),
        kind: SetKind::Working,
        reps: Some(5),
        load_kg: Some(load),
        rpe,
        distance_metres: None,
        prescribed: None,
    }
}

fn run(log: &[LoggedSession]) -> Backtest {
    backtest(log, &catalogue(), &EngineConfig::default())
}

#[test]
fn a_member_who_always_lifts_the_same_is_foretold_exactly() {
    let found = run(&log(&[100.0; 20]));

    assert_eq!(found.lifts, BTreeMap::from([("back-squat".to_owned(), 20)]));
    assert_eq!(found.predictions.len(), 19, "of the first week nothing was known");
    for estimator in Estimator::ALL {
        let errors = score(&found.predictions, estimator).unwrap();
        // 5 % less while fewer than three sessions are known, which the median passes over.
        assert!(errors.median_percent < 1e-9, "{}: {errors:?}", estimator.name());
        assert_eq!(errors.too_heavy, 0.0);
    }
}

#[test]
fn what_is_done_later_changes_no_earlier_prediction() {
    let steady = run(&log(&[100.0; 20]));
    let mut loads = [100.0; 20];
    loads[19] = 160.0;

    let risen = run(&log(&loads));

    assert_eq!(steady.predictions[..18], risen.predictions[..18]);
    assert_eq!(risen.predictions[18].predicted_kg, steady.predictions[18].predicted_kg);
    assert!((risen.predictions[18].lifted_kg - 160.0).abs() < 1e-9);
}

#[test]
fn sessions_of_one_week_are_foretold_from_the_weeks_before_it() {
    let mut log = log(&[100.0; 16]);
    let mut second = log[15].clone();
    second.date = second.date + Days::new(2);
    second.sets = vec![set("back-squat", 110.0, None)];
    log[15].sets = vec![set("back-squat", 120.0, None)];
    log.push(second);

    let found = run(&log);

    let [.., monday, wednesday] = found.predictions.as_slice() else { panic!("two of them") };
    assert_eq!(monday.predicted_kg[1], wednesday.predicted_kg[1]);
    assert!((wednesday.predicted_kg[1].unwrap() - 100.0).abs() < 1e-9);
}

#[test]
fn errors_are_percent_of_what_was_lifted_and_over_ten_is_too_heavy() {
    let prediction = |predicted: f64| Prediction {
        lift: "back-squat".into(),
        date: "2026-01-05".parse().unwrap(),
        reps: 5,
        lifted_kg: 100.0,
        predicted_kg: [Some(predicted); 5],
    };
    let silent = Prediction { predicted_kg: [None; 5], ..prediction(500.0) };
    let all: Vec<Prediction> =
        [90.0, 98.0, 110.0, 111.0].into_iter().map(prediction).chain([silent]).collect();

    let errors = score(&all, Estimator::Engine).unwrap();

    assert_eq!((errors.count, errors.too_heavy), (4, 0.25));
    assert!((errors.median_percent - 10.0).abs() < 1e-9, "{errors:?}");
    assert!((errors.mean_percent - 8.25).abs() < 1e-9, "{errors:?}");
    assert!((errors.bias_percent - 4.0).abs() < 1e-9, "{errors:?}");
    assert!((errors.p90_percent - 11.0).abs() < 1e-9, "{errors:?}");
}

#[test]
fn ratings_and_warm_ups_and_variants_are_no_part_of_it() {
    let plain = log(&[100.0; 16]);
    let mut rated = plain.clone();
    for session in &mut rated {
        session.sets[0].rpe = Some(6.0);
        session.sets.push(LoggedSet { kind: SetKind::WarmUp, ..set("back-squat", 300.0, None) });
    }
    let mut varied = plain.clone();
    varied[15].sets = vec![set("pause-back-squat", 80.0, None)];

    assert_eq!(run(&rated).predictions, run(&plain).predictions);
    assert_eq!(run(&varied).lifts["back-squat"], 15);
}

#[test]
fn a_log_of_nothing_or_of_nonsense_foretells_nothing() {
    assert_eq!(run(&[]), Backtest::default());
    let nonsense = [f64::NAN, f64::INFINITY, -100.0, 0.0, 1e9].repeat(4);

    let found = run(&log(&nonsense));

    assert!(found.lifts.is_empty() && found.predictions.is_empty(), "{found:?}");
    assert_eq!(found.volume.len(), 20);
    assert_eq!(score(&found.predictions, Estimator::Engine), None);
}

#[test]
fn three_weeks_of_twice_the_usual_work_are_seen_by_the_volume_detector() {
    let mut log = log(&[100.0; 20]);
    for session in &mut log {
        let sets = if session.date >= "2026-05-04".parse().unwrap() { 16 } else { 8 };
        session.sets = vec![set("back-squat", 100.0, None); sets];
    }
    // Fewer than three sessions and 600 AU are a small week whatever they were; 120 minutes are not.
    for session in &mut log {
        session.minutes = 120;
    }

    let found = run(&log);

    let high = found.volume.iter().filter(|(_, level)| *level == VolumeLevel::High).count();
    assert!(high >= 1, "{:?}", found.volume);
    assert_eq!(found.volume[0].1, VolumeLevel::Unknown);
}
