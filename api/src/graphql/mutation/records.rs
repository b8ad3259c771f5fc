//! Personal records: entered, confirmed, dismissed.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use domain::ids::RecordId;
use service::done::Done;
use service::error::Error;
use service::records::{self, Judged, RecordPersonalRecord};

use super::decision::RecomputeDecision;
use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::{MemberRef, named};
use crate::graphql::scalars::{Date, id};
use crate::graphql::types::member::Member;
use crate::graphql::types::record::PersonalRecord;

#[derive(Default)]
pub struct RecordMutation;

#[Object]
impl RecordMutation {
    /// Members (their own) and coaches.
    async fn record_personal_record(
        &self,
        ctx: &Context<'_>,
        input: RecordPersonalRecordInput,
    ) -> Result<PersonalRecordPayload, ApiError> {
        let actor = needs(ctx, Action::RecordPersonalRecord)?;
        let done = match input.read() {
            Ok(input) => records::enter(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        PersonalRecordPayload::of(ctx, Action::RecordPersonalRecord, done).await
    }

    /// An outlier counts from now on. Coaches.
    async fn confirm_personal_record(
        &self,
        ctx: &Context<'_>,
        input: ConfirmPersonalRecordInput,
    ) -> Result<PersonalRecordPayload, ApiError> {
        let actor = needs(ctx, Action::JudgeRecord)?;
        let done = match named(&input.id, "id", "record") {
            Ok(id) => Box::pin(records::confirm(env(ctx), actor, id)).await,
            Err(error) => Err(error),
        };
        PersonalRecordPayload::of(ctx, Action::JudgeRecord, done).await
    }

    /// Removes an outlier that is no record. Coaches.
    async fn dismiss_personal_record(
        &self,
        ctx: &Context<'_>,
        input: DismissPersonalRecordInput,
    ) -> Result<DismissPersonalRecordPayload, ApiError> {
        let actor = needs(ctx, Action::JudgeRecord)?;
        let done = match named(&input.id, "id", "record") {
            Ok(id) => Box::pin(records::dismiss(env(ctx), actor, id)).await,
            Err(error) => Err(error),
        };
        let (judged, user_errors) = settle(ctx, actor, Action::JudgeRecord, done).await?;
        let gone = judged.as_ref().map(|one| id(RecordId::from_uuid(one.record.id)));
        Ok(DismissPersonalRecordPayload {
            dismissed_personal_record_id: gone,
            member: judged.map(|one| Member(one.member)),
            user_errors,
        })
    }
}

/// A record. Of strength: `loadKg` with `reps` (default 1); else the distance, the time or the repetitions. A coach who gives a load for one repetition sets the member's maximum.
#[derive(InputObject)]
pub struct RecordPersonalRecordInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// The client's own id of the record: the same one again replaces it.
    external_id: Option<String>,
    /// The movement.
    movement_key: String,
    /// Default: today.
    achieved_on: Option<Date>,
    /// 1 to 2,000.
    reps: Option<i32>,
    /// Above 0, at most 1,000.
    load_kg: Option<f64>,
    /// Rating of perceived exertion, 0 to 10.
    rpe: Option<f64>,
    /// Above 0, at most 500,000.
    distance_metres: Option<f64>,
    /// Above 0, at most 172,800.
    time_seconds: Option<f64>,
}

/// Which record counts.
#[derive(InputObject)]
pub struct ConfirmPersonalRecordInput {
    /// The record.
    id: ID,
}

/// Which record is none.
#[derive(InputObject)]
pub struct DismissPersonalRecordInput {
    /// The record.
    id: ID,
}

/// A record after it was entered or confirmed.
#[derive(SimpleObject)]
pub struct PersonalRecordPayload {
    /// The record as it is now; null where nothing was done for an error.
    personal_record: Option<PersonalRecord>,
    /// Whose it is.
    member: Option<Member>,
    /// Whether it set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// What is left after a record was dismissed.
#[derive(SimpleObject)]
pub struct DismissPersonalRecordPayload {
    /// The record that is gone; null where nothing was done for an error.
    dismissed_personal_record_id: Option<ID>,
    /// Whose it was.
    member: Option<Member>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl RecordPersonalRecordInput {
    fn read(self) -> Result<RecordPersonalRecord, Error> {
        Ok(RecordPersonalRecord {
            member: self.member.map(MemberRef::read).transpose()?,
            external_id: self.external_id,
            movement_key: self.movement_key,
            achieved_on: self.achieved_on.map(|date| date.0),
            reps: self.reps,
            load_kg: self.load_kg,
            rpe: self.rpe,
            distance_metres: self.distance_metres,
            time_seconds: self.time_seconds,
        })
    }
}

impl PersonalRecordPayload {
    async fn of(
        ctx: &Context<'_>,
        action: Action,
        done: Result<Done<Judged>, Error>,
    ) -> Result<Self, ApiError> {
        let (judged, user_errors) = settle(ctx, actor(ctx)?, action, done).await?;
        let Some(Judged { record, member, decision }) = judged else {
            return Ok(Self { personal_record: None, member: None, recompute: None, user_errors });
        };
        Ok(Self {
            personal_record: Some(PersonalRecord(record)),
            member: Some(Member(member)),
            recompute: Some(RecomputeDecision::of(ctx, decision).await?),
            user_errors,
        })
    }
}
