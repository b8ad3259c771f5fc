//! What wearables send in batches, and what they take back.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::{Action, Actor};
use domain::ids::ReadinessEntryId;
use futures_util::future::try_join_all;
use service::done::Done;
use service::error::{Error, Result as Outcome};
use service::readiness::{self, Recorded, WithdrawReadiness};

use super::readiness::RecordReadinessPayload;
use super::{committed, reads_back, settle};
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::{UserError, user_errors};
use crate::graphql::inputs::{MemberRef, RecordReadinessInput};
use crate::graphql::loaders::{self, DayOf};
use crate::graphql::scalars::{Date, id, read_id};
use crate::graphql::types::readiness_day::ReadinessDay;

#[derive(Default)]
pub struct IngestMutation;

#[Object]
impl IngestMutation {
    /// Up to 500 entries; each succeeds or fails alone. The same callers as `recordReadiness`.
    async fn record_readiness_batch(
        &self,
        ctx: &Context<'_>,
        input: RecordReadinessBatchInput,
    ) -> Result<RecordReadinessBatchPayload, ApiError> {
        let actor = needs(ctx, Action::RecordReadiness)?;
        let entries = input.entries.into_iter().enumerate().map(read).collect();
        match readiness::record_batch(env(ctx), actor, entries).await {
            Ok(batch) => {
                committed(ctx, &batch.wakes).await;
                RecordReadinessBatchPayload::of(ctx, actor, batch.results).await
            }
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::RecordReadiness)?;
                Ok(RecordReadinessBatchPayload {
                    user_errors,
                    ..RecordReadinessBatchPayload::default()
                })
            }
        }
    }

    /// Takes back what a source has withdrawn; done twice, it stays done. The same callers as `recordReadiness`.
    async fn delete_readiness(
        &self,
        ctx: &Context<'_>,
        input: DeleteReadinessInput,
    ) -> Result<DeleteReadinessPayload, ApiError> {
        let actor = needs(ctx, Action::RecordReadiness)?;
        let done = match input.read() {
            Ok(Some(input)) => readiness::withdraw(env(ctx), actor, input).await,
            Ok(None) => return Ok(DeleteReadinessPayload::default()),
            Err(error) => Err(error),
        };
        let done = done.map(|done| Done { value: done.value.entry, wakes: done.wakes });
        let (entry, user_errors) = settle(ctx, actor, Action::RecordReadiness, done).await?;
        let Some(entry) = entry.flatten() else {
            return Ok(DeleteReadinessPayload { user_errors, ..DeleteReadinessPayload::default() });
        };
        let mut payload = DeleteReadinessPayload {
            deleted_entry_id: Some(id(ReadinessEntryId::from_uuid(entry.id))),
            ..DeleteReadinessPayload::default()
        };
        if reads_back(ctx, entry.member_id) {
            let day = loaders::load(ctx, DayOf(entry.member_id, entry.date)).await?;
            payload.day = day.map(ReadinessDay);
        }
        Ok(payload)
    }
}

/// Many reports at once.
#[derive(InputObject)]
pub struct RecordReadinessBatchInput {
    /// At most 500.
    entries: Vec<RecordReadinessInput>,
}

/// `results`: one for each entry, in their order. `userErrors`: what is wrong with the batch itself.
#[derive(SimpleObject, Default)]
pub struct RecordReadinessBatchPayload {
    /// What became of each entry.
    results: Vec<RecordReadinessPayload>,
    /// Entries without an error, those that changed nothing included.
    accepted: i32,
    /// Entries with an error.
    rejected: i32,
    /// What is wrong with the batch itself: then nothing was looked at.
    user_errors: Vec<UserError>,
}

/// By `id`, or as the source knows it: member, source, and `externalId` or `date`.
#[derive(InputObject)]
pub struct DeleteReadinessInput {
    /// The entry.
    id: Option<ID>,
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// Who reported it.
    source: Option<String>,
    /// The source's own id.
    external_id: Option<String>,
    /// The day, where the source has no id of its own.
    date: Option<Date>,
}

/// What is left after an entry was taken back.
#[derive(SimpleObject, Default)]
pub struct DeleteReadinessPayload {
    /// Null when there was none.
    deleted_entry_id: Option<ID>,
    /// Null to integrations.
    day: Option<ReadinessDay>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

fn read((index, entry): (usize, RecordReadinessInput)) -> Outcome<readiness::RecordReadiness> {
    entry.read().map_err(|error| error.under(&["entries", &index.to_string()]))
}

impl RecordReadinessBatchPayload {
    async fn of(
        ctx: &Context<'_>,
        actor: &Actor,
        results: Vec<Outcome<Recorded>>,
    ) -> Result<Self, ApiError> {
        let count = |accepted: bool| {
            let counted = results.iter().filter(|result| result.is_ok() == accepted).count();
            i32::try_from(counted).unwrap_or(i32::MAX)
        };
        let (accepted, rejected) = (count(true), count(false));
        // All at one time, so that what they show is read by one query per kind.
        let told = results.into_iter().map(async |result| match result {
            Ok(recorded) => RecordReadinessPayload::of(ctx, recorded).await,
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::RecordReadiness)?;
                Ok(RecordReadinessPayload::refused(user_errors))
            }
        });
        let results = try_join_all(told).await?;
        Ok(Self { results, accepted, rejected, user_errors: Vec::new() })
    }
}

impl DeleteReadinessInput {
    /// `None`: an id of another kind is no entry's.
    fn read(self) -> Result<Option<WithdrawReadiness>, Error> {
        let id = self.id.as_ref().map(read_id::<ReadinessEntryId>);
        if id == Some(None) {
            return Ok(None);
        }
        Ok(Some(WithdrawReadiness {
            id: id.flatten(),
            member: self.member.map(MemberRef::read).transpose()?,
            source: self.source,
            external_id: self.external_id,
            date: self.date.map(|date| date.0),
        }))
    }
}
