//! Runs the engine over training logs: how far off its loads would have been (`domain::backtest`).

mod report;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::backtest::{LoggedSession, backtest};
use domain::catalogue::{Catalogue, fold, starter};
use domain::config::EngineConfig;
use domain::digest::LoggedSet;

use crate::imports::{ParsedLog, ParsedSession, ParsedSet};

pub use report::{LogReport, Report};

/// Minutes of a session whose log says nothing; only the volume detector reads them, to tell a small week.
const UNKNOWN_MINUTES: u32 = 60;

/// Foretells every week of a log, called `name`, of a member of that time zone. A movement that the
/// starter catalogue does not know is a lift of its own.
pub fn of_log(name: String, log: &ParsedLog, zone: chrono_tz::Tz) -> LogReport {
    let entries = starter();
    let mut keys: HashMap<String, String> = HashMap::new();
    for entry in &entries {
        for name in entry.names() {
            keys.entry(fold(name)).or_insert_with(|| entry.movement.key.clone());
        }
    }
    let catalogue = Catalogue::new(entries.into_iter().map(|entry| entry.movement));
    let sessions: Vec<LoggedSession> =
        log.sessions.iter().map(|session| logged(session, zone, &keys)).collect();
    LogReport {
        name,
        format: log.format.to_string(),
        sessions: log.sessions.len(),
        sets: log.sets(),
        skipped: log.skipped.len(),
        outcome: backtest(&sessions, &catalogue, &EngineConfig::default()),
    }
}

fn logged(
    session: &ParsedSession,
    zone: chrono_tz::Tz,
    keys: &HashMap<String, String>,
) -> LoggedSession {
    LoggedSession {
        date: session.date(zone),
        minutes: session.duration_minutes.unwrap_or(UNKNOWN_MINUTES),
        sets: session.sets.iter().map(|set| set_of(set, keys)).collect(),
    }
}

fn set_of(set: &ParsedSet, keys: &HashMap<String, String>) -> LoggedSet {
    let name = fold(&set.movement_name);
    LoggedSet {
        movement: keys.get(&name).cloned().unwrap_or(name),
        kind: set.kind,
        reps: set.reps,
        load_kg: set.load_kg,
        rpe: set.rpe,
        distance_metres: set.distance_metres,
        prescribed: None,
    }
}
