//! What can be changed: one file a subject, merged into one root.

mod decision;
mod goals;
mod health;
mod ingest;
mod integrations;
mod people;
mod planned;
mod programme;
mod readiness;
mod records;
mod restrictions;
mod review;
mod runs;
mod sessions;
mod settings;
mod staff;
mod templates;

use std::sync::Arc;

use async_graphql::{Context, MergedObject};
use domain::access::{Action, Actor};
use jobs::relay::Relay;
use service::done::Done;
use service::error::Error;
use service::events::Wakes;
use uuid::Uuid;

use super::caller::may_to;
use super::errors::{UserError, user_errors};
use super::loaders;
use crate::error::ApiError;

/// What can be changed. Every field takes one `input` and answers what it changed, and what can be corrected.
// Each part is declared in a file of its own; their order is the schema's.
#[derive(MergedObject, Default)]
pub struct Mutation(
    readiness::ReadinessMutation,
    sessions::SessionMutation,
    planned::PlannedMutation,
    goals::GoalMutation,
    review::ReviewMutation,
    restrictions::RestrictionMutation,
    people::PeopleMutation,
    staff::StaffMutation,
    health::HealthMutation,
    runs::RunMutation,
    ingest::IngestMutation,
    records::RecordMutation,
    integrations::IntegrationMutation,
    programme::ProgrammeMutation,
    templates::TemplateMutation,
    settings::SettingsMutation,
);

/// Whether the caller may read the member whom they wrote about; integrations may not.
fn reads_back(ctx: &Context<'_>, member: Uuid) -> bool {
    may_to(ctx, Action::ReadMember, member)
}

/// What follows a commit: others are woken, and what this request had read is read again.
async fn committed(ctx: &Context<'_>, wakes: &Wakes) {
    loaders::renew(ctx);
    ctx.data_unchecked::<Arc<Relay>>().wake(wakes).await;
}

/// What a use case answers, once others are woken; or what the caller can correct.
async fn settle<T>(
    ctx: &Context<'_>,
    actor: &Actor,
    action: Action,
    done: Result<Done<T>, Error>,
) -> Result<(Option<T>, Vec<UserError>), ApiError> {
    match done {
        Ok(done) => {
            committed(ctx, &done.wakes).await;
            Ok((Some(done.value), Vec::new()))
        }
        Err(error) => Ok((None, user_errors(error, actor, action)?)),
    }
}
