//! A coach's edit of a week: it becomes the next revision. The values it sets are their own step,
//! `COACH_EDIT`, after `ROUNDING`, and are rounded to nothing (`engine.md` B6).

mod block;
mod check;
mod keep;
mod line;
mod place;
mod restore;
mod value;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::guard;
use crate::landmarks;
use crate::plan::{PlanDocument, PlannedSession};
use crate::restrict::Open;
use crate::signals::Signals;
use crate::snapshot::{GymFacts, RestrictionFacts, TemplateFacts};

pub(crate) use keep::{chosen, is_edited, keep, standing};
pub use restore::restore;
pub use value::{Edit, Values};

/// What a coach changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanEdit {
    /// Lines that are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineEdit>,
    /// Lines to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<Addition>,
    /// Blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockEdit>,
    /// Sessions to put on another day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// Keys of sessions to take out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removals: Vec<String>,
}

impl PlanEdit {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change of one line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineEdit {
    /// Key of the line.
    pub line: String,
    /// Key of another movement in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movement: Option<String>,
    /// Its values.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub values: Values,
    /// Takes the line out.
    pub remove: bool,
}

/// A new line at the end of a block.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Addition {
    /// Key of the block.
    pub block: String,
    /// Key of the movement.
    pub movement: String,
    /// Its values; sets are needed.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub values: Values,
}

/// A change of a block's own values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockEdit {
    /// Key of the block.
    pub block: String,
    /// Rounds.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub rounds: Edit<i32>,
    /// Minutes.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub time_cap_minutes: Edit<i32>,
    /// In the author's words.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub notes: Edit<String>,
}

/// A session put on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Key of the session.
    pub session: String,
    /// Its day.
    pub date: NaiveDate,
}

/// One thing that can't be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditProblem {
    /// Path into the edit, in the words of the API, e.g. `edits`, `0`, `loadKg`.
    pub path: Vec<String>,
    /// What kind of problem.
    pub code: EditCode,
    /// One sentence: field, value and range.
    pub message: String,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditCode {
    /// Malformed, or at odds with another part of the edit.
    Invalid,
    /// Beyond what is possible.
    OutOfRange,
    /// A line, block, session or movement that is not there.
    NotFound,
    /// The session has begun or is past, or a restriction rules the movement out.
    NotAllowed,
}

/// What an edit is made in.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The gym.
    pub facts: &'a GymFacts,
    /// What the edited revision was computed from.
    pub signals: &'a Signals,
    /// The template version that it cites, where it can still be read.
    pub template: Option<&'a TemplateFacts>,
    /// The member's restrictions as they stand now.
    pub restrictions: &'a [RestrictionFacts],
    /// The day it is.
    pub today: NaiveDate,
    /// Keys of sessions that are started or completed: they stand.
    pub begun: &'a BTreeSet<String>,
}

impl Scope<'_> {
    /// Why a session can't be changed any more, where that is so.
    fn closed(&self, session: &PlannedSession) -> Option<String> {
        if self.begun.contains(&session.key) {
            Some(format!("the session of {} has begun", session.date))
        } else if session.date < self.today {
            Some(format!("the session of {} has passed", session.date))
        } else {
            None
        }
    }

    fn open(&self, date: NaiveDate) -> Open<'_> {
        Open::on(self.restrictions, date)
    }
}

/// The week with the edit in it; or everything that is wrong with the edit, and then nothing is done.
pub fn apply(
    base: &PlanDocument,
    edit: &PlanEdit,
    scope: &Scope<'_>,
) -> Result<PlanDocument, Vec<EditProblem>> {
    let mut problems = check::Problems::default();
    check::check(base, edit, scope, &mut problems);
    let mut document = base.clone();
    if problems.is_empty() {
        change(&mut document, edit, scope, &mut problems);
    }
    let problems = problems.into_inner();
    if problems.is_empty() { Ok(document) } else { Err(problems) }
}

fn change(
    document: &mut PlanDocument,
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut check::Problems,
) {
    place::remove_sessions(document, &edit.removals);
    for change in &edit.lines {
        line::edit_line(document, change, scope);
    }
    for addition in &edit.additions {
        line::add_line(document, addition);
    }
    for (index, change) in edit.blocks.iter().enumerate() {
        block::edit_block(document, change, index, problems);
    }
    place::move_sessions(document, &edit.moves, scope, problems);
    place::drop_empty_blocks(document, edit, problems);
    let au = document.sessions.iter().map(|session| (session.minutes, session.hard));
    document.programmed_au = guard::programmed_au(au, &scope.facts.config);
    document.findings.retain(|finding| !finding.is_landmark());
    document.findings.extend(landmarks::warnings(document, scope.signals, scope.facts));
}
