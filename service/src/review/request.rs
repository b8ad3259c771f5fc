//! A coach asks for a member's week to be computed again: in full, so loads may rise.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::ids::MemberId;
use domain::vocab::{ComputationKind, Trigger};
use entity::{computation, store};
use sea_orm::DatabaseTransaction;

use super::check_note;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::Wakes;
use crate::ledger;
use crate::runs::{WEEKS_AHEAD, zone};

/// A request, as the API receives it.
#[derive(Debug, Clone)]
pub struct RequestRecompute {
    /// Whose week.
    pub member: MemberId,
    /// A Monday; default: the current week's.
    pub week_of: Option<NaiveDate>,
    /// Among the facts of the next narrative.
    pub note: Option<String>,
}

/// Asks for what is left of a week to be computed again, or joins the computation that waits.
pub async fn request_recompute(
    env: &Env,
    actor: &Actor,
    input: RequestRecompute,
) -> Result<Done<computation::Model>> {
    check_note(input.note.as_deref())?;
    authorize(actor, Action::ReviewPlan, &Subject::member(actor.gym, input.member))?;
    let txn = env.db.write().await?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let week = week(input.week_of, local_date(env.now(), zone(&gym)?))?;
    computable(&txn, actor, input.member).await?;
    let ask = ledger::Ask {
        gym: actor.gym,
        member: input.member,
        week,
        kind: ComputationKind::Plan,
        trigger: Trigger::CoachRequest,
        reduce_only: false,
        priority: ledger::Priority::Asked,
        run: None,
        debounce_seconds: 0,
        note: input.note,
        plan_number: None,
    };
    let asked = ledger::request(&txn, env, ask).await?;
    let row = store::computations::find(&txn, actor.gym, asked.computation).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the computation just asked for is not there"))?;
    txn.commit().await?;
    Ok(Done { value: row, wakes: Wakes { events: Vec::new(), work: true } })
}

/// A week that is not over and not too far ahead.
fn week(asked: Option<NaiveDate>, today: NaiveDate) -> Result<Week> {
    let this = Week::containing(today);
    let Some(date) = asked else { return Ok(this) };
    let week = Week::new(date)
        .map_err(|error| Error::field(&["weekOf"], UserErrorCode::Invalid, error.to_string()))?;
    let last = this.plus(WEEKS_AHEAD);
    if week < this || week > last {
        let message = format!("weekOf must be {this} to {last}, got {week}");
        return Err(Error::field(&["weekOf"], UserErrorCode::OutOfRange, message));
    }
    Ok(week)
}

/// Locks the member, who must be one that a plan can be computed for.
async fn computable(txn: &DatabaseTransaction, actor: &Actor, member: MemberId) -> Result<()> {
    let refused = |code, message| Err(Error::field(&["memberId"], code, message));
    let locked = store::members::lock(txn, actor.gym, &[member]).await?;
    match locked.first() {
        None => refused(UserErrorCode::NotFound, "there is no such member"),
        Some(member) if !member.active => {
            refused(UserErrorCode::NotAllowedInState, "the member is inactive and gets no plans")
        }
        Some(member) if member.template_id.is_none() => {
            refused(UserErrorCode::NotAllowedInState, "the member follows no programme template")
        }
        Some(_) => Ok(()),
    }
}
