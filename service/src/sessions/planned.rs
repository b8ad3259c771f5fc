//! Planned sessions as members and coaches act on them: begun, excused.

use std::sync::Arc;

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{MemberId, PlanId};
use domain::plan::{PlanDocument, PlannedSession};
use domain::plan_ids::SessionId;
use domain::vocab::{ExcuseReason, SessionStatus};
use entity::instant::micros;
use entity::{pack, plan, session_state, store};
use sea_orm::DatabaseTransaction;

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::read::{self, fates};

/// Longest note in characters. House choice: a paragraph.
const NOTE_LENGTH: usize = 500;

/// An excuse, as the API receives it.
#[derive(Debug, Clone)]
pub struct Excuse {
    /// Id of the planned session, of whatever revision.
    pub session: String,
    /// Why it could not be expected.
    pub reason: ExcuseReason,
    /// For other coaches.
    pub note: Option<String>,
}

/// Marks a planned session as under way: recomputations leave it as it is from now on. Starting twice is the
/// same as starting once.
pub async fn start(env: &Env, actor: &Actor, id: &str) -> Result<Done<SessionId>> {
    let txn = env.db.write().await?;
    let found = find(&txn, env, actor, Action::StartSession, id).await?;
    match found.status {
        SessionStatus::Started => return Ok(Done::quiet(found.id)),
        SessionStatus::Planned => {}
        SessionStatus::Completed => return Err(refused("the session is completed")),
        SessionStatus::Excused => return Err(refused("the session is excused")),
        SessionStatus::Missed => {
            let message =
                format!("the session of {} has passed: log it instead", found.session.date);
            return Err(refused(message));
        }
    }
    if found.plan.published.is_none() {
        return Err(refused("the plan is not in force yet"));
    }
    let now = Some(micros(env.now()));
    let state = session_state::Model { started_at: now, ..found.state() };
    store::session_states::save(&txn, actor.gym, state).await?;
    // A computation under way must not move what has begun.
    store::plans::bump(&txn, actor.gym, &[found.id.plan]).await?;
    txn.commit().await?;
    Ok(Done::quiet(found.id))
}

/// Excuses a planned session: it does not count against adherence. The last reason given stands.
pub async fn excuse(env: &Env, actor: &Actor, input: Excuse) -> Result<Done<SessionId>> {
    let mut faults = Faults::default();
    faults.text(&["note"], input.note.as_deref(), NOTE_LENGTH);
    faults.end()?;
    let txn = env.db.write().await?;
    let found = find(&txn, env, actor, Action::ExcuseSession, &input.session).await?;
    if found.status == SessionStatus::Completed {
        return Err(refused("the session is completed"));
    }
    let before = found.state();
    let state = session_state::Model {
        excused_at: before.excused_at.or(Some(micros(env.now()))),
        excuse_reason: Some(input.reason.to_string()),
        excuse_note: input.note,
        ..before
    };
    store::session_states::save(&txn, actor.gym, state).await?;
    txn.commit().await?;
    Ok(Done::quiet(found.id))
}

/// A planned session under its member's and plan's locks.
struct Found {
    id: SessionId,
    plan: plan::Model,
    session: PlannedSession,
    status: SessionStatus,
    before: Option<session_state::Model>,
}

impl Found {
    /// What is known of it so far.
    fn state(&self) -> session_state::Model {
        self.before.clone().unwrap_or_else(|| session_state::Model {
            plan_id: self.plan.id,
            session_key: self.id.key.clone(),
            gym_id: self.plan.gym_id,
            member_id: self.plan.member_id,
            date: self.session.date,
            started_at: None,
            excused_at: None,
            excuse_reason: None,
            excuse_note: None,
        })
    }
}

fn missing() -> Error {
    let message = "there is no such planned session";
    Error::field(&["plannedSessionId"], UserErrorCode::NotFound, message)
}

fn refused(message: impl Into<String>) -> Error {
    Error::field(&["plannedSessionId"], UserErrorCode::NotAllowedInState, message)
}

/// The session that an id of any revision names: as the revision in force has it, where it still does.
async fn find(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    action: Action,
    id: &str,
) -> Result<Found> {
    let id: SessionId = id.parse().map_err(|_| missing())?;
    let plan = store::plans::find(txn, actor.gym, id.plan).await?.ok_or_else(missing)?;
    let member = MemberId::from_uuid(plan.member_id);
    let subject = Subject::member(actor.gym, member);
    authorize(actor, action, &subject).map_err(|_| missing())?;
    store::members::lock(txn, actor.gym, &[member]).await?;
    let plan = store::plans::lock(txn, actor.gym, &[id.plan]).await?;
    let plan = plan.into_iter().next().ok_or_else(missing)?;
    named(txn, actor, &subject, &id).await?;
    let current = plan.published.unwrap_or(plan.newest);
    let session = session(txn, actor, id.plan, current, &id.key).await?;
    let session = session.ok_or_else(|| refused("the session is not in the plan any more"))?;
    let gym = read::gym(txn, actor.gym).await?;
    let fates = fates::of_plans(txn, &gym, &[id.plan], env.now()).await?;
    let fates = fates.get(&plan.id).cloned().unwrap_or_else(Arc::default);
    let before = store::session_states::find(txn, actor.gym, id.plan, &id.key).await?;
    Ok(Found { status: fates.status(&session), id, plan, session, before })
}

/// Refuses an id that names nothing, or nothing that the caller may know of.
async fn named(
    txn: &DatabaseTransaction,
    actor: &Actor,
    subject: &Subject,
    id: &SessionId,
) -> Result<()> {
    let number = i32::try_from(id.revision).map_err(|_| missing())?;
    let row = store::plan_revisions::find(txn, actor.gym, id.plan, number).await?;
    let unpublished = authorize(actor, Action::ReadUnpublishedPlan, subject).is_ok();
    let seen = row.is_some_and(|row| unpublished || row.published_at.is_some());
    let there = seen && session(txn, actor, id.plan, number, &id.key).await?.is_some();
    if there { Ok(()) } else { Err(missing()) }
}

/// A session of a revision.
async fn session(
    txn: &DatabaseTransaction,
    actor: &Actor,
    plan: PlanId,
    number: i32,
    key: &str,
) -> Result<Option<PlannedSession>> {
    let row = store::plan_revisions::find(txn, actor.gym, plan, number).await?;
    let Some(row) = row.filter(|row| row.erased_at.is_none()) else { return Ok(None) };
    let document: PlanDocument = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
    Ok(document.sessions.into_iter().find(|session| session.key == key))
}
