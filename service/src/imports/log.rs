//! A training log after reading: sessions with their sets, and what was no set.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use domain::vocab::{SetKind, WeightUnit};

/// How a log is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The unit of loads that neither row nor header name.
    pub unit: Option<WeightUnit>,
    /// Leave out rows that cannot be read, instead of refusing the file.
    pub skip_bad_rows: bool,
}

/// The app that wrote a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Strong, with the generation of its header.
    Strong(StrongHeader),
    /// Hevy.
    Hevy,
    /// The CSV export of `FitNotes`.
    FitNotes,
    /// Fitbod, of either header.
    Fitbod,
}

/// The generations of Strong's header, told apart by their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrongHeader {
    /// iOS from 2021: a column `Duration`, no unit.
    Duration,
    /// 2017 to 2019: neither duration nor unit.
    Plain,
    /// Android: a unit in each row; the header line may be missing.
    UnitInRow,
    /// 2025: a column `Workout #`, the unit in the header.
    Numbered,
}

impl Format {
    /// The app in one lower-case word, as the ids of its sessions begin.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Strong(_) => "strong",
            Self::Hevy => "hevy",
            Self::FitNotes => "fitnotes",
            Self::Fitbod => "fitbod",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Strong(StrongHeader::Duration) => "Strong (comma, 2021)",
            Self::Strong(StrongHeader::Plain) => "Strong (comma, 2017)",
            Self::Strong(StrongHeader::UnitInRow) => "Strong (Android)",
            Self::Strong(StrongHeader::Numbered) => "Strong (numbered workouts, 2025)",
            Self::Hevy => "Hevy",
            Self::FitNotes => "FitNotes",
            Self::Fitbod => "Fitbod",
        })
    }
}

/// A log that was read. `rows` is always the sum of the sets, `rest_rows` and the skipped, less
/// `repeated_sets`.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedLog {
    /// Who wrote it.
    pub format: Format,
    /// Its workouts, oldest first.
    pub sessions: Vec<ParsedSession>,
    /// Rows below the header; blank lines are none.
    pub rows: usize,
    /// Rows that are no sets by design: rest timers, and notes in a row of their own.
    pub rest_rows: usize,
    /// Sets beyond the first that a row stands for: Fitbod's first header counts equal ones.
    pub repeated_sets: usize,
    /// Rows that could not be read and were left out.
    pub skipped: Vec<BadRow>,
}

impl ParsedLog {
    /// How many sets there are.
    pub fn sets(&self) -> usize {
        self.sessions.iter().map(|session| session.sets.len()).sum()
    }
}

/// One workout of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedSession {
    /// Wall time as the log writes it: local without offset, but where `offset` says which; midnight
    /// where the log knows the date only.
    pub started: NaiveDateTime,
    /// The offset from UTC that `started` is written in, where the log names one.
    pub offset: Option<FixedOffset>,
    /// Whether `started` is a date only.
    pub date_only: bool,
    /// What the member called it.
    pub title: Option<String>,
    /// Minutes, rounded; `None` also where the log's duration cannot be read.
    pub duration_minutes: Option<u32>,
    /// What was noted on the workout.
    pub notes: Option<String>,
    /// The same whenever the file is read again: app, start, occurrence where not the first.
    pub external_id: String,
    /// 1, or more for a further workout that began at the same moment.
    pub occurrence: u32,
    /// Whether it has the sets of an earlier one of the same start, one by one: reported, never dropped.
    pub copy: bool,
    /// In the order of the file.
    pub sets: Vec<ParsedSet>,
}

impl ParsedSession {
    /// The instant it began for a member of that time zone. Of local times, a skipped one is read an hour
    /// later and a doubled one the first time.
    pub fn instant(&self, zone: chrono_tz::Tz) -> DateTime<Utc> {
        if let Some(offset) = self.offset {
            return (self.started - offset).and_utc();
        }
        let at = |time: NaiveDateTime| zone.from_local_datetime(&time).earliest();
        at(self.started)
            .or_else(|| at(self.started + Duration::hours(1)))
            .map_or(self.started.and_utc(), |time| time.with_timezone(&Utc))
    }

    /// The day it began on where the member was.
    pub fn date(&self, zone: chrono_tz::Tz) -> NaiveDate {
        match self.offset {
            Some(_) => self.instant(zone).with_timezone(&zone).date_naive(),
            None => self.started.date(),
        }
    }
}

/// One set of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedSet {
    /// Line of the file on which its row starts, from 1.
    pub line: u64,
    /// The movement as the log names it.
    pub movement_name: String,
    /// Place in the workout, from 1: with the session's id, what makes the set unique.
    pub position: u32,
    /// What kind of set it was.
    pub kind: SetKind,
    /// Repetitions; 0 is a failed attempt.
    pub reps: Option<u32>,
    /// The load as typed, in `entered_unit`; negative where the app writes assistance so. 0 is `None`.
    pub entered_load: Option<f64>,
    /// The unit of `entered_load`; `None` without a load.
    pub entered_unit: Option<WeightUnit>,
    /// Kilograms lifted beside the body, negative where the load helped. `None` without a load.
    pub load_kg: Option<f64>,
    /// CR-10 rating, 1 to 10.
    pub rpe: Option<f64>,
    /// The distance as typed; where the log names no unit, this is all that is known.
    pub entered_distance: Option<f64>,
    /// Metres.
    pub distance_metres: Option<f64>,
    /// Seconds, rounded.
    pub duration_seconds: Option<u32>,
    /// Whether the load helped: a lower one is then the harder set.
    pub assisted: bool,
    /// What was noted on the exercise, on the first set that has it.
    pub note: Option<String>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The instant of a session that a log has beginning at `started` in Vienna.
    fn check(started: &str, expected: &str) {
        let session = ParsedSession {
            started: started.parse().expect("a local time"),
            offset: None,
            date_only: false,
            title: None,
            duration_minutes: None,
            notes: None,
            external_id: String::new(),
            occurrence: 1,
            copy: false,
            sets: Vec::new(),
        };
        let zone = chrono_tz::Europe::Vienna;
        assert_eq!(session.instant(zone).to_rfc3339(), expected, "{started}");
        assert_eq!(session.date(zone), session.started.date(), "the day stays the log's");
    }

    #[test]
    fn a_local_time_is_read_in_the_zone_of_the_log() {
        check("2021-02-10T16:46:13", "2021-02-10T15:46:13+00:00");
        check("2021-07-10T16:46:13", "2021-07-10T14:46:13+00:00");
        check("2021-07-10T00:30:00", "2021-07-09T22:30:00+00:00");
    }

    #[test]
    fn a_local_time_that_was_skipped_is_read_an_hour_later() {
        check("2021-03-28T01:59:59", "2021-03-28T00:59:59+00:00");
        check("2021-03-28T02:30:00", "2021-03-28T01:30:00+00:00");
        check("2021-03-28T03:00:00", "2021-03-28T01:00:00+00:00");
    }

    #[test]
    fn a_local_time_that_came_twice_is_read_the_first_time() {
        check("2021-10-31T02:30:00", "2021-10-31T00:30:00+00:00");
        check("2021-10-31T03:00:00", "2021-10-31T02:00:00+00:00");
    }
}
