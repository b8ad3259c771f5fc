//! What backtests print: one table a log, and one of all logs together.

use std::collections::BTreeMap;

use domain::backtest::{Backtest, Errors, Estimator, Prediction, SESSIONS_NEEDED, score};
use domain::vocab::VolumeLevel;
use serde_json::{Value, json};

/// What came of one log.
#[derive(Debug, Clone)]
pub struct LogReport {
    /// What it is called.
    pub name: String,
    /// The format that was found.
    pub format: String,
    /// Its sessions.
    pub sessions: usize,
    /// Its sets.
    pub sets: usize,
    /// Rows that were left out.
    pub skipped: usize,
    /// What was foretold.
    pub outcome: Backtest,
}

/// What came of several logs.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Each of them.
    pub logs: Vec<LogReport>,
}

impl Report {
    /// Every prediction of every log.
    pub fn predictions(&self) -> Vec<&Prediction> {
        self.logs.iter().flat_map(|log| &log.outcome.predictions).collect()
    }

    /// As tables.
    pub fn text(&self) -> String {
        let mut parts: Vec<String> = self.logs.iter().map(LogReport::text).collect();
        if self.logs.len() > 1 {
            let head = format!("all {} logs together", self.logs.len());
            parts.push(format!("{head}\n{}", table(&self.predictions())));
        }
        parts.join("\n\n")
    }

    /// Every figure, by log and lift.
    pub fn json(&self) -> Value {
        json!({
            "logs": self.logs.iter().map(LogReport::json).collect::<Vec<_>>(),
            "all": figures(&self.predictions()),
        })
    }
}

impl LogReport {
    fn predictions(&self) -> Vec<&Prediction> {
        self.outcome.predictions.iter().collect()
    }

    fn text(&self) -> String {
        let lifts = self.outcome.lifts.len();
        let head = format!(
            "{}: {}, {} sessions, {lifts} lifts with {SESSIONS_NEEDED} or more",
            self.name, self.format, self.sessions
        );
        let levels: Vec<String> = levels(&self.outcome.volume)
            .into_iter()
            .map(|(level, weeks)| format!("{level} {weeks}"))
            .collect();
        let volume =
            format!("  volume on {} Mondays: {}", self.outcome.volume.len(), levels.join(", "));
        let skipped = match self.skipped {
            0 => String::new(),
            rows => format!("\n  {rows} rows were left out"),
        };
        format!("{head}\n{}\n{volume}{skipped}", table(&self.predictions()))
    }

    fn json(&self) -> Value {
        let outcome = &self.outcome;
        let of = |lift: &str| -> Vec<&Prediction> {
            outcome.predictions.iter().filter(|one| one.lift == lift).collect()
        };
        let lifts: Vec<Value> = outcome
            .lifts
            .iter()
            .map(|(lift, sessions)| {
                json!({ "lift": lift, "sessions": sessions, "estimators": figures(&of(lift)) })
            })
            .collect();
        json!({
            "file": self.name,
            "format": self.format,
            "sessions": self.sessions,
            "sets": self.sets,
            "skippedRows": self.skipped,
            "estimators": figures(&self.predictions()),
            "lifts": lifts,
            "volume": levels(&outcome.volume),
        })
    }
}

fn levels(volume: &[(domain::calendar::Week, VolumeLevel)]) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for (_, level) in volume {
        *out.entry(level.as_str()).or_default() += 1;
    }
    out
}

fn table(predictions: &[&Prediction]) -> String {
    let of = |estimator| Some((estimator, score(predictions.iter().copied(), estimator)?));
    let rows: Vec<(Estimator, Errors)> = Estimator::ALL.into_iter().filter_map(of).collect();
    let Some((_, first)) = rows.first() else {
        return "  nothing to foretell".to_owned();
    };
    let mut lines = vec![format!(
        "  {:>4} predictions        median     mean      90 %      bias  too heavy",
        first.count
    )];
    for (estimator, errors) in rows {
        lines.push(format!(
            "  {:<20} {:>7.1} % {:>6.1} % {:>7.1} % {:>+7.1} % {:>8.1} %",
            estimator.name(),
            errors.median_percent,
            errors.mean_percent,
            errors.p90_percent,
            errors.bias_percent,
            100.0 * errors.too_heavy,
        ));
    }
    lines.join("\n")
}

fn figures(predictions: &[&Prediction]) -> Vec<Value> {
    let of = |estimator: Estimator| {
        let errors = score(predictions.iter().copied(), estimator)?;
        Some(json!({
            "estimator": estimator.name(),
            "predictions": errors.count,
            "medianPercent": errors.median_percent,
            "meanPercent": errors.mean_percent,
            "p90Percent": errors.p90_percent,
            "biasPercent": errors.bias_percent,
            "shareTooHeavy": errors.too_heavy,
        }))
    };
    Estimator::ALL.into_iter().filter_map(of).collect()
}
