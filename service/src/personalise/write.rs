//! Writing a message's weeks: one transaction, or several where one of the weeks can't be written.

use std::collections::HashMap;

use domain::ids::{ComputationId, MemberId};
use entity::{plan, store};
use uuid::Uuid;

use super::batch::Batch;
use super::coached::coached;
use super::{Draft, Failures};
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::Wakes;
use crate::inputs::Inputs;
use crate::ledger::{Failure, Fence, Work};
use crate::meters::Outcome;

/// Writes the drafts; where the write itself fails, halves them until the culprit is alone. Where the
/// database is away, all that is left waits: halving would only ask it more often.
pub(super) async fn write_halving(
    env: &Env,
    work: &Work,
    inputs: &Inputs,
    drafts: Vec<Draft>,
) -> (Wakes, Failures) {
    let (mut wakes, mut failures) = (Wakes::default(), Failures::new());
    let mut waiting = vec![drafts];
    while let Some(mut drafts) = waiting.pop() {
        match undisturbed(async || write(env, work, inputs, &drafts).await).await {
            Ok(written) => wakes.merge(written),
            Err(error) if drafts.len() == 1 || error.is_away() => {
                tracing::warn!(lease = %work.lease, error = %error.report(), weeks = drafts.len(), "could not be written");
                failures.extend(drafts.iter().map(|draft| (draft.item.computation, why(&error))));
                if error.is_away() {
                    let left = waiting.drain(..).flatten();
                    failures.extend(left.map(|draft| (draft.item.computation, why(&error))));
                }
            }
            Err(error) => {
                tracing::warn!(lease = %work.lease, error = %error.report(), weeks = drafts.len(), "could not be written together: halving");
                let rest = drafts.split_off(drafts.len() / 2);
                waiting.extend([rest, drafts]);
            }
        }
    }
    (wakes, failures)
}

/// What the gym's owner reads; the cause is in the log.
fn why(error: &Error) -> Failure {
    if error.is_away() {
        Failure::transient("the database was away when the week was to be written")
    } else if error.passes() || error.collides() {
        Failure::transient("the database was too busy to take the week")
    } else {
        Failure::hopeless("the database refused the week as it was computed")
    }
}

/// One transaction: locks the plans, fences the ledger, writes revisions, plans and events.
async fn write(env: &Env, work: &Work, inputs: &Inputs, drafts: &[Draft]) -> Result<Wakes> {
    if drafts.is_empty() {
        return Ok(Wakes::default());
    }
    let now = env.now();
    let txn = env.db.write().await?;
    let members: Vec<MemberId> = drafts.iter().map(|draft| draft.item.member).collect();
    let plans: HashMap<Uuid, plan::Model> =
        store::plans::lock_week(&txn, work.gym, &members, work.week.monday())
            .await?
            .into_iter()
            .map(|plan| (plan.member_id, plan))
            .collect();
    let fence = Fence::lock(&txn, work, &members).await?;
    let held = drafts.iter().filter(|draft| fence.holds(draft.item.computation));
    // A plan that moved meanwhile (an edit, a started session) is computed again from what stands now.
    let (current, moved): (Vec<&Draft>, Vec<&Draft>) = held.partition(|draft| {
        let read = &inputs.members[draft.member];
        plans.get(&read.member.id).map(|plan| plan.version)
            == read.plan.as_ref().map(|plan| plan.version)
    });
    fence.again(&txn, env, &ids(&moved)).await?;
    fence.finish(&txn, &ids(&current), now).await?;
    let (done, again) = (current.len(), moved.len());
    let coached = coached(&txn, work.gym, inputs, &current).await?;
    let mut batch = Batch::default();
    for draft in current {
        let plan = plans.get(&draft.item.member.uuid());
        let words = plan.and_then(|plan| coached.get(&plan.id));
        batch.add(env, inputs, draft, plan, words);
    }
    let wakes = batch.commit(txn, env, work.gym, inputs, now).await?;
    env.meters.count(work.kind.as_str(), Outcome::Succeeded, done);
    env.meters.count(work.kind.as_str(), Outcome::Returned, again);
    Ok(Wakes { work: wakes.work || again > 0, ..wakes })
}

fn ids(drafts: &[&Draft]) -> Vec<ComputationId> {
    drafts.iter().map(|draft| draft.item.computation).collect()
}
