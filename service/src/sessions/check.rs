//! What a logged session may say, and within which ranges. Impossible values are refused, never clamped.

use chrono::NaiveDate;
use domain::access::Actor;
use entity::instant::FIRST_DAY;

use super::{LogSession, LogSet};
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
/// Longest external id, in characters.
const NAME_LENGTH: usize = 100;
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
        if date < FIRST_DAY || date > newest {
            let message = format!("date must be {FIRST_DAY} to {newest}, got {date}");
            faults.add(&["date"], UserErrorCode::OutOfRange, message);
        }
        faults.text(&["externalId"], self.external_id.as_deref(), NAME_LENGTH);
        let minutes = f64::from(self.duration_minutes);
        faults.range(&["durationMinutes"], Some(minutes), 0.0, f64::from(MOST_MINUTES));
        faults.range(&["sessionRpe"], self.session_rpe, 0.0, 10.0);
        faults.range(&["completion"], self.completion, 0.0, 1.0);
        if self.sets.len() > MOST_SETS {
            let message = format!("sets must be at most {MOST_SETS}, got {}", self.sets.len());
            faults.add(&["sets"], UserErrorCode::LimitExceeded, message);
        }
        let length = self.notes.as_ref().map_or(0, |notes| notes.chars().count());
        if length > NOTE_LENGTH {
            let message = format!("notes must have at most {NOTE_LENGTH} characters, got {length}");
            faults.add(&["notes"], UserErrorCode::Invalid, message);
        }
        for (set, index) in self.sets.iter().zip(0_usize..) {
            set.check(&index.to_string(), &mut faults);
        }
        faults.end()
    }
}

impl LogSet {
    fn check(&self, at: &str, faults: &mut Faults) {
        let numbers = [
            ("reps", self.reps.map(f64::from), 0.0, f64::from(MOST_REPS)),
            ("loadKg", self.load_kg, -MOST_KG, MOST_KG),
            ("rpe", self.rpe, 0.0, 10.0),
            ("distanceMetres", self.distance_metres, 0.0, 500_000.0),
            ("durationSeconds", self.duration_seconds.map(f64::from), 0.0, 86_400.0),
            ("calories", self.calories.map(f64::from), 0.0, 20_000.0),
        ];
        for (field, value, low, high) in numbers {
            faults.range(&["sets", at, field], value, low, high);
        }
    }
}
