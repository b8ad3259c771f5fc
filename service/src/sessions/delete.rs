//! A logged session taken back: its planned one is open again.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{GymId, MemberId, PlanId, SessionLogId};
use domain::plan_ids::SessionId;
use domain::vocab::Trigger;
use entity::{session_log, session_state, store};
use sea_orm::DatabaseTransaction;

use super::SOURCE;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::material::ask_if_material;
use crate::members::{MemberRef, resolve};

/// Which log, as the API receives it: by id, or as the client knows it.
#[derive(Debug, Clone)]
pub struct DeleteLog {
    /// The log.
    pub id: Option<SessionLogId>,
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// The client's own id.
    pub external_id: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// The log.
    pub log: SessionLogId,
    /// Whose it was.
    pub member: MemberId,
    /// The planned session that is open again.
    pub planned: Option<SessionId>,
}

/// Takes a log back. `None`: there was none, as far as the caller may know.
pub async fn delete(env: &Env, actor: &Actor, input: DeleteLog) -> Result<Done<Option<Deleted>>> {
    let txn = env.db.write().await?;
    let Some(row) = find(&txn, actor, &input).await? else { return Ok(Done::quiet(None)) };
    let member = MemberId::from_uuid(row.member_id);
    if authorize(actor, Action::LogSession, &Subject::member(actor.gym, member)).is_err() {
        return Ok(Done::quiet(None));
    }
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    store::members::lock(&txn, actor.gym, &[member]).await?;
    let id = SessionLogId::from_uuid(row.id);
    store::records::delete_of_sessions(&txn, actor.gym, &[id]).await?;
    if store::session_logs::delete(&txn, actor.gym, &[id]).await? == 0 {
        return Ok(Done::quiet(None)); // someone else was faster
    }
    let planned = planned(&row);
    if let Some(session) = &planned {
        reopen(&txn, actor.gym, session).await?;
    }
    let decision = ask_if_material(&txn, env, &gym, member, Trigger::Volume).await?;
    txn.commit().await?;
    Ok(Done { value: Some(Deleted { log: id, member, planned }), wakes: decision.wakes() })
}

async fn find(
    txn: &DatabaseTransaction,
    actor: &Actor,
    input: &DeleteLog,
) -> Result<Option<session_log::Model>> {
    if let Some(id) = input.id {
        return Ok(store::session_logs::find(txn, actor.gym, id).await?);
    }
    let Some(external) = &input.external_id else {
        let message = "id or externalId must be given";
        return Err(Error::field(&["id"], UserErrorCode::Invalid, message));
    };
    let member = MemberId::from_uuid(resolve(txn, actor, input.member.as_ref()).await?.id);
    authorize(actor, Action::LogSession, &Subject::member(actor.gym, member))?;
    let names = std::slice::from_ref(external);
    let found =
        store::session_logs::by_external_ids(txn, actor.gym, &[member], SOURCE, names).await?;
    Ok(found.into_iter().next())
}

fn planned(row: &session_log::Model) -> Option<SessionId> {
    let revision = u32::try_from(row.plan_number?).ok()?;
    Some(SessionId {
        plan: PlanId::from_uuid(row.plan_id?),
        revision,
        key: row.session_key.clone()?,
    })
}

/// The session is neither begun nor done: a recomputation may change it again.
async fn reopen(txn: &DatabaseTransaction, gym: GymId, session: &SessionId) -> Result<()> {
    let state = store::session_states::find(txn, gym, session.plan, &session.key).await?;
    if let Some(state) = state.filter(|state| state.started_at.is_some()) {
        let state = session_state::Model { started_at: None, ..state };
        store::session_states::save(txn, gym, state).await?;
    }
    store::plans::bump(txn, gym, &[session.plan]).await?;
    Ok(())
}
