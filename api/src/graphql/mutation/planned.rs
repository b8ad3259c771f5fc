//! Planned sessions: begun, excused, open again.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use domain::ids::SessionLogId;
use domain::plan_ids::SessionId;
use service::error::Error;
use service::sessions::{self, DeleteLog, Excuse};

use super::{reads_back, settle};
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::ExcuseReason;
use crate::graphql::errors::UserError;
use crate::graphql::inputs::MemberRef;
use crate::graphql::scalars::{id, read_id};
use crate::graphql::types::planned_session::PlannedSession;

#[derive(Default)]
pub struct PlannedMutation;

#[Object]
impl PlannedMutation {
    /// Marks a planned session as under way: recomputations leave it as it is from now on. Members (their own) and coaches.
    async fn start_session(
        &self,
        ctx: &Context<'_>,
        input: StartSessionInput,
    ) -> Result<StartSessionPayload, ApiError> {
        let actor = needs(ctx, Action::StartSession)?;
        let done = sessions::start(env(ctx), actor, &input.planned_session_id).await;
        let (started, user_errors) = settle(ctx, actor, Action::StartSession, done).await?;
        let planned_session = planned(ctx, started).await?;
        Ok(StartSessionPayload { planned_session, user_errors })
    }

    /// A planned session the member could not be expected to do. Coaches.
    async fn excuse_session(
        &self,
        ctx: &Context<'_>,
        input: ExcuseSessionInput,
    ) -> Result<PlannedSessionPayload, ApiError> {
        let actor = needs(ctx, Action::ExcuseSession)?;
        let excuse = Excuse {
            session: input.planned_session_id.0,
            reason: input.reason.into(),
            note: input.note,
        };
        let done = sessions::excuse(env(ctx), actor, excuse).await;
        let (excused, user_errors) = settle(ctx, actor, Action::ExcuseSession, done).await?;
        let planned_session = planned(ctx, excused).await?;
        Ok(PlannedSessionPayload { planned_session, user_errors })
    }

    /// Takes a log back; its planned session is open again. The same callers as `logSession`.
    async fn delete_session_log(
        &self,
        ctx: &Context<'_>,
        input: DeleteSessionLogInput,
    ) -> Result<DeleteSessionLogPayload, ApiError> {
        let actor = needs(ctx, Action::LogSession)?;
        let done = match input.read() {
            Ok(Some(input)) => sessions::delete(env(ctx), actor, input).await,
            Ok(None) => return Ok(DeleteSessionLogPayload::default()),
            Err(error) => Err(error),
        };
        let (deleted, user_errors) = settle(ctx, actor, Action::LogSession, done).await?;
        let mut payload = DeleteSessionLogPayload { user_errors, ..Default::default() };
        if let Some(deleted) = deleted.flatten() {
            payload.deleted_session_log_id = Some(id(deleted.log));
            let shown = deleted.planned.filter(|_| reads_back(ctx, deleted.member.uuid()));
            payload.planned_session = planned(ctx, shown).await?;
        }
        Ok(payload)
    }
}

/// The session that is begun.
#[derive(InputObject)]
pub struct StartSessionInput {
    /// The planned session, by its id in any revision.
    planned_session_id: ID,
}

/// The session that can't be expected, and why.
#[derive(InputObject)]
pub struct ExcuseSessionInput {
    /// The planned session, by its id in any revision.
    planned_session_id: ID,
    /// Why.
    reason: ExcuseReason,
    /// For other coaches.
    note: Option<String>,
}

/// By `id`, or as the client knows it: member and `externalId`.
#[derive(InputObject)]
pub struct DeleteSessionLogInput {
    /// The log.
    id: Option<ID>,
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// The client's own id of the session.
    external_id: Option<String>,
}

/// A session that is under way.
#[derive(SimpleObject)]
pub struct StartSessionPayload {
    /// The session as it was named; null where nothing was done for an error.
    planned_session: Option<PlannedSession>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A session that was excused.
#[derive(SimpleObject)]
pub struct PlannedSessionPayload {
    /// The session as it was named; null where nothing was done for an error.
    planned_session: Option<PlannedSession>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A log that was taken back.
#[derive(SimpleObject, Default)]
pub struct DeleteSessionLogPayload {
    /// Null when there was none.
    deleted_session_log_id: Option<ID>,
    /// The session that it carried out, open again. Null to integrations.
    planned_session: Option<PlannedSession>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl DeleteSessionLogInput {
    /// `None`: the id is of no log, so there is none to take back.
    fn read(self) -> Result<Option<DeleteLog>, Error> {
        let log = match &self.id {
            None => None,
            Some(id) => match read_id::<SessionLogId>(id) {
                None => return Ok(None),
                log => log,
            },
        };
        let member = self.member.map(MemberRef::read).transpose()?;
        Ok(Some(DeleteLog { id: log, member, external_id: self.external_id }))
    }
}

async fn planned(
    ctx: &Context<'_>,
    session: Option<SessionId>,
) -> Result<Option<PlannedSession>, ApiError> {
    match session {
        Some(session) => PlannedSession::find(ctx, &session).await,
        None => Ok(None),
    }
}
