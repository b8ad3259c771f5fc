//! What a coach did to a week, as the reason of the revision keeps it: enough to do it again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::edit::{EditProblem, PlanEdit, Scope, apply, restore};
use domain::plan::PlanDocument;
use domain::signals::Signals;
use domain::snapshot::{GymFacts, RestrictionFacts, TemplateFacts};
use entity::plan_revision;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// How a coach's revision came of the one that it starts from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    /// Parts of it were changed.
    Edited(Edited),
    /// It came back into force in the stead of another.
    PutBack(PutBack),
}

/// An edit, with what it was made in beside what the revision cites.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Edited {
    /// The changes.
    pub(crate) edit: PlanEdit,
    /// The member's restrictions then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) restrictions: Vec<RestrictionFacts>,
    /// The day it was.
    pub(crate) today: NaiveDate,
    /// Keys of sessions that were started or completed.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) begun: BTreeSet<String>,
}

/// A reduction taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PutBack {
    /// Number of the revision that was in force: what was begun under it stays.
    pub(crate) instead_of: u32,
    /// The day it was.
    pub(crate) today: NaiveDate,
    /// Keys of sessions that were started or completed.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) begun: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Reason {
    act: Option<Act>,
}

#[derive(Deserialize)]
struct Said {
    note: Option<String>,
}

/// What the coach said with what they did, as the reason of the revision keeps it.
pub fn note_in(reason: &str) -> Result<Option<String>> {
    let said: Said = serde_json::from_str(reason).map_err(anyhow::Error::from)?;
    Ok(said.note)
}

impl Act {
    /// The act of a revision; `None` where it keeps none.
    pub(crate) fn of(row: &plan_revision::Model) -> serde_json::Result<Option<Self>> {
        Self::in_reason(&row.reason)
    }

    /// The act that a reason keeps.
    pub(crate) fn in_reason(reason: &str) -> serde_json::Result<Option<Self>> {
        Ok(serde_json::from_str::<Reason>(reason)?.act)
    }
}

impl Edited {
    /// The week of `base` with the edit in it.
    pub(crate) fn apply(
        &self,
        base: &PlanDocument,
        signals: &Signals,
        facts: &GymFacts,
        template: Option<&TemplateFacts>,
    ) -> std::result::Result<PlanDocument, Vec<EditProblem>> {
        let scope = Scope {
            facts,
            signals,
            template,
            restrictions: &self.restrictions,
            today: self.today,
            begun: &self.begun,
        };
        apply(base, &self.edit, &scope)
    }
}

impl PutBack {
    /// The week of `before` again, and of `current` what was begun.
    pub(crate) fn apply(&self, before: &PlanDocument, current: &PlanDocument) -> PlanDocument {
        restore(before, current, self.today, &self.begun)
    }
}
