//! A coach's own words to a week.

use domain::explain::Reader;
use domain::ids::{GymId, PlanId};
use domain::narrative::{self, Text};
use domain::vocab::{NarrativeSource, NarrativeState};
use entity::instant::micros;
use entity::{narrative as row, plan_revision, store};
use sea_orm::DatabaseTransaction;

use super::week::EditedWeek;
use crate::env::Env;
use crate::error::{Result, UserErrorCode};
use crate::faults::Faults;

/// Longest texts in characters, and most cues. House choice: what a phone shows without a second page.
const FOCUS_LENGTH: usize = 300;
const REASONING_LENGTH: usize = 4000;
const CUE_LENGTH: usize = 300;
const MOST_CUES: usize = 10;

/// What a coach writes in the place of the narrative's; what is left out stays.
#[derive(Debug, Clone)]
pub struct NewWords {
    /// The week's focus.
    pub focus: Option<String>,
    /// Why the week looks as it does.
    pub reasoning: Option<String>,
    /// What to keep in mind.
    pub cues: Option<Vec<String>>,
}

impl NewWords {
    pub(super) fn check(&self, faults: &mut Faults) {
        if self.focus.is_none() && self.reasoning.is_none() && self.cues.is_none() {
            let message = "narrative must change focus, reasoning or cues";
            faults.add(&["narrative"], UserErrorCode::Invalid, message);
        }
        faults.text(&["narrative", "focus"], self.focus.as_deref(), FOCUS_LENGTH);
        faults.text(&["narrative", "reasoning"], self.reasoning.as_deref(), REASONING_LENGTH);
        let cues = self.cues.as_deref().unwrap_or_default();
        if cues.len() > MOST_CUES {
            let message = format!("cues must be at most {MOST_CUES}, got {}", cues.len());
            faults.add(&["narrative", "cues"], UserErrorCode::LimitExceeded, message);
        }
        for (index, cue) in cues.iter().enumerate() {
            faults.text(&["narrative", "cues", &index.to_string()], Some(cue), CUE_LENGTH);
        }
    }
}

/// Writes the words of a coach's revision, where there are any: those of this edit over those of the revision
/// that it comes from. A coach's words go along with later edits, and with a recomputation (`personalise`) as far
/// as they are still true. Answers whether the revision has a coach's words.
pub(super) async fn keep(
    txn: &DatabaseTransaction,
    env: &Env,
    revision: &plan_revision::Model,
    from: &plan_revision::Model,
    new: Option<&NewWords>,
    week: &EditedWeek,
) -> Result<bool> {
    let (gym, plan) = (GymId::from_uuid(revision.gym_id), PlanId::from_uuid(revision.plan_id));
    let before = store::narratives::find(txn, gym, plan, from.number).await?;
    let by_coach = before.as_ref().is_some_and(|row| row.source == NarrativeSource::Coach.as_str());
    if new.is_none() && !by_coach {
        return Ok(false);
    }
    let standing = match &before {
        Some(row) => written(row)?,
        None => narrative::rules(&Reader::new(&week.facts, &week.signals), &week.document),
    };
    let text = Text {
        focus: new.and_then(|new| new.focus.clone()).unwrap_or(standing.focus),
        reasoning: new.and_then(|new| new.reasoning.clone()).unwrap_or(standing.reasoning),
        cues: new.and_then(|new| new.cues.clone()).unwrap_or(standing.cues),
    };
    let row = row::Model {
        plan_id: revision.plan_id,
        number: revision.number,
        gym_id: revision.gym_id,
        state: NarrativeState::Ready.to_string(),
        source: NarrativeSource::Coach.to_string(),
        focus: text.focus,
        reasoning: text.reasoning,
        cues: serde_json::to_string(&text.cues).map_err(anyhow::Error::from)?,
        model: None,
        verified: false, // nobody checks a coach's words
        generated_at: micros(env.now()),
    };
    store::narratives::save(txn, gym, vec![row]).await?;
    Ok(true)
}

/// Lets a coach's words go along to a revision made of theirs. Answers whether there were any.
pub(in crate::review) async fn carry(
    txn: &DatabaseTransaction,
    env: &Env,
    revision: &plan_revision::Model,
    from: &plan_revision::Model,
) -> Result<bool> {
    let (gym, plan) = (GymId::from_uuid(revision.gym_id), PlanId::from_uuid(revision.plan_id));
    let before = store::narratives::find(txn, gym, plan, from.number).await?;
    let Some(words) = before.filter(|row| row.source == NarrativeSource::Coach.as_str()) else {
        return Ok(false);
    };
    let generated_at = micros(env.now());
    let row = row::Model { number: revision.number, generated_at, ..words };
    store::narratives::save(txn, gym, vec![row]).await?;
    Ok(true)
}

fn written(row: &row::Model) -> Result<Text> {
    Ok(Text {
        focus: row.focus.clone(),
        reasoning: row.reasoning.clone(),
        cues: serde_json::from_str(&row.cues).map_err(anyhow::Error::from)?,
    })
}
