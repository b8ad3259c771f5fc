//! What a member trains for: set as a whole list, countersigned by a coach where the gym says so.

mod decide;
mod set;

use domain::access::{Action, Actor, Subject, authorize};
use domain::goals::Weighed;
use domain::ids::{GoalId, GymId, MemberId};
use domain::vocab::GoalStatus;
use entity::{goal, member, store};
use sea_orm::{DatabaseTransaction, Set};

use crate::error::Result;
use crate::material::Decision;
use crate::members;

pub use decide::{Decided, approve, decline};
pub use set::{GoalsSet, NewGoal, SetGoals, set};

/// Longest note in characters. House choice: a paragraph.
const NOTE_LENGTH: usize = 500;

fn is(row: &goal::Model, status: GoalStatus) -> bool {
    row.status == status.as_str()
}

/// Whether a goal is active or waits.
fn stands(row: &goal::Model) -> bool {
    is(row, GoalStatus::Active) || is(row, GoalStatus::PendingApproval)
}

fn weighed(row: &goal::Model) -> Weighed {
    Weighed { weight: row.weight, waits: is(row, GoalStatus::PendingApproval) }
}

/// Writes a goal that is there.
async fn save(txn: &DatabaseTransaction, gym: GymId, row: &goal::Model) -> Result<()> {
    let changes = goal::ActiveModel {
        weight: Set(row.weight),
        status: Set(row.status.clone()),
        target_date: Set(row.target_date),
        note: Set(row.note.clone()),
        ended_at: Set(row.ended_at),
        ..Default::default()
    };
    store::goals::update(txn, gym, &[GoalId::from_uuid(row.id)], changes).await?;
    Ok(())
}

/// The member once they are locked, whom the caller may do this to; `field` of the input named them.
async fn locked(
    txn: &DatabaseTransaction,
    actor: &Actor,
    action: Action,
    member: MemberId,
    field: &str,
) -> Result<member::Model> {
    authorize(actor, action, &Subject::member(actor.gym, member))?;
    members::locked(txn, actor.gym, member, field).await
}

/// Said where nothing is different from before.
fn unchanged() -> Decision {
    Decision::immaterial("the goals are as they were")
}
