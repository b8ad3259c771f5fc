//! What can be changed: one file a subject, merged into one root.

mod decision;
mod readiness;
mod runs;
mod sessions;

use std::sync::Arc;

use async_graphql::{Context, MergedObject};
use domain::access::Action;
use jobs::relay::Relay;
use service::events::Wakes;
use uuid::Uuid;

use super::caller::may_to;
use super::loaders;

// Each part is declared in a file of its own; their order is the schema's.
#[derive(MergedObject, Default)]
pub struct Mutation(readiness::ReadinessMutation, sessions::SessionMutation, runs::RunMutation);

/// Whether the caller may read the member whom they wrote about; integrations may not.
fn reads_back(ctx: &Context<'_>, member: Uuid) -> bool {
    may_to(ctx, Action::ReadMember, member)
}

/// What follows a commit: others are woken, and what this request had read is read again.
async fn committed(ctx: &Context<'_>, wakes: &Wakes) {
    loaders::renew(ctx);
    ctx.data_unchecked::<Arc<Relay>>().wake(wakes).await;
}
