//! The rows that one message writes, gathered first and then written by a few statements.

use domain::ids::{GymId, MemberId, Plan, PlanId, TemplateId};
use domain::plan::ENGINE_VERSION;
use domain::vocab::{PlanStatus, ReviewState, Trigger};
use entity::instant::micros;
use entity::{plan, plan_revision, store};
use sea_orm::{DatabaseTransaction, Set};

use super::Draft;
use super::verdict::{release, says_the_same};
use crate::env::Env;
use crate::error::Result;
use crate::events::{self, NewEvent, Wakes};
use crate::facts;
use crate::inputs::{Inputs, MemberInputs};
use crate::narrate::{self, Revised};
use crate::placing::{self, Placed};

/// The rows of one transaction.
#[derive(Default)]
pub(super) struct Batch {
    plans: Vec<plan::Model>,
    revisions: Vec<plan_revision::Model>,
    lapsed: Vec<PlanId>,
    events: Vec<NewEvent>,
    revised: Vec<Revised>,
}

impl Batch {
    /// Adds what a draft leads to, if it is news.
    pub(super) fn add(
        &mut self,
        env: &Env,
        inputs: &Inputs,
        draft: &Draft,
        plan: Option<&plan::Model>,
    ) {
        let read = &inputs.members[draft.member];
        if says_the_same(read, draft) {
            return;
        }
        let mut before = plan.cloned().unwrap_or_else(|| first(env, inputs, read));
        // As the document cites it: a reduction stays with the template that the week was drawn from.
        if let Ok(drawn_from) = draft.computed.document.template.id.parse::<TemplateId>() {
            before.template_id = Some(drawn_from.uuid());
        }
        let release = release(inputs, read, draft);
        let placed = placing::place(before, &inputs.gym, release, env.now());
        if placed.lapsed {
            self.lapsed.push(PlanId::from_uuid(placed.plan.id));
        }
        let member = MemberId::from_uuid(placed.plan.member_id);
        let plan = PlanId::from_uuid(placed.plan.id);
        let (revision, trigger) = (placed.number, draft.item.trigger);
        self.events.extend(placed.events.iter().map(|kind| NewEvent {
            plan,
            member,
            revision,
            kind: *kind,
            trigger,
        }));
        // The weekly run and a new programme come ahead of time and for many.
        let ahead = draft.item.run.is_some() || draft.item.trigger == Trigger::Template;
        self.revised.push(Revised { member, number: revision, trigger, ahead, by_coach: false });
        self.revisions.push(revision_row(draft, inputs, read, &placed, env));
        self.plans.push(placed.plan);
    }

    /// Writes everything, keeps the facts that the revisions cite, and asks for their words; commits.
    pub(super) async fn commit(
        self,
        txn: DatabaseTransaction,
        env: &Env,
        gym: GymId,
        inputs: &Inputs,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Wakes> {
        let lapse = plan_revision::ActiveModel {
            review_state: Set(Some(ReviewState::Lapsed.to_string())),
            decided_at: Set(Some(micros(now))),
            auto_release_at: Set(None),
            ..Default::default()
        };
        if !self.revisions.is_empty() {
            facts::keep(&txn, gym, &inputs.facts, &inputs.facts_digest, now).await?;
        }
        store::plan_revisions::update_waiting(&txn, gym, &self.lapsed, lapse).await?;
        store::plans::save(&txn, gym, self.plans).await?;
        store::plan_revisions::insert(&txn, gym, self.revisions).await?;
        let work = narrate::ask(&txn, env, &inputs.gym, inputs.week, &self.revised).await?;
        let wake = events::append(&txn, gym, self.events, now).await?;
        txn.commit().await?;
        Ok(Wakes { events: wake.into_iter().collect(), work })
    }
}

/// The row of a plan that has no revision yet.
fn first(env: &Env, inputs: &Inputs, read: &MemberInputs) -> plan::Model {
    plan::Model {
        id: env.id::<Plan>().uuid(),
        gym_id: inputs.gym.id,
        member_id: read.member.id,
        week_of: inputs.week.monday(),
        status: PlanStatus::Rejected.to_string(),
        published: None,
        pending: None,
        newest: 0,
        version: 0,
        template_id: read.member.template_id,
        published_at: None,
        computed_at: micros(env.now()),
        created_at: micros(env.now()),
    }
}

fn revision_row(
    draft: &Draft,
    inputs: &Inputs,
    read: &MemberInputs,
    placed: &Placed,
    env: &Env,
) -> plan_revision::Model {
    let now = micros(env.now());
    plan_revision::Model {
        plan_id: placed.plan.id,
        number: placed.number,
        gym_id: placed.plan.gym_id,
        member_id: placed.plan.member_id,
        author: "ENGINE".to_owned(),
        coach_id: None,
        trigger: draft.item.trigger.to_string(),
        reason: serde_json::json!({ "trigger": draft.item.trigger }).to_string(),
        engine_version: ENGINE_VERSION.to_owned(),
        input_digest: draft.digest.to_vec(),
        facts_digest: Some(inputs.facts_digest.to_vec()),
        as_of_at: micros(draft.computed.signals.as_of),
        document: draft.packed.clone(),
        signals: draft.signals.clone(),
        computation_id: Some(draft.item.computation.uuid()),
        base: read.base.as_ref().map(|base| base.number),
        created_at: now,
        published_at: placed.published_at,
        review_state: placed.review.map(|state| state.to_string()),
        review_coach_id: None,
        review_note: None,
        waiting_since_at: placed.review.map(|_| now),
        decided_at: None,
        auto_release_at: placed.auto_release_at,
        erased_at: None,
    }
}
