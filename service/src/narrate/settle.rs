//! What was told becomes a revision's words, where it still is what was asked for.

use std::collections::HashSet;

use domain::ids::{ComputationId, GymId, MemberId, PlanId};
use domain::narrative::Text;
use domain::vocab::{NarrativeSource, NarrativeState, PlanEventKind};
use entity::instant::micros;
use entity::{narrative, plan, store};
use uuid::Uuid;

use super::Subject;
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;
use crate::events::{self, NewEvent, Wakes};
use crate::ledger::{Fence, Work};
use crate::meters::Outcome;

/// What came of one computation.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// What it was about.
    pub subject: &'a Subject,
    /// The words and the model that wrote them; `None`: the rules' words stand.
    pub words: Option<(Text, String)>,
}

/// Writes words and ends their computations, and those that had nothing to narrate. What was cancelled or taken
/// back meanwhile is left out: a revised week asks for words of its own.
pub async fn settle(
    env: &Env,
    work: &Work,
    told: &[Told<'_>],
    gone: &[ComputationId],
) -> Result<Wakes> {
    undisturbed(async || once(env, work, told, gone).await).await
}

async fn once(env: &Env, work: &Work, told: &[Told<'_>], gone: &[ComputationId]) -> Result<Wakes> {
    let now = env.now();
    let txn = env.db.write().await?;
    let ids: Vec<PlanId> = told.iter().map(|one| one.subject.plan).collect();
    let plans = store::plans::lock(&txn, work.gym, &ids).await?;
    let fence = Fence::lock(&txn, work, &members(work, told, gone)).await?;
    let held = |id: &&ComputationId| fence.holds(**id);
    let mut done: Vec<ComputationId> = gone.iter().filter(held).copied().collect();
    let current: Vec<&Told<'_>> =
        told.iter().filter(|one| fence.holds(one.subject.computation)).collect();
    done.extend(current.iter().map(|one| one.subject.computation));
    fence.finish(&txn, &done, now).await?;
    let written = written(&txn, work.gym, &current).await?;
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for one in &current {
        let subject = one.subject;
        let key = (subject.plan.uuid(), subject.number);
        let (Some((text, model)), false) = (&one.words, written.contains(&key)) else { continue };
        rows.push(row(subject, text, model, work.gym, micros(now))?);
        let plan = plans.iter().find(|plan| plan.id == subject.plan.uuid());
        events.push((event(subject), in_force(plan, subject.number)));
    }
    let new = rows.len();
    store::narratives::save(&txn, work.gym, rows).await?;
    let wake = events::append_ready(&txn, work.gym, events, now).await?;
    txn.commit().await?;
    env.meters.count(work.kind.as_str(), Outcome::Succeeded, done.len());
    for at in 0..current.len() {
        env.meters.narratives.count(if at < new { "ready" } else { "left_to_rules" });
    }
    Ok(Wakes { events: wake.into_iter().collect(), work: false })
}

fn members(work: &Work, told: &[Told<'_>], gone: &[ComputationId]) -> Vec<MemberId> {
    let gone: HashSet<ComputationId> = gone.iter().copied().collect();
    let of_gone = work.items.iter().filter(|item| gone.contains(&item.computation));
    let of_told = told.iter().map(|one| one.subject.member);
    of_told.chain(of_gone.map(|item| item.member)).collect()
}

/// Revisions that have words, a coach's or a model's: those stand, and were told.
async fn written(
    db: &sea_orm::DatabaseTransaction,
    gym: GymId,
    told: &[&Told<'_>],
) -> Result<HashSet<(Uuid, i32)>> {
    let keys: Vec<(PlanId, i32)> =
        told.iter().map(|one| (one.subject.plan, one.subject.number)).collect();
    let rows = store::narratives::by_keys(db, gym, &keys).await?;
    Ok(rows.into_iter().map(|row| (row.plan_id, row.number)).collect())
}

fn row(
    subject: &Subject,
    text: &Text,
    model: &str,
    gym: GymId,
    now: i64,
) -> Result<narrative::Model> {
    Ok(narrative::Model {
        plan_id: subject.plan.uuid(),
        number: subject.number,
        gym_id: gym.uuid(),
        state: NarrativeState::Ready.to_string(),
        source: NarrativeSource::Claude.to_string(),
        focus: text.focus.clone(),
        reasoning: text.reasoning.clone(),
        cues: serde_json::to_string(&text.cues).map_err(anyhow::Error::from)?,
        model: Some(model.to_owned()),
        verified: true,
        generated_at: now,
    })
}

fn event(subject: &Subject) -> NewEvent {
    NewEvent {
        plan: subject.plan,
        member: subject.member,
        revision: subject.number,
        kind: PlanEventKind::NarrativeReady,
        trigger: subject.trigger,
    }
}

/// Whether members see the revision: of words to one that waits, only coaches are told.
fn in_force(plan: Option<&plan::Model>, number: i32) -> bool {
    plan.is_some_and(|plan| plan.published == Some(number))
}
