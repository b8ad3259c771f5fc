//! Who is asking, as resolvers ask it. Roles are compared in `domain::access` only.

use async_graphql::Context;
use domain::access::{Action, Actor, Subject, allows, authorize};
use domain::ids::MemberId;
use service::env::Env;
use service::read::visible;
use uuid::Uuid;

use crate::error::ApiError;
use crate::http::Caller;

/// Owners only: the policy has no action of its own for who holds roles and keys.
pub const READ_STAFF: Action = Action::ReadRuns;
/// Coaches and owners: what staff write about a member, and by which ids others know them.
pub const READ_STAFF_NOTES: Action = Action::ReadMembers;
/// Everyone but integrations.
pub const READ_PEOPLE: Action = Action::ReadMovements;

/// The caller, or UNAUTHENTICATED.
pub fn actor<'c>(ctx: &Context<'c>) -> Result<&'c Actor, ApiError> {
    ctx.data_opt::<Caller>().ok_or(ApiError::unauthenticated())?.actor()
}

/// The caller, if any of their roles could ever do it; else FORBIDDEN.
pub fn needs<'c>(ctx: &Context<'c>, action: Action) -> Result<&'c Actor, ApiError> {
    let actor = actor(ctx)?;
    if allows(actor, action) { Ok(actor) } else { Err(ApiError::Forbidden) }
}

/// Whether the caller may do it to the gym as a whole.
pub fn may(ctx: &Context<'_>, action: Action) -> bool {
    actor(ctx).is_ok_and(|actor| authorize(actor, action, &Subject::gym(actor.gym)).is_ok())
}

/// Whether the caller may do it to a member of their gym.
pub fn may_to(ctx: &Context<'_>, action: Action, member: Uuid) -> bool {
    let subject = |actor: &Actor| Subject::member(actor.gym, MemberId::from_uuid(member));
    actor(ctx).is_ok_and(|actor| authorize(actor, action, &subject(actor)).is_ok())
}

/// Whether the caller sees what of a member's plans is not in force.
pub fn sees_unpublished(ctx: &Context<'_>, member: Uuid) -> bool {
    actor(ctx).is_ok_and(|actor| visible::sees_unpublished(actor, member))
}

/// Database, clock and ids.
pub fn env<'c>(ctx: &Context<'c>) -> &'c Env {
    ctx.data_unchecked::<Env>()
}
