//! The revision that waits goes back: it is computed again with the coach's note. Where it was released
//! at once, the one before it comes back into force as the coach's revision.

use domain::access::Actor;
use domain::ids::PlanId;
use domain::plan::PlanDocument;
use domain::vocab::{ComputationKind, PlanEventKind, PlanStatus, ReviewState, Trigger};
use entity::instant::micros;
use entity::{pack, plan, plan_revision, store};
use sea_orm::{DatabaseTransaction, Set};

use super::act::{Act, PutBack};
use super::approve::is;
use super::revision::{self, Made};
use super::{Locked, NOTE_LENGTH, lock};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::{self, NewEvent, Wakes};
use crate::faults::Faults;
use crate::ledger;

/// A rejection, as the API receives it.
#[derive(Debug, Clone)]
pub struct Reject {
    /// The plan.
    pub plan: PlanId,
    /// The revision that the coach was looking at.
    pub revision: i32,
    /// What is wrong with it: among the facts of the next narrative.
    pub note: String,
}

/// Sends the revision that waits back. Rejecting twice is the same as rejecting once.
pub async fn reject(env: &Env, actor: &Actor, input: Reject) -> Result<Done<plan::Model>> {
    let mut faults = Faults::default();
    faults.text(&["note"], Some(&input.note), NOTE_LENGTH);
    faults.end()?;
    let txn = env.db.write().await?;
    let locked = lock(&txn, env, actor, input.plan).await?;
    let looked_at =
        store::plan_revisions::find(&txn, actor.gym, input.plan, input.revision).await?;
    if looked_at.is_some_and(|row| is(&row, ReviewState::Rejected)) {
        return Ok(Done::quiet(locked.plan));
    }
    locked.still_open()?;
    let number = locked.waiting(input.revision)?;
    let row = locked.revision(&txn, number).await?;
    let changes = plan_revision::ActiveModel {
        review_state: Set(Some(ReviewState::Rejected.to_string())),
        review_coach_id: Set(locked.coach.map(|coach| coach.uuid())),
        review_note: Set(Some(input.note.clone())),
        decided_at: Set(Some(micros(env.now()))),
        auto_release_at: Set(None),
        ..Default::default()
    };
    store::plan_revisions::update(&txn, actor.gym, input.plan, number, changes).await?;
    let mut events = vec![locked.event(&row, PlanEventKind::Rejected)?];
    let plan = if locked.plan.published == Some(number) {
        put_back(&txn, env, &locked, &row, &mut events).await?
    } else {
        let plan = rejected(locked.plan.clone());
        store::plans::save(&txn, actor.gym, vec![plan.clone()]).await?;
        plan
    };
    ledger::request(&txn, env, again(&locked, input.note)).await?;
    let wake = events::append(&txn, actor.gym, events, env.now()).await?;
    txn.commit().await?;
    Ok(Done { value: plan, wakes: Wakes { events: wake.into_iter().collect(), work: true } })
}

/// The plan once what waited beside the revision in force, or before any was, is sent back.
fn rejected(mut plan: plan::Model) -> plan::Model {
    plan.pending = None;
    plan.version += 1;
    if plan.published.is_none() {
        plan.status = PlanStatus::Rejected.to_string();
    }
    plan
}

/// A computation in full with the coach's note, at once.
fn again(locked: &Locked, note: String) -> ledger::Ask {
    ledger::Ask {
        gym: locked.gym_id(),
        member: locked.member_id(),
        week: locked.week(),
        kind: ComputationKind::Plan,
        trigger: Trigger::CoachRequest,
        reduce_only: false,
        priority: ledger::Priority::Asked,
        run: None,
        debounce_seconds: 0,
        note: Some(note),
        plan_number: None,
    }
}

/// Puts the revision that was in force before `reduced` back: as a new one, by the coach.
async fn put_back(
    txn: &DatabaseTransaction,
    env: &Env,
    locked: &Locked,
    reduced: &plan_revision::Model,
    events: &mut Vec<NewEvent>,
) -> Result<plan::Model> {
    let before = before(txn, locked, reduced).await?;
    let unpack = |row: &plan_revision::Model| -> Result<PlanDocument> {
        Ok(pack::unpack(&row.document).map_err(anyhow::Error::from)?)
    };
    let put_back = PutBack {
        instead_of: u32::try_from(reduced.number).unwrap_or(0),
        today: locked.today,
        begun: locked.begun(txn).await?,
    };
    let document = put_back.apply(&unpack(&before)?, &unpack(reduced)?);
    let made = Made {
        from: &before,
        document: &document,
        act: &Act::PutBack(put_back),
        facts_digest: before.facts_digest.clone(),
        note: None,
    };
    let mut row = revision::by_coach(env, locked, &made);
    row.published_at = Some(row.created_at);
    let mut plan = locked.plan.clone();
    plan.newest = row.number;
    plan.version += 1;
    (plan.published, plan.published_at) = (Some(row.number), row.published_at);
    plan.pending = None;
    events.push(locked.event(&row, PlanEventKind::Revised)?);
    store::plans::save(txn, locked.gym_id(), vec![plan.clone()]).await?;
    store::plan_revisions::insert(txn, locked.gym_id(), vec![row]).await?;
    Ok(plan)
}

/// The revision that was in force before this one.
async fn before(
    txn: &DatabaseTransaction,
    locked: &Locked,
    reduced: &plan_revision::Model,
) -> Result<plan_revision::Model> {
    let heads = store::plan_revisions::heads(txn, locked.gym_id(), &[locked.id()]).await?;
    let published = |head: &&store::plan_revisions::Head| {
        head.number < reduced.number && head.published_at.is_some()
    };
    let Some(before) = heads.iter().find(published) else {
        let message = "no earlier revision was in force that could come back";
        return Err(Error::field(&["planId"], UserErrorCode::NotAllowedInState, message));
    };
    locked.revision(txn, before.number).await
}
