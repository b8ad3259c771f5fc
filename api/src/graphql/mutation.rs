//! What can be changed.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use domain::access::{Action, Actor};
use domain::calendar::Week;
use jobs::relay::Relay;
use service::error::{Error, UserErrorCode};
use service::events::Wakes;
use service::material::Decision;
use service::readiness::Recorded;
use service::runs::{self, Started};
use service::sessions::Logged;
use service::{readiness, sessions};
use uuid::Uuid;

use super::caller::{env, may_to, needs};
use super::enums::WriteOutcome;
use super::errors::{UserError, user_errors};
use super::inputs::{LogSessionInput, RecordReadinessInput, StartWeeklyRunInput};
use super::loaders::{self, ComputationById, DayOf};
use super::types::computation::Computation;
use super::types::member::Member;
use super::types::readiness_day::ReadinessDay;
use super::types::readiness_entry::ReadinessEntry;
use super::types::record::PersonalRecord;
use super::types::session_log::SessionLog;
use super::types::weekly_run::WeeklyRun;
use crate::error::ApiError;

#[derive(Default)]
pub struct Mutation;

#[Object]
impl Mutation {
    /// Members (their own), coaches, and integrations with READINESS_WRITE.
    async fn record_readiness(
        &self,
        ctx: &Context<'_>,
        input: RecordReadinessInput,
    ) -> Result<RecordReadinessPayload, ApiError> {
        let actor = needs(ctx, Action::RecordReadiness)?;
        match record(ctx, actor, input).await {
            Ok(recorded) => RecordReadinessPayload::of(ctx, recorded).await,
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::RecordReadiness)?;
                Ok(RecordReadinessPayload { user_errors, ..RecordReadinessPayload::default() })
            }
        }
    }

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

    /// Computes the week for every active member now. A second call for the same week joins the run in progress. Owners.
    async fn start_weekly_run(
        &self,
        ctx: &Context<'_>,
        input: StartWeeklyRunInput,
    ) -> Result<WeeklyRunPayload, ApiError> {
        let actor = needs(ctx, Action::StartRun)?;
        match start(ctx, actor, input).await {
            Ok(started) => WeeklyRunPayload::of(ctx, actor, &started).await,
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::StartRun)?;
                Ok(WeeklyRunPayload { weekly_run: None, user_errors })
            }
        }
    }
}

#[derive(SimpleObject, Default)]
pub struct RecordReadinessPayload {
    /// Null where nothing was stored for an error.
    outcome: Option<WriteOutcome>,
    /// The entry that stands now.
    entry: Option<ReadinessEntry>,
    /// Null to integrations.
    day: Option<ReadinessDay>,
    /// Null to integrations.
    member: Option<Member>,
    /// Whether this entry set off a recomputation, and why. Null to integrations.
    recompute: Option<RecomputeDecision>,
    user_errors: Vec<UserError>,
}

#[derive(SimpleObject)]
pub struct RecomputeDecision {
    triggered: bool,
    reason: String,
    computation: Option<Computation>,
}

/// To integrations, all but the log's own fields, `outcome` and `userErrors` is null or empty.
#[derive(SimpleObject, Default)]
pub struct LogSessionPayload {
    outcome: Option<WriteOutcome>,
    session_log: Option<SessionLog>,
    new_records: Vec<PersonalRecord>,
    member: Option<Member>,
    /// Whether this session set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    user_errors: Vec<UserError>,
}

#[derive(SimpleObject)]
pub struct WeeklyRunPayload {
    weekly_run: Option<WeeklyRun>,
    user_errors: Vec<UserError>,
}

impl RecordReadinessPayload {
    async fn of(ctx: &Context<'_>, recorded: Recorded) -> Result<Self, ApiError> {
        let mut payload = Self { outcome: Some(recorded.outcome.into()), ..Self::default() };
        let (member, date) = (recorded.member.id, recorded.entry.date);
        if reads_back(ctx, member) {
            payload.day = loaders::load(ctx, DayOf(member, date)).await?.map(ReadinessDay);
            payload.member = Some(Member(recorded.member));
            payload.recompute = Some(RecomputeDecision::of(ctx, recorded.decision).await?);
        }
        payload.entry = Some(ReadinessEntry(recorded.entry));
        Ok(payload)
    }
}

impl RecomputeDecision {
    async fn of(ctx: &Context<'_>, decision: Decision) -> Result<Self, ApiError> {
        let computation = match decision.computation {
            Some(id) => loaders::load(ctx, ComputationById(id.uuid())).await?.map(Computation),
            None => None,
        };
        Ok(Self { triggered: decision.triggered, reason: decision.reason, computation })
    }
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

impl WeeklyRunPayload {
    async fn of(ctx: &Context<'_>, actor: &Actor, started: &Started) -> Result<Self, ApiError> {
        let progress = runs::progress(env(ctx).db.read(), actor.gym, started.run).await?;
        Ok(Self { weekly_run: Some(progress.into()), user_errors: Vec::new() })
    }
}

/// Whether the caller may read the member whom they wrote about; integrations may not.
fn reads_back(ctx: &Context<'_>, member: Uuid) -> bool {
    may_to(ctx, Action::ReadMember, member)
}

async fn record(
    ctx: &Context<'_>,
    actor: &Actor,
    input: RecordReadinessInput,
) -> Result<Recorded, Error> {
    let recorded = readiness::record(env(ctx), actor, input.read()?).await?;
    committed(ctx, &recorded.wakes).await;
    Ok(recorded)
}

async fn log(ctx: &Context<'_>, actor: &Actor, input: LogSessionInput) -> Result<Logged, Error> {
    let logged = sessions::log(env(ctx), actor, input.read()?).await?;
    committed(ctx, &logged.wakes).await;
    Ok(logged)
}

async fn start(
    ctx: &Context<'_>,
    actor: &Actor,
    input: StartWeeklyRunInput,
) -> Result<Started, Error> {
    let week =
        input.week_of.map(|date| Week::new(date.0)).transpose().map_err(|error| {
            Error::field(&["weekOf"], UserErrorCode::Invalid, error.to_string())
        })?;
    let started = runs::start(env(ctx), actor.gym, week).await?;
    committed(ctx, &started.wakes).await;
    Ok(started)
}

/// What follows a commit: others are woken, and what this request had read is read again.
async fn committed(ctx: &Context<'_>, wakes: &Wakes) {
    loaders::renew(ctx);
    ctx.data_unchecked::<Arc<Relay>>().wake(wakes).await;
}
