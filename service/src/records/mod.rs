//! Personal records: found in logged sets, entered by hand, confirmed or dismissed by coaches.
//!
//! What the engine's guard holds back (`engine.md` B1b) always has a record here that waits for a coach.

mod book;
mod decide;
mod decided;
mod enter;
mod find;
mod held;

use chrono::NaiveDate;
use domain::digest::Work;
use domain::records::RecordSet;
use domain::vocab::SetKind;
use entity::{personal_record, session_log, set_log};
use uuid::Uuid;

pub use decide::{Judged, confirm, dismiss};
pub use enter::{RecordPersonalRecord, enter};
pub use find::{again, find};

/// A set that could be a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Lifted {
    date: NaiveDate,
    session: Uuid,
    movement: Uuid,
    set: RecordSet,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// New records.
    pub records: usize,
    /// Of them, those that wait for a coach.
    pub outliers: usize,
    /// The rows that were written.
    pub rows: Vec<personal_record::Model>,
}

impl Lifted {
    /// A set that was done under load; warm-ups, misses and what is not believed are none. Strength
    /// work, unless [`Lifted::asked`] says otherwise.
    pub fn from_set(log: &session_log::Model, set: &set_log::Model) -> Option<Self> {
        let read = record_set(set, Work::Strength).filter(|_| is_evidence(set))?;
        Some(Self { date: log.date, session: log.id, movement: set.movement_id, set: read })
    }

    /// The same set as the answer to a block of that sort.
    #[must_use]
    pub fn asked(mut self, work: Work) -> Self {
        self.set.work = work;
        self
    }
}

/// Whether the engine reads a set as evidence, as its digest does: one taken to failure too.
fn is_evidence(set: &set_log::Model) -> bool {
    set.kind != SetKind::WarmUp.as_str() && !set.disbelieved
}

/// A set as the rule reads it; `None` without repetitions under load.
fn record_set(set: &set_log::Model, work: Work) -> Option<RecordSet> {
    let reps = u32::try_from(set.reps?).ok().filter(|reps| *reps > 0)?;
    let load_kg = set.load_kg.filter(|kg| *kg > 0.0)?;
    Some(RecordSet { reps, load_kg, rpe: set.rpe, work })
}

/// Whether a record was read out of this set.
fn is_of(record: &personal_record::Model, movement: Uuid, set: &RecordSet) -> bool {
    record.movement_id == movement
        && record.reps == i32::try_from(set.reps).ok()
        && record.load_kg == Some(set.load_kg)
        && record.rpe == set.rpe
}
