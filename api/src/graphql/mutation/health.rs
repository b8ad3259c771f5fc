//! What is kept of a member, erased.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use service::erase;

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::MemberRef;
use crate::graphql::scalars::id;

#[derive(Default)]
pub struct HealthMutation;

#[Object]
impl HealthMutation {
    /// Erases all that is kept of a member, for good: health data, training, goals, notes, plans with what they were computed from, events. The member is missing from then on. Members (themselves) and owners.
    async fn erase_member(
        &self,
        ctx: &Context<'_>,
        input: EraseMemberInput,
    ) -> Result<EraseMemberPayload, ApiError> {
        let actor = needs(ctx, Action::EraseMember)?;
        let done = match input.member.map(MemberRef::read).transpose() {
            Ok(member) => erase::erase(env(ctx), actor, member.as_ref()).await,
            Err(error) => Err(error),
        };
        let (erased, user_errors) = settle(ctx, actor, Action::EraseMember, done).await?;
        Ok(EraseMemberPayload { erased_member_id: erased.map(id), user_errors })
    }
}

/// Whom to erase.
#[derive(InputObject)]
pub struct EraseMemberInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
}

/// A member who was erased.
#[derive(SimpleObject)]
pub struct EraseMemberPayload {
    /// Null where nothing was erased for an error.
    erased_member_id: Option<ID>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}
