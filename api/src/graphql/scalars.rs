//! Scalars of the contract, and ids.

use std::fmt::Display;
use std::str::FromStr;

use async_graphql::{ID, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use domain::calendar::Week;
use entity::instant::instant;

use crate::error::ApiError;

/// Longest period that may be asked for, in days (the contract).
const MOST_DAYS: i64 = 366;

/// ISO-8601 calendar date, e.g. `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// ISO-8601 calendar date, e.g. `2026-11-23`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
        date.map(Self).map_err(|_| {
            InputValueError::custom(format!("a date must be written like 2026-11-23, got {text:?}"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// RFC 3339 instant in UTC, e.g. `2026-11-22T18:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// RFC 3339 instant in UTC, e.g. `2026-11-22T18:00:00Z`.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let instant = chrono::DateTime::parse_from_rfc3339(text);
        instant.map(|instant| Self(instant.to_utc())).map_err(|_| {
            InputValueError::custom(format!(
                "an instant must be written like 2026-11-22T18:00:00Z, got {text:?}"
            ))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl DateTime {
    /// The instant that a column holds.
    pub fn of(micros: i64) -> Self {
        Self(instant(micros))
    }
}

/// Opaque position in the event stream; pass the last one received to resume without loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Opaque position in the event stream; pass the last one received to resume without loss.
#[Scalar(name = "Cursor")]
impl ScalarType for Cursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An id as clients hold it.
pub fn id(id: impl Display) -> ID {
    ID(id.to_string())
}

/// The id behind an argument; `None` for what is no id of that kind: nothing has it.
pub fn read_id<T: FromStr>(id: &ID) -> Option<T> {
    id.parse().ok()
}

/// The week that an argument names.
pub fn week(date: Date) -> Result<Week, ApiError> {
    Week::new(date.0).map_err(|error| ApiError::BadUserInput(error.to_string()))
}

/// Both ends of a period, if it is one.
pub fn period(from: Date, to: Date) -> Result<(NaiveDate, NaiveDate), ApiError> {
    let days = (to.0 - from.0).num_days();
    if (0..=MOST_DAYS).contains(&days) {
        return Ok((from.0, to.0));
    }
    Err(ApiError::BadUserInput(format!(
        "to must be 0 to {MOST_DAYS} days after from, got {days} days"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc() {
        let read = DateTime::parse(Value::from("2026-11-22T19:00:00+01:00"));

        let written = read.ok().map(|instant| instant.to_value());

        assert_eq!(written, Some(Value::from("2026-11-22T18:00:00Z")));
    }

    #[test]
    fn a_period_of_a_year_is_the_longest() {
        let date = |text: &str| Date(text.parse().expect("a date"));

        assert!(period(date("2026-01-01"), date("2027-01-02")).is_ok());
        assert!(period(date("2026-01-01"), date("2027-01-03")).is_err());
        assert!(period(date("2026-01-02"), date("2026-01-01")).is_err());
    }
}
