//! The engine against the real logs beside the repository, where they are there.

use domain::backtest::{Estimator, score};
use domain::vocab::WeightUnit;

use super::{Report, of_log};
use crate::data;
use crate::imports::{Options, parse};

/// Most prescriptions that may be more than 10 % too heavy, as a share.
const MOST_TOO_HEAVY: f64 = 0.15;

/// Every log of sets; `SugarWOD`'s is one of scores.
const LOGS: [&str; 4] = [
    "strong_comma_kg_a.csv",
    "strong_semicolon_kg_b.csv",
    "strong_rest_timer_rows_c.csv",
    "hevy_kg_d.csv",
];

/// The report on the logs, or `None` with a message where there is no data folder.
fn report() -> Option<Report> {
    let mut report = Report::default();
    for name in LOGS {
        let bytes = data::read(&format!("logs/{name}"))?;
        let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
        let log = parse(&bytes, &options).expect("the log is readable");
        report.logs.push(of_log(name.to_owned(), &log, chrono_tz::UTC));
    }
    Some(report)
}

#[test]
fn on_real_logs_the_engine_is_nearer_than_every_simpler_estimator_and_seldom_too_heavy() {
    let Some(report) = report() else { return };
    eprintln!("{}", report.text());

    let median = |estimator| {
        score(report.predictions(), estimator).expect("there are predictions").median_percent
    };
    let engine = score(report.predictions(), Estimator::Engine).expect("there are predictions");

    assert!(engine.count >= 250, "{} predictions", engine.count);
    for simpler in &Estimator::ALL[1..] {
        assert!(engine.median_percent < median(*simpler), "{} is nearer", simpler.name());
    }
    assert!(engine.too_heavy <= MOST_TOO_HEAVY, "{} are too heavy", engine.too_heavy);
}

#[test]
fn figures_as_json_hold_every_log_lift_and_estimator() {
    let Some(report) = report() else { return };

    let json = report.json();

    assert_eq!(json["logs"].as_array().map(Vec::len), Some(LOGS.len()));
    assert_eq!(json["all"].as_array().map(Vec::len), Some(Estimator::ALL.len()));
    let lifts = json["logs"][0]["lifts"].as_array().expect("a list");
    assert!(lifts.iter().any(|lift| lift["lift"] == "bench-press"), "{lifts:?}");
}
