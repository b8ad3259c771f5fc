//! Sets into workouts.

use std::collections::{BTreeMap, BTreeSet};

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

/// One session before it has its id.
struct Part {
    workout: Workout,
    entries: Vec<Entry>,
    remarks: Vec<String>,
}

impl Part {
    /// Place in time, then in the file: a title is no part of it, since it may change between two exports.
    fn place(&self) -> (NaiveDateTime, u64) {
        let line = self.entries.first().map_or(0, |entry| entry.set.line);
        (self.workout.started, line)
    }

    /// Whether it has the sets of `other`, one by one.
    fn repeats(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(own, set)| own.is_copy_of(set))
    }
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
    let mut parts = Vec::new();
    for (workout, (entries, remarks)) in workouts {
        let length = copy_length(&entries);
        let mut rest = entries.into_iter().peekable();
        while rest.peek().is_some() {
            let entries = rest.by_ref().take(length).collect();
            parts.push(Part { workout: workout.clone(), entries, remarks: remarks.clone() });
        }
    }
    parts.sort_by_key(Part::place);
    let copies: Vec<bool> = (0..parts.len())
        .map(|at| {
            let mut earlier = parts[..at].iter().rev();
            let same_start = |part: &&Part| part.workout.started == parts[at].workout.started;
            earlier.by_ref().take_while(same_start).any(|earlier| parts[at].repeats(earlier))
        })
        .collect();
    let mut seen: BTreeMap<NaiveDateTime, u32> = BTreeMap::new();
    parts
        .into_iter()
        .zip(copies)
        .map(|(part, copy)| {
            let occurrence = seen.entry(part.workout.started).or_default();
            *occurrence += 1;
            ParsedSession { copy, ..session(source, part, *occurrence) }
        })
        .collect()
}

/// After how many sets the workout begins again; all of them where it does not.
///
/// Only where the app numbers its sets: elsewhere two equal sets are two sets. And only where more than
/// one exercise begins again: one alone may well be listed twice in a workout.
fn copy_length(entries: &[Entry]) -> usize {
    let count = entries.len();
    let repeats_after = |length: usize| {
        entries[length..].iter().zip(entries).all(|(later, earlier)| later.is_copy_of(earlier))
    };
    let several_exercises = |length: usize| {
        let names = entries[..length].iter().map(|entry| &entry.set.movement_name);
        names.collect::<BTreeSet<_>>().len() > 1
    };
    (1..count)
        .filter(|length| count.is_multiple_of(*length))
        .find(|&length| several_exercises(length) && repeats_after(length))
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

fn session(source: &str, part: Part, occurrence: u32) -> ParsedSession {
    let Part { workout, entries, remarks } = part;
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
        duration_minutes: entries.iter().find_map(|entry| entry.duration_minutes),
        notes,
        external_id: external_id(source, workout.started, occurrence, date_only),
        title: workout.title,
        occurrence,
        copy: false,
        sets: numbered(entries),
    }
}

fn numbered(entries: Vec<Entry>) -> Vec<ParsedSet> {
    (1..).zip(entries).map(|(position, entry)| ParsedSet { position, ..entry.set }).collect()
}

/// The title is no part of it: a workout that was renamed is the same workout.
fn external_id(source: &str, started: NaiveDateTime, occurrence: u32, date_only: bool) -> String {
    let format = if date_only { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S" };
    let again = if occurrence > 1 { format!("#{occurrence}") } else { String::new() };
    format!("{source}:{}{again}", started.format(format))
}

#[cfg(test)]
mod tests {
    use domain::vocab::WeightUnit;

    use super::super::{Options, ParsedLog, parse};

    const START: &str = "2021-02-10 16:46:13";

    /// A log of Strong: title, exercise, the app's number of the set, load.
    fn read(sets: &[(&str, &str, u32, u32)]) -> ParsedLog {
        let rows: Vec<String> = sets
            .iter()
            .map(|(title, exercise, order, load)| {
                format!("{START},{title},{exercise},{order},{load},5\n")
            })
            .collect();
        let header = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n";
        let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
        parse(format!("{header}{}", rows.concat()).as_bytes(), &options).expect("it is readable")
    }

    fn ids(log: &ParsedLog) -> Vec<&str> {
        log.sessions.iter().map(|session| session.external_id.as_str()).collect()
    }

    fn copies(log: &ParsedLog) -> Vec<bool> {
        log.sessions.iter().map(|session| session.copy).collect()
    }

    #[test]
    fn a_workout_that_was_renamed_is_the_same_workout() {
        let before = read(&[("Leg", "Squat", 1, 100)]);
        let after = read(&[("Legs: heavy", "Squat", 1, 100)]);

        assert_eq!(ids(&before), ["strong:2021-02-10T16:46:13"]);
        assert_eq!(ids(&after), ids(&before));
    }

    #[test]
    fn a_second_workout_of_the_same_start_is_numbered_as_it_stands_in_the_file() {
        let named = |second: &str| read(&[("Morning", "Squat", 1, 100), (second, "Press", 1, 50)]);

        for log in [named("Zercher"), named("Abs")] {
            assert_eq!(ids(&log), ["strong:2021-02-10T16:46:13", "strong:2021-02-10T16:46:13#2"]);
            assert_eq!(
                log.sessions[0].sets[0].movement_name, "Squat",
                "whatever the second's name"
            );
            assert_eq!(copies(&log), [false, false]);
        }
    }

    #[test]
    fn a_workout_that_stands_twice_in_the_file_is_two_sessions_and_the_second_is_reported() {
        let once = [("Leg", "Squat", 1, 100), ("Leg", "Squat", 2, 100), ("Leg", "Press", 1, 50)];
        let log = read(&[once, once].concat());

        assert_eq!(ids(&log), ["strong:2021-02-10T16:46:13", "strong:2021-02-10T16:46:13#2"]);
        assert_eq!(copies(&log), [false, true]);
        assert_eq!((log.sets(), log.sessions[1].occurrence), (6, 2));
    }

    #[test]
    fn a_copy_under_another_title_is_reported_too() {
        let log = read(&[("Leg", "Squat", 1, 100), ("Leg (2)", "Squat", 1, 100)]);

        assert_eq!(copies(&log), [false, true]);
    }

    #[test]
    fn an_exercise_that_is_listed_twice_with_equal_sets_leaves_the_workout_whole() {
        let alone = [("Leg", "Squat", 1, 100), ("Leg", "Squat", 2, 100)];
        let log = read(&[alone, alone].concat());
        assert_eq!((log.sessions.len(), log.sets()), (1, 4));

        let later = read(&[[("Leg", "Press", 1, 50)].as_slice(), &alone, &alone].concat());
        assert_eq!((later.sessions.len(), later.sets()), (1, 5));
    }
}
