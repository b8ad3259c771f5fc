//! A coach's words to a week that is computed again.

use std::collections::HashMap;

use domain::explain::Reader;
use domain::ids::{GymId, PlanId};
use domain::narrative::facts::Said;
use domain::narrative::{NarrativeFacts, Text, carried};
use domain::plan::PlanDocument;
use domain::signals::Signals;
use domain::vocab::NarrativeSource;
use entity::instant::micros;
use entity::{narrative, pack, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Draft;
use crate::env::Env;
use crate::error::Result;
use crate::inputs::Inputs;

/// A coach's words to the revision that a week is computed again from.
pub(super) struct Coached {
    words: narrative::Model,
    document: PlanDocument,
    signals: Signals,
}

/// The coaches' words to the revisions that the drafts were computed again from, by plan.
pub(super) async fn coached(
    txn: &DatabaseTransaction,
    gym: GymId,
    inputs: &Inputs,
    drafts: &[&Draft],
) -> Result<HashMap<Uuid, Coached>> {
    let based = |draft: &&Draft| {
        let read = &inputs.members[draft.member];
        let (plan, base) = read.plan.as_ref().zip(read.base.as_ref())?;
        Some((PlanId::from_uuid(plan.id), base.number))
    };
    let mut keys: Vec<(PlanId, i32)> = drafts.iter().filter_map(based).collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let mut words = store::narratives::by_keys(txn, gym, &keys).await?;
    words.retain(|row| row.source == NarrativeSource::Coach.as_str());
    keys.retain(|(plan, number)| {
        words.iter().any(|row| row.plan_id == plan.uuid() && row.number == *number)
    });
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let revisions = store::plan_revisions::by_keys(txn, gym, &keys).await?;
    let mut out = HashMap::new();
    for row in revisions.into_iter().filter(|row| row.erased_at.is_none()) {
        let of = words.iter().find(|words| words.plan_id == row.plan_id);
        match (of, pack::unpack(&row.document), pack::unpack(&row.signals)) {
            (Some(words), Ok(document), Ok(signals)) => {
                out.insert(row.plan_id, Coached { words: words.clone(), document, signals });
            }
            (None, ..) => {}
            (_, Err(error), _) | (_, _, Err(error)) => {
                let plan = PlanId::from_uuid(row.plan_id);
                tracing::error!(plan.id = %plan, revision = row.number, %error, "a revision can't be read: its coach's words do not go along");
            }
        }
    }
    Ok(out)
}

impl Coached {
    /// The words of the next revision, where a coach's stand in it: marked as theirs, as nobody checks them.
    pub(super) fn row(
        &self,
        env: &Env,
        inputs: &Inputs,
        draft: &Draft,
        number: i32,
    ) -> Option<narrative::Model> {
        let facts = |document: &PlanDocument, signals: &Signals| {
            NarrativeFacts::new(&Reader::new(&inputs.facts, signals), document, &Said::default())
        };
        let before = facts(&self.document, &self.signals);
        let now = facts(&draft.computed.document, &draft.computed.signals);
        let text = Text {
            focus: self.words.focus.clone(),
            reasoning: self.words.reasoning.clone(),
            cues: serde_json::from_str(&self.words.cues).ok()?,
        };
        let text = carried(&text, &before, &now)?;
        Some(narrative::Model {
            number,
            focus: text.focus,
            reasoning: text.reasoning,
            cues: serde_json::to_string(&text.cues).ok()?,
            generated_at: micros(env.now()),
            ..self.words.clone()
        })
    }
}
