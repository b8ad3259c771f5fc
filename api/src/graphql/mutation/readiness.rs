//! What wearables and members say of a morning.

use async_graphql::{Context, Object, SimpleObject};
use domain::access::{Action, Actor};
use service::error::Error;
use service::readiness::{self, Recorded};

use super::decision::RecomputeDecision;
use super::{committed, reads_back};
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::WriteOutcome;
use crate::graphql::errors::{UserError, user_errors};
use crate::graphql::inputs::RecordReadinessInput;
use crate::graphql::loaders::{self, DayOf};
use crate::graphql::types::member::Member;
use crate::graphql::types::readiness_day::ReadinessDay;
use crate::graphql::types::readiness_entry::ReadinessEntry;

#[derive(Default)]
pub struct ReadinessMutation;

#[Object]
impl ReadinessMutation {
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
                Ok(RecordReadinessPayload::refused(user_errors))
            }
        }
    }
}

/// What became of a report.
#[derive(SimpleObject, Default)]
pub struct RecordReadinessPayload {
    /// Null where nothing was stored for an error.
    outcome: Option<WriteOutcome>,
    /// The entry that stands now. Null to integrations where theirs is older.
    entry: Option<ReadinessEntry>,
    /// Null to integrations.
    day: Option<ReadinessDay>,
    /// Null to integrations.
    member: Option<Member>,
    /// Whether this entry set off a recomputation, and why. Null to integrations.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl RecordReadinessPayload {
    /// What was stored.
    pub(super) async fn of(ctx: &Context<'_>, recorded: Recorded) -> Result<Self, ApiError> {
        let mut payload = Self { outcome: Some(recorded.outcome.into()), ..Self::default() };
        let (member, date) = (recorded.member.id, recorded.entry.date);
        let reads_back = reads_back(ctx, member);
        if reads_back {
            payload.day = loaders::load(ctx, DayOf(member, date)).await?.map(ReadinessDay);
            payload.member = Some(Member(recorded.member));
            payload.recompute = Some(RecomputeDecision::of(ctx, recorded.decision).await?);
        }
        // What stands in the way of an older version may be someone else's word.
        let own = recorded.outcome != domain::vocab::WriteOutcome::Outdated;
        payload.entry = (own || reads_back).then_some(ReadinessEntry(recorded.entry));
        Ok(payload)
    }

    /// Nothing was.
    pub(super) fn refused(user_errors: Vec<UserError>) -> Self {
        Self { user_errors, ..Self::default() }
    }
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
