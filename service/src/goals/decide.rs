//! A coach countersigns a goal, or declines it.

use domain::access::{Action, Actor};
use domain::goals::{Weighed, approved, declined};
use domain::ids::{GoalId, MemberId};
use domain::vocab::{GoalStatus, Trigger};
use entity::instant::micros;
use entity::{goal, member, store};
use sea_orm::DatabaseTransaction;

use super::{NOTE_LENGTH, is, locked, save, stands, unchanged, weighed};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::material::{Decision, ask_if_material};

/// What a decision on a goal did.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The goal as it is now.
    pub goal: goal::Model,
    /// Whose.
    pub member: member::Model,
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
}

/// The engine uses the goal from now on. Approving twice is the same as approving once.
pub async fn approve(env: &Env, actor: &Actor, id: GoalId) -> Result<Done<Decided>> {
    decide(env, actor, id, GoalStatus::Active, None).await
}

/// The goal counts no more. A note takes the place of the member's: it says why.
pub async fn decline(
    env: &Env,
    actor: &Actor,
    id: GoalId,
    note: Option<String>,
) -> Result<Done<Decided>> {
    let mut faults = Faults::default();
    faults.text(&["note"], note.as_deref(), NOTE_LENGTH);
    faults.end()?;
    decide(env, actor, id, GoalStatus::Declined, note).await
}

async fn decide(
    env: &Env,
    actor: &Actor,
    id: GoalId,
    to: GoalStatus,
    note: Option<String>,
) -> Result<Done<Decided>> {
    let missing = || Error::field(&["id"], UserErrorCode::NotFound, "there is no such goal");
    let txn = env.db.write().await?;
    let found = store::goals::find(&txn, actor.gym, id).await?.ok_or_else(missing)?;
    let owner = MemberId::from_uuid(found.member_id);
    let member = locked(&txn, actor, Action::DecideGoal, owner, "id").await?;
    let mut list = store::goals::of_members(&txn, actor.gym, &[owner]).await?;
    let before = list.iter().find(|row| row.id == id.uuid()).cloned().ok_or_else(missing)?;
    if is(&before, to) {
        return Ok(Done::quiet(Decided { goal: before, member, decision: unchanged() }));
    }
    if !is(&before, GoalStatus::PendingApproval) {
        let message =
            format!("the goal is {}, and only one that waits is decided on", before.status);
        return Err(Error::field(&["id"], UserErrorCode::NotAllowedInState, message));
    }
    list.retain(stands);
    let goal = write(&txn, env, actor, list, id, to, note).await?;
    let decision = if to == GoalStatus::Active {
        let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
        ask_if_material(&txn, env, &gym, owner, Trigger::Goals).await?
    } else {
        Decision::immaterial("a goal that never counted changes nothing")
    };
    txn.commit().await?;
    Ok(Done { wakes: decision.wakes(), value: Decided { goal, member, decision } })
}

/// Writes the decision and the weights that follow from it.
async fn write(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    list: Vec<goal::Model>,
    id: GoalId,
    to: GoalStatus,
    note: Option<String>,
) -> Result<goal::Model> {
    let goals: Vec<Weighed> = list.iter().map(weighed).collect();
    let index = list.iter().position(|row| row.id == id.uuid());
    let index = index.ok_or_else(|| anyhow::anyhow!("a goal that waits is not in the list"))?;
    let weights =
        if to == GoalStatus::Active { approved(&goals, index) } else { declined(&goals, index) };
    let mut decided = None;
    for (at, (mut row, weight)) in list.into_iter().zip(weights).enumerate() {
        let before = row.clone();
        row.weight = weight;
        if at == index {
            row.status = to.to_string();
            if to == GoalStatus::Declined {
                row.ended_at = Some(micros(env.now()));
                row.note = note.clone().or(row.note);
            }
            decided = Some(row.clone());
        }
        if row != before {
            save(txn, actor.gym, &row).await?;
        }
    }
    Ok(decided.ok_or_else(|| anyhow::anyhow!("a goal that was decided on is not in the list"))?)
}
