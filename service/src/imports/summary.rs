//! What came of an import.

use std::collections::BTreeMap;

use super::{BadRow, ParsedLog, ParsedSession};
use crate::material::Decision;

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The format that was found.
    pub format: String,
    /// Rows below the header.
    pub rows: usize,
    /// Rows that are no sets by design.
    pub rest_rows: usize,
    /// Sets beyond the first that a row stands for.
    pub repeated_sets: usize,
    /// Rows that were left out.
    pub skipped: Vec<BadRow>,
    /// Sets in the file.
    pub sets: usize,
    /// Sessions in the file.
    pub sessions: usize,
    /// Those that were not there yet.
    pub new_sessions: usize,
    /// Those that were there with another content, which this one replaced.
    pub changed_sessions: usize,
    /// Those that repeat another of the same start set by set, by their start as the log writes it: kept,
    /// for only a person can tell whether they are meant.
    pub copies: Vec<String>,
    /// Distinct movements.
    pub movements: usize,
    /// Names nobody knows, with how many sets they have; kept under their own names.
    pub unknown: BTreeMap<String, usize>,
    /// New personal records found in what was new.
    pub records: usize,
    /// Of them, those so far beyond the rest that a coach must confirm them.
    pub outliers: usize,
    /// Whether a week in force is computed again, and why.
    pub recompute: Decision,
}

impl Summary {
    /// What the log itself says, before it is compared with what is there.
    pub(super) fn of(log: &ParsedLog) -> Self {
        Self {
            format: log.format.to_string(),
            rows: log.rows,
            rest_rows: log.rest_rows,
            repeated_sets: log.repeated_sets,
            skipped: log.skipped.clone(),
            sets: log.sets(),
            sessions: log.sessions.len(),
            new_sessions: 0,
            changed_sessions: 0,
            copies: log.sessions.iter().filter(|session| session.copy).map(start).collect(),
            movements: 0,
            unknown: BTreeMap::new(),
            records: 0,
            outliers: 0,
            recompute: Decision::immaterial("nothing new was logged"),
        }
    }

    /// Sessions that were there with the same content: nothing was written for them.
    pub fn unchanged_sessions(&self) -> usize {
        self.sessions - self.new_sessions - self.changed_sessions
    }
}

fn start(session: &ParsedSession) -> String {
    session
        .started
        .format(if session.date_only { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" })
        .to_string()
}
