//! An edit as the API receives it: its parts are named by the ids of one revision.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::edit::{Addition, BlockEdit, Edit, LineEdit, Move, PlanEdit, Values};
use domain::ids::PlanId;
use domain::plan_ids::{BlockId, LineId, SessionId};

use super::words::NewWords;
use crate::error::{Result, UserErrorCode};
use crate::faults::Faults;

/// Parts of one edit at most. House choice: a week has some fifty lines.
const MOST_PARTS: usize = 200;

/// An edit of a plan.
#[derive(Debug, Clone)]
pub struct EditPlan {
    /// The plan.
    pub plan: PlanId,
    /// The revision that the coach was looking at.
    pub revision: i32,
    /// Lines that are there.
    pub lines: Vec<OfLine>,
    /// Lines to add.
    pub additions: Vec<NewLine>,
    /// Blocks.
    pub blocks: Vec<OfBlock>,
    /// Sessions to put on another day.
    pub moves: Vec<OfSession>,
    /// Ids of sessions to take out.
    pub removals: Vec<String>,
    /// In the place of the narrative's.
    pub words: Option<NewWords>,
    /// For other coaches.
    pub note: Option<String>,
    /// Sent again with the same key, the edit is not made again.
    pub idempotency_key: Option<String>,
}

/// A change of the line that an id names.
#[derive(Debug, Clone)]
pub struct OfLine {
    /// Id of the line.
    pub id: String,
    /// Key of another movement.
    pub movement: Option<String>,
    /// Its values.
    pub values: Values,
    /// Takes it out.
    pub remove: bool,
}

/// A line to add to the block that an id names.
#[derive(Debug, Clone)]
pub struct NewLine {
    /// Id of the block.
    pub block: String,
    /// Key of its movement.
    pub movement: String,
    /// Its values.
    pub values: Values,
}

/// A change of the block that an id names.
#[derive(Debug, Clone)]
pub struct OfBlock {
    /// Id of the block.
    pub id: String,
    /// Rounds.
    pub rounds: Edit<i32>,
    /// Minutes.
    pub time_cap_minutes: Edit<i32>,
    /// In the author's words.
    pub notes: Edit<String>,
}

/// A new day for the session that an id names.
#[derive(Debug, Clone)]
pub struct OfSession {
    /// Id of the session.
    pub id: String,
    /// Its day.
    pub date: NaiveDate,
}

impl EditPlan {
    /// The edit by keys. Ids must be of the plan's revision `number`.
    pub(super) fn resolved(&self, number: i32) -> Result<PlanEdit> {
        let mut ids = Ids { plan: self.plan, revision: number, faults: Faults::default() };
        ids.limit("edits", self.lines.len());
        ids.limit("additions", self.additions.len());
        ids.limit("blocks", self.blocks.len());
        ids.limit("moves", self.moves.len());
        ids.limit("removeSessionIds", self.removals.len());
        let edit = PlanEdit {
            lines: numbered(&self.lines, |at, of| LineEdit {
                line: ids.line(&["edits", at, "prescriptionId"], &of.id),
                movement: of.movement.clone(),
                values: of.values.clone(),
                remove: of.remove,
            }),
            additions: numbered(&self.additions, |at, of| Addition {
                block: ids.block(&["additions", at, "blockId"], &of.block),
                movement: of.movement.clone(),
                values: of.values.clone(),
            }),
            blocks: numbered(&self.blocks, |at, of| BlockEdit {
                block: ids.block(&["blocks", at, "blockId"], &of.id),
                rounds: of.rounds,
                time_cap_minutes: of.time_cap_minutes,
                notes: of.notes.clone(),
            }),
            moves: numbered(&self.moves, |at, of| Move {
                session: ids.session(&["moves", at, "plannedSessionId"], &of.id),
                date: of.date,
            }),
            removals: numbered(&self.removals, |at, id| ids.session(&["removeSessionIds", at], id)),
        };
        if let Some(words) = &self.words {
            words.check(&mut ids.faults);
        }
        ids.faults.end()?;
        Ok(edit)
    }
}

fn numbered<T, S>(parts: &[T], mut read: impl FnMut(&str, &T) -> S) -> Vec<S> {
    parts.iter().enumerate().map(|(index, part)| read(&index.to_string(), part)).collect()
}

/// Reads ids; one that names nothing of the revision is a fault.
struct Ids {
    plan: PlanId,
    revision: i32,
    faults: Faults,
}

impl Ids {
    fn limit(&mut self, field: &str, count: usize) {
        if count > MOST_PARTS {
            let message = format!("{field} must be at most {MOST_PARTS}, got {count}");
            self.faults.add(&[field], UserErrorCode::LimitExceeded, message);
        }
    }

    fn line(&mut self, path: &[&str], id: &str) -> String {
        let read = LineId::from_str(id).ok().map(|id| (id.plan, id.revision, id.key));
        self.key(path, read, "prescription")
    }

    fn block(&mut self, path: &[&str], id: &str) -> String {
        let read = BlockId::from_str(id).ok().map(|id| (id.plan, id.revision, id.key));
        self.key(path, read, "block")
    }

    fn session(&mut self, path: &[&str], id: &str) -> String {
        let read = SessionId::from_str(id).ok().map(|id| (id.plan, id.revision, id.key));
        self.key(path, read, "session")
    }

    fn key(&mut self, path: &[&str], id: Option<(PlanId, u32, String)>, what: &str) -> String {
        let of_revision = id.filter(|(plan, revision, _)| {
            *plan == self.plan && i32::try_from(*revision) == Ok(self.revision)
        });
        let Some((_, _, key)) = of_revision else {
            let message = format!("there is no such {what} in revision {}", self.revision);
            self.faults.add(path, UserErrorCode::NotFound, message);
            return String::new();
        };
        key
    }
}
