//! `microcycle backtest`: reads files and computes; no database.

use std::path::PathBuf;

use anyhow::{Context, anyhow};
use service::backtest::{Report, of_log};
use service::imports::{self, Options};

use super::System;

pub fn run(
    system: &System,
    files: &[PathBuf],
    options: &Options,
    zone: chrono_tz::Tz,
    json: bool,
) -> anyhow::Result<()> {
    let mut report = Report::default();
    for file in files {
        let path = file.display().to_string();
        let bytes = std::fs::read(file).with_context(|| format!("{path} could not be read"))?;
        let log = imports::parse(&bytes, options).map_err(|error| anyhow!("{path}: {error}"))?;
        report.logs.push(of_log(path, &log, zone));
    }
    system.say(if json { serde_json::to_string_pretty(&report.json())? } else { report.text() });
    Ok(())
}
