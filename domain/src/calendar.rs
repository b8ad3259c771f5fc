//! Weeks, days and local dates. A week is named by its Monday.

use chrono::{DateTime, Datelike, Days as ChronoDays, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::vocab::Weekday;

/// A date that names no week.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("week must be named by its Monday, got {} ({})", .0, .0.format("%A"))]
pub struct NotAMonday(pub NaiveDate);

/// A training week, Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "NaiveDate", into = "NaiveDate")]
pub struct Week(NaiveDate);

impl Week {
    /// The week that starts on `monday`.
    pub fn new(monday: NaiveDate) -> Result<Self, NotAMonday> {
        if monday.weekday() == chrono::Weekday::Mon {
            Ok(Self(monday))
        } else {
            Err(NotAMonday(monday))
        }
    }

    /// The week that `date` lies in.
    pub fn containing(date: NaiveDate) -> Self {
        Self(date - ChronoDays::new(u64::from(date.weekday().num_days_from_monday())))
    }

    /// Its Monday.
    pub fn monday(self) -> NaiveDate {
        self.0
    }

    /// Its Sunday.
    pub fn sunday(self) -> NaiveDate {
        self.0 + ChronoDays::new(6)
    }

    /// The date of one of its days.
    pub fn day(self, day: Weekday) -> NaiveDate {
        self.0 + ChronoDays::new(day as u64)
    }

    /// Its seven dates, Monday first.
    pub fn dates(self) -> impl Iterator<Item = NaiveDate> {
        self.0.iter_days().take(7)
    }

    /// Whether `date` lies in it.
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::containing(date) == self
    }

    /// The week `weeks` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, weeks: i64) -> Self {
        Self(self.0 + chrono::Duration::weeks(weeks))
    }

    /// How many weeks later it is than `earlier`; negative where it is before.
    pub fn weeks_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days() / 7
    }
}

impl TryFrom<NaiveDate> for Week {
    type Error = NotAMonday;

    fn try_from(date: NaiveDate) -> Result<Self, NotAMonday> {
        Self::new(date)
    }
}

impl From<Week> for NaiveDate {
    fn from(week: Week) -> Self {
        week.0
    }
}

impl std::fmt::Display for Week {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A set of weekdays; bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeekdaySet(u8);

impl WeekdaySet {
    /// All seven days.
    pub const ALL: Self = Self(0x7f);

    /// From the bit mask the database keeps; bits beyond Sunday are dropped.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0x7f)
    }

    /// The bit mask the database keeps.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether `day` is in it.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// How many days it holds.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.iter().copied().filter(move |day| self.contains(*day))
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | 1 << day as u8))
    }
}

/// The weekday of a date.
pub fn weekday(date: NaiveDate) -> Weekday {
    Weekday::ALL[date.weekday().num_days_from_monday() as usize]
}

/// The calendar date of an instant in a time zone.
pub fn local_date(instant: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}
