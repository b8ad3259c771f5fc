//! `microcycle import training-log`

use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::anyhow;
use domain::vocab::WeightUnit;
use service::imports::{self, Options, Summary};

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

/// What to import, and for whom.
pub struct TrainingLog {
    pub file: PathBuf,
    pub member: String,
    pub unit: Option<WeightUnit>,
    pub time_zone: Option<chrono_tz::Tz>,
    pub skip_bad_rows: bool,
}

/// Reads `kg` or `lb`.
pub fn unit(word: &str) -> Result<WeightUnit, String> {
    match word {
        "kg" => Ok(WeightUnit::Kilogram),
        "lb" | "lbs" => Ok(WeightUnit::Pound),
        other => Err(format!("unit must be kg or lb, got {other}")),
    }
}

/// Reads an IANA name.
pub fn time_zone(name: &str) -> Result<chrono_tz::Tz, String> {
    name.parse()
        .map_err(|_| format!("time zone must be an IANA name such as Europe/London, got {name}"))
}

pub async fn run(config: &Config, system: &System, log: TrainingLog) -> anyhow::Result<()> {
    let path = log.file.display().to_string();
    // The file is read and checked whole before the database is touched.
    let bytes = std::fs::read(&log.file).map_err(|error| unreadable(&path, &error))?;
    let options = Options { unit: log.unit, skip_bad_rows: log.skip_bad_rows };
    let parsed = imports::parse(&bytes, &options).map_err(|error| anyhow!("{path}: {error}"))?;
    let env = open(config, system, Access::Existing).await?;
    let member = service::lookup::member(&env, &log.member).await.map_err(|error| said(&error))?;
    let bar = system.progress(parsed.sessions.len() as u64, "importing sessions");
    let summary =
        imports::import(&env, &member, parsed, log.time_zone, &|done| bar.set_position(done))
            .await
            .map_err(|error| anyhow!("{path}: {}", error.report()))?;
    bar.finish_and_clear();
    system.say(describe(&path, &summary));
    Ok(())
}

pub fn unreadable(path: &str, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => anyhow!("there is no file {path}: check the path of the export"),
        ErrorKind::IsADirectory => anyhow!("{path} is a folder: name the exported file in it"),
        ErrorKind::PermissionDenied => {
            anyhow!("{path} may not be read by this user: change its permissions")
        }
        _ => anyhow!("{path} could not be read: {error}"),
    }
}

fn describe(path: &str, summary: &Summary) -> String {
    let mut lines = vec![
        format!("{path}: {}, {} rows", summary.format, summary.rows),
        format!(
            "  sessions       {:>6}  ({} new, {} changed, {} there already)",
            summary.sessions,
            summary.new_sessions,
            summary.changed_sessions,
            summary.unchanged_sessions()
        ),
        format!("  sets           {:>6}", summary.sets),
        format!("  rest rows      {:>6}", summary.rest_rows),
        format!("  skipped rows   {:>6}", summary.skipped.len()),
        format!(
            "  movements      {:>6}  ({} not recognised)",
            summary.movements,
            summary.unknown.len()
        ),
        format!("  PR candidates  {:>6}", summary.records),
        format!("  held back      {:>6}  (outliers that wait for a coach)", summary.outliers),
    ];
    if summary.repeated_sets > 0 {
        let more = summary.repeated_sets;
        lines.push(format!("  repeated sets  {more:>6}  (beyond the first of their row)"));
    }
    if summary.recompute.triggered {
        lines.push(format!("a week is computed again: {}", summary.recompute.reason));
    }
    if !summary.unknown.is_empty() {
        lines.push("not recognised, kept under their own names:".to_owned());
        lines.extend(summary.unknown.iter().map(|(name, sets)| format!("  {name} ({sets} sets)")));
    }
    lines.extend(summary.copies.iter().map(|start| {
        format!("the workout of {start} stands twice in the file, set by set: both are kept")
    }));
    lines.extend(
        summary.skipped.iter().map(|row| format!("skipped line {}: {}", row.line, row.reason)),
    );
    lines.join("\n")
}
