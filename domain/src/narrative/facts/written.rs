//! What people wrote: kept apart, stripped of what identifies a person, and bounded.

use chrono::NaiveDate;
use serde::Serialize;

use super::redact::{Struck, redact};
use crate::explain::goal;
use crate::signals::Signals;
use crate::vocab::GoalKind;

/// Notes told at most, newest first; house choice: what a coach would still have in mind.
const MOST_NOTES: usize = 8;
/// Days after which a note is no longer told; house choice, the window of plans that the engine reads.
const NOTE_DAYS: i64 = 84;
/// Longest text in characters; house choice. What is beyond it is cut.
const LONGEST: usize = 800;

/// What people wrote around a week, as it is stored, and the names to strike from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Active goals with their dates and notes.
    pub goals: Vec<SaidGoal>,
    /// Coaches' notes, in any order.
    pub notes: Vec<SaidNote>,
    /// Names of the member and of the gym's coaches: each part of them is struck from what is told.
    pub names: Vec<String>,
    /// Names of the gym: struck as a whole, for their words are those of any note.
    pub places: Vec<String>,
}

impl Said {
    /// What is struck from all that is told.
    pub(super) fn struck(&self) -> Struck {
        Struck { names: self.names.clone(), places: self.places.clone() }
    }
}

/// What a member wrote to a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidGoal {
    /// Which goal.
    pub kind: GoalKind,
    /// The day it is for.
    pub target_date: Option<NaiveDate>,
    /// In the member's words.
    pub note: Option<String>,
}

/// What a coach wrote: a note about the member, or why a plan was sent back.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidNote {
    /// The day, in the gym's time zone.
    pub on: NaiveDate,
    /// In the coach's words.
    pub text: String,
}

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A coach; members do not read it.
    Coach,
    /// The member.
    Member,
}

/// One text, as a request holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Who wrote it.
    pub by: By,
    /// What it is about.
    pub about: String,
    /// The day, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The text.
    pub text: String,
}

/// Goal notes of the goals that the week was computed for, then notes, newest first.
pub(super) fn written(signals: &Signals, said: &Said) -> Vec<Written> {
    let (mut out, struck) = (Vec::new(), said.struck());
    for of in &signals.member.goals {
        let note = said.goals.iter().find(|said| said.kind == of.kind);
        let Some(text) = note.and_then(|said| said.note.as_deref()) else {
            continue;
        };
        let about = format!("the goal to {}", goal(of.kind));
        out.push(Written { by: By::Member, about, on: None, text: told(text, &struck) });
    }
    let mut notes: Vec<&SaidNote> =
        said.notes.iter().filter(|note| (signals.today - note.on).num_days() < NOTE_DAYS).collect();
    notes.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.text.cmp(&b.text)));
    out.extend(notes.into_iter().take(MOST_NOTES).map(|note| Written {
        by: By::Coach,
        about: "the member".to_owned(),
        on: Some(note.on),
        text: told(&note.text, &struck),
    }));
    out.retain(|written| !written.text.is_empty());
    out
}

/// A text without names, addresses and control characters, of bounded length.
fn told(text: &str, struck: &Struck) -> String {
    let redacted = redact(text, struck);
    if redacted.chars().count() <= LONGEST {
        return redacted;
    }
    let cut: String = redacted.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}
