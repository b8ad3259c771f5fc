//! What a logged session may say, and within which ranges. Impossible values are refused, never clamped.

use chrono::NaiveDate;
use domain::access::Actor;

use super::LogSession;
use crate::error::{Result, UserErrorCode};
use crate::faults::Faults;

/// Sets of one session at most (the contract).
const MOST_SETS: usize = 500;
/// Longest session in minutes: a day.
const MOST_MINUTES: u32 = 24 * 60;
/// Heaviest load in kilograms that is believed; the strongest lifts on record are about half of it.
const MOST_KG: f64 = 1_000.0;
/// Most repetitions of one set that are believed.
const MOST_REPS: i32 = 2_000;
/// Longest note in characters.
const NOTE_LENGTH: usize = 2_000;

impl LogSession {
    /// Names every fault at once.
    pub(super) fn check(&self, actor: &Actor, date: NaiveDate, today: NaiveDate) -> Result<()> {
        let mut faults = Faults::default();
        if actor.integration.is_some() && self.date.is_none() {
            faults.add(&["date"], UserErrorCode::Invalid, "date must be named by an integration");
        }
        let newest = today + chrono::Days::new(1);
        if date > newest {
            faults.add(
                &["date"],
                UserErrorCode::OutOfRange,
                format!("date must be {newest} at the latest, got {date}"),
            );
        }
        faults.range(
            &["durationMinutes"],
            Some(f64::from(self.duration_minutes)),
            0.0,
            f64::from(MOST_MINUTES),
        );
        faults.range(&["sessionRpe"], self.session_rpe, 0.0, 10.0);
        faults.range(&["completion"], self.completion, 0.0, 1.0);
        if self.sets.len() > MOST_SETS {
            let message = format!("sets must be at most {MOST_SETS}, got {}", self.sets.len());
            faults.add(&["sets"], UserErrorCode::LimitExceeded, message);
        }
        if self.notes.as_ref().is_some_and(|notes| notes.chars().count() > NOTE_LENGTH) {
            faults.add(
                &["notes"],
                UserErrorCode::Invalid,
                format!("notes must have at most {NOTE_LENGTH} characters"),
            );
        }
        for (index, set) in self.sets.iter().enumerate() {
            let at = index.to_string();
            faults.range(
                &["sets", &at, "reps"],
                set.reps.map(f64::from),
                0.0,
                f64::from(MOST_REPS),
            );
            faults.range(&["sets", &at, "loadKg"], set.load_kg, -MOST_KG, MOST_KG);
            faults.range(&["sets", &at, "rpe"], set.rpe, 0.0, 10.0);
            faults.range(&["sets", &at, "distanceMetres"], set.distance_metres, 0.0, 500_000.0);
            faults.range(
                &["sets", &at, "durationSeconds"],
                set.duration_seconds.map(f64::from),
                0.0,
                86_400.0,
            );
            faults.range(&["sets", &at, "calories"], set.calories.map(f64::from), 0.0, 20_000.0);
        }
        faults.end()
    }
}
