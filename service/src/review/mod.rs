//! A coach's decisions on plans: approved, sent back, edited, asked for again. Each is one transaction
//! under the locks of member and plan; the same decision again has no second effect.

pub(crate) mod act;
mod approve;
mod edit;
mod queue;
mod reject;
mod request;
pub(crate) mod revision;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::ids::{CoachId, GymId, MemberId, PlanId};
use entity::{gym, member, plan, plan_revision, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::NewEvent;
use crate::faults::Faults;
use crate::narrate::{self, Revised};
use crate::runs::zone;

pub use act::note_in;
pub use approve::{Approve, approve};
pub use edit::{EditPlan, NewLine, NewWords, OfBlock, OfLine, OfSession, edit};
pub use queue::{Waiting, queue};
pub use reject::{Reject, reject};
pub use request::{RequestRecompute, request_recompute};

/// Longest note of a coach, in characters. House choice: a screen of text.
const NOTE_LENGTH: usize = 2000;

/// A plan under lock, with what a decision on it needs.
struct Locked {
    gym: gym::Model,
    member: member::Model,
    plan: plan::Model,
    today: NaiveDate,
    coach: Option<CoachId>,
}

/// Locks member and plan, in that order, once the caller may decide on the plan.
async fn lock(txn: &DatabaseTransaction, env: &Env, actor: &Actor, id: PlanId) -> Result<Locked> {
    let missing = || Error::field(&["planId"], UserErrorCode::NotFound, "there is no such plan");
    let gym = store::gyms::find(txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let found = store::plans::find(txn, actor.gym, id).await?.ok_or_else(missing)?;
    let member = MemberId::from_uuid(found.member_id);
    authorize(actor, Action::ReviewPlan, &Subject::member(actor.gym, member))?;
    let members = store::members::lock(txn, actor.gym, &[member]).await?;
    let plans = store::plans::lock(txn, actor.gym, &[id]).await?;
    let today = local_date(env.now(), zone(&gym)?);
    match (members.into_iter().next(), plans.into_iter().next()) {
        (Some(member), Some(plan)) => Ok(Locked { gym, member, plan, today, coach: actor.coach }),
        _ => Err(missing()),
    }
}

impl Locked {
    fn id(&self) -> PlanId {
        PlanId::from_uuid(self.plan.id)
    }

    fn gym_id(&self) -> GymId {
        GymId::from_uuid(self.gym.id)
    }

    fn member_id(&self) -> MemberId {
        MemberId::from_uuid(self.member.id)
    }

    fn week(&self) -> Week {
        Week::containing(self.plan.week_of)
    }

    /// Refuses a week that is over: nothing of it can be decided any more.
    fn still_open(&self) -> Result<()> {
        if self.week().sunday() >= self.today {
            return Ok(());
        }
        let message = format!("the week of {} is over", self.plan.week_of);
        Err(Error::field(&["planId"], UserErrorCode::NotAllowedInState, message))
    }

    /// The number of the revision that waits, which must be the one that the coach was looking at.
    fn waiting(&self, looked_at: i32) -> Result<i32> {
        match self.plan.pending {
            Some(number) if number == looked_at => Ok(number),
            Some(number) => Err(stale(format!("revision {number} waits now, not {looked_at}"))),
            None if self.plan.newest != looked_at => {
                let newest = self.plan.newest;
                Err(stale(format!("the newest revision is {newest}, not {looked_at}")))
            }
            None => {
                let message = format!("revision {looked_at} does not wait for a coach");
                Err(Error::field(&["planId"], UserErrorCode::NotAllowedInState, message))
            }
        }
    }

    /// A revision of the plan; one that the plan names is there.
    async fn revision(
        &self,
        txn: &DatabaseTransaction,
        number: i32,
    ) -> Result<plan_revision::Model> {
        let row = store::plan_revisions::find(txn, self.gym_id(), self.id(), number).await?;
        let missing = || anyhow::anyhow!("plan {} has no revision {number}", self.id());
        Ok(row.ok_or_else(missing)?)
    }

    /// An event about a revision.
    fn event(
        &self,
        row: &plan_revision::Model,
        kind: domain::vocab::PlanEventKind,
    ) -> Result<NewEvent> {
        Ok(NewEvent {
            plan: self.id(),
            member: self.member_id(),
            revision: row.number,
            kind,
            trigger: row.trigger.parse().map_err(anyhow::Error::from)?,
        })
    }

    /// Asks for the words of a coach's revision, unless they are the coach's own.
    async fn ask_for_words(
        &self,
        txn: &DatabaseTransaction,
        env: &Env,
        row: &plan_revision::Model,
        by_coach: bool,
    ) -> Result<bool> {
        let trigger = domain::vocab::Trigger::CoachEdit;
        let (member, number) = (self.member_id(), row.number);
        let revised = Revised { member, number, trigger, ahead: false, by_coach };
        narrate::ask(txn, env, &self.gym, self.week(), &[revised]).await
    }

    /// Keys of the sessions that are started or were logged: they stand.
    async fn begun(&self, txn: &DatabaseTransaction) -> Result<BTreeSet<String>> {
        let plans = [self.id()];
        let states = store::session_states::of_plans(txn, self.gym_id(), &plans).await?;
        let started = states.into_iter().filter(|state| state.started_at.is_some());
        let logs = store::session_logs::of_plans(txn, self.gym_id(), &plans).await?;
        let logged = logs.into_iter().filter_map(|log| log.session_key);
        Ok(started.map(|state| state.session_key).chain(logged).collect())
    }
}

fn stale(message: String) -> Error {
    Error::field(&["revision"], UserErrorCode::StaleRevision, message)
}

/// A note that may be left out.
fn check_note(note: Option<&str>) -> Result<()> {
    let mut faults = Faults::default();
    faults.text(&["note"], note, NOTE_LENGTH);
    faults.end()
}
