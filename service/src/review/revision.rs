//! Revisions that a coach makes.

use domain::plan::PlanDocument;
use domain::vocab::{RevisionAuthor, Trigger};
use entity::instant::micros;
use entity::{pack, plan_revision};

use super::Locked;
use super::act::Act;
use crate::env::Env;

/// What a coach's revision is made of.
pub(super) struct Made<'a> {
    /// The revision it comes from.
    pub(super) from: &'a plan_revision::Model,
    /// The week.
    pub(super) document: &'a PlanDocument,
    /// How the coach made it.
    pub(super) act: &'a Act,
    /// What the gym's facts then are cited by.
    pub(super) facts_digest: Option<Vec<u8>>,
    /// In the coach's words, for other coaches.
    pub(super) note: Option<&'a str>,
}

/// The next revision of the plan, by the coach; whether it is in force or waits is for the caller to say.
///
/// It keeps the signals of the revision it comes from: what was not edited still rests on them.
pub(super) fn by_coach(env: &Env, locked: &Locked, made: &Made<'_>) -> plan_revision::Model {
    let document = pack::pack(made.document);
    plan_revision::Model {
        plan_id: locked.plan.id,
        number: locked.plan.newest + 1,
        gym_id: locked.plan.gym_id,
        member_id: locked.plan.member_id,
        author: RevisionAuthor::Coach.to_string(),
        coach_id: locked.coach.map(|coach| coach.uuid()),
        trigger: Trigger::CoachEdit.to_string(),
        reason: reason(made),
        engine_version: made.from.engine_version.clone(),
        facts_digest: made.facts_digest.clone(),
        input_digest: digest(made.from, &document).to_vec(),
        as_of_at: made.from.as_of_at,
        document,
        signals: made.from.signals.clone(),
        computation_id: None,
        base: Some(made.from.number),
        created_at: micros(env.now()),
        published_at: None,
        review_state: None,
        review_coach_id: None,
        review_note: None,
        waiting_since_at: None,
        decided_at: None,
        auto_release_at: None,
        erased_at: None,
    }
}

fn reason(made: &Made<'_>) -> String {
    let Made { note, act, .. } = made;
    serde_json::json!({ "trigger": Trigger::CoachEdit, "note": note, "act": act }).to_string()
}

/// Of what it comes from and what the coach made of it: the same digest is the same plan.
pub(crate) fn digest(from: &plan_revision::Model, document: &[u8]) -> [u8; 32] {
    let mut cited = from.input_digest.clone();
    cited.extend_from_slice(document);
    pack::digest(&cited)
}
