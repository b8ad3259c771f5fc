//! What was trained.

use async_graphql::{Context, Object, SimpleObject};
use domain::access::{Action, Actor};
use service::error::Error;
use service::sessions::{self, Logged};

use super::decision::RecomputeDecision;
use super::{committed, reads_back};
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::WriteOutcome;
use crate::graphql::errors::{UserError, user_errors};
use crate::graphql::inputs::LogSessionInput;
use crate::graphql::types::member::Member;
use crate::graphql::types::record::PersonalRecord;
use crate::graphql::types::session_log::SessionLog;

#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Members (their own), coaches, and integrations with SESSIONS_WRITE.
    async fn log_session(
        &self,
        ctx: &Context<'_>,
        input: LogSessionInput,
    ) -> Result<LogSessionPayload, ApiError> {
        let actor = needs(ctx, Action::LogSession)?;
        match log(ctx, actor, input).await {
            Ok(logged) => LogSessionPayload::of(ctx, logged).await,
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::LogSession)?;
                Ok(LogSessionPayload { user_errors, ..LogSessionPayload::default() })
            }
        }
    }
}

/// To integrations, all but the log's own fields, `outcome` and `userErrors` is null or empty.
#[derive(SimpleObject, Default)]
pub struct LogSessionPayload {
    /// Null where nothing was stored for an error.
    outcome: Option<WriteOutcome>,
    /// The log that stands now.
    session_log: Option<SessionLog>,
    /// Records that its sets set, those that wait for a coach included.
    new_records: Vec<PersonalRecord>,
    /// Who trained.
    member: Option<Member>,
    /// Whether this session set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl LogSessionPayload {
    async fn of(ctx: &Context<'_>, logged: Logged) -> Result<Self, ApiError> {
        let mut payload = Self {
            outcome: Some(logged.outcome.into()),
            session_log: Some(SessionLog(logged.log)),
            ..Self::default()
        };
        if reads_back(ctx, logged.member.id) {
            payload.new_records = logged.records.into_iter().map(PersonalRecord).collect();
            payload.member = Some(Member(logged.member));
            payload.recompute = Some(RecomputeDecision::of(ctx, logged.decision).await?);
        }
        Ok(payload)
    }
}

async fn log(ctx: &Context<'_>, actor: &Actor, input: LogSessionInput) -> Result<Logged, Error> {
    let logged = sessions::log(env(ctx), actor, input.read()?).await?;
    committed(ctx, &logged.wakes).await;
    Ok(logged)
}
