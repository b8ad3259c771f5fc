//! Instants as the database keeps them: UTC microseconds since 1970, on both databases alike.

use chrono::{DateTime, NaiveDate, Utc};

/// Earlier than anything that is stored, and a date in both databases (`NaiveDate::MIN` is none in PostgreSQL).
pub const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The instant as its column keeps it; what is finer than a microsecond is cut off.
pub fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

/// The instant that a column holds.
///
/// A number beyond what `chrono` can name, some 262,000 years off, becomes the nearest it can.
pub fn instant(micros: i64) -> DateTime<Utc> {
    let nearest = if micros < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    DateTime::from_timestamp_micros(micros).unwrap_or(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_comes_back_as_it_was_kept() {
        for kept in [0, -1, 1_763_942_400_123_456] {
            assert_eq!(micros(instant(kept)), kept);
        }
    }
}
