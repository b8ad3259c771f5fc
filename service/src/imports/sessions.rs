//! Sets into workouts.

use std::collections::BTreeMap;

use chrono::{FixedOffset, NaiveDateTime};

use super::log::{ParsedSession, ParsedSet};

/// What tells one workout of a log from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Workout {
    pub(super) started: NaiveDateTime,
    pub(super) title: Option<String>,
    /// The app's own number, where it has one.
    pub(super) number: Option<String>,
}

/// A set with what its row says of the workout.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) workout: Workout,
    /// The offset from UTC that the start is written in, where the row names one.
    pub(super) offset: Option<FixedOffset>,
    pub(super) date_only: bool,
    pub(super) duration_minutes: Option<u32>,
    pub(super) workout_note: Option<String>,
    /// The app's own order of the set within its exercise; `None` where it keeps none.
    pub(super) order: Option<String>,
    pub(super) set: ParsedSet,
}

/// A note on a workout without a set.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) workout: Workout,
    pub(super) text: String,
}

/// The workouts, oldest first. `source` begins their ids.
///
/// A workout that stands in the file twice, set by set, becomes two sessions: apps do export such
/// copies, and only a person can tell which is meant.
pub(super) fn assemble(
    source: &str,
    entries: Vec<Entry>,
    remarks: Vec<Remark>,
) -> Vec<ParsedSession> {
    let mut workouts: BTreeMap<Workout, (Vec<Entry>, Vec<String>)> = BTreeMap::new();
    for entry in entries {
        workouts.entry(entry.workout.clone()).or_default().0.push(entry);
    }
    for remark in remarks {
        workouts.entry(remark.workout).or_default().1.push(remark.text);
    }
    let mut seen: BTreeMap<(NaiveDateTime, Option<String>), u32> = BTreeMap::new();
    let mut sessions = Vec::new();
    for (workout, (entries, remarks)) in workouts {
        let length = copy_length(&entries);
        let mut rest = entries.into_iter().peekable();
        while rest.peek().is_some() {
            let copy: Vec<Entry> = rest.by_ref().take(length).collect();
            let occurrence = seen.entry((workout.started, workout.title.clone())).or_default();
            *occurrence += 1;
            sessions.push(session(source, &workout, *occurrence, copy, &remarks));
        }
    }
    sessions
}

/// After how many sets the workout begins again; all of them where it does not.
///
/// Only where the app numbers its sets: elsewhere two equal sets are two sets.
fn copy_length(entries: &[Entry]) -> usize {
    let count = entries.len();
    let repeats_after = |length: usize| {
        entries[length..].iter().zip(entries).all(|(later, earlier)| later.is_copy_of(earlier))
    };
    (1..count)
        .filter(|length| count.is_multiple_of(*length))
        .find(|&length| repeats_after(length))
        .unwrap_or(count)
        .max(1)
}

impl Entry {
    fn is_copy_of(&self, other: &Self) -> bool {
        self.order.is_some()
            && self.order == other.order
            && self.set == ParsedSet { line: self.set.line, ..other.set.clone() }
    }
}

fn session(
    source: &str,
    workout: &Workout,
    occurrence: u32,
    entries: Vec<Entry>,
    remarks: &[String],
) -> ParsedSession {
    let mut notes: Vec<&str> = Vec::new();
    let noted = entries.iter().filter_map(|entry| entry.workout_note.as_deref());
    for note in noted.chain(remarks.iter().map(String::as_str)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let notes = (!notes.is_empty()).then(|| notes.join("\n"));
    let date_only = entries.iter().any(|entry| entry.date_only);
    ParsedSession {
        started: workout.started,
        offset: entries.iter().find_map(|entry| entry.offset),
        date_only,
        title: workout.title.clone(),
        duration_minutes: entries.iter().find_map(|entry| entry.duration_minutes),
        notes,
        external_id: external_id(source, workout, occurrence, date_only),
        occurrence,
        sets: numbered(entries),
    }
}

fn numbered(entries: Vec<Entry>) -> Vec<ParsedSet> {
    (1..).zip(entries).map(|(position, entry)| ParsedSet { position, ..entry.set }).collect()
}

/// The occurrence stands before the title, which may hold anything.
fn external_id(source: &str, workout: &Workout, occurrence: u32, date_only: bool) -> String {
    let format = if date_only { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S" };
    let again = if occurrence > 1 { format!("#{occurrence}") } else { String::new() };
    let title = workout.title.as_ref().map(|title| format!(":{title}")).unwrap_or_default();
    format!("{source}:{}{again}{title}", workout.started.format(format))
}
