//! What is kept of a member, as a copy to take away.

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::access::Action;
use domain::ids::MemberId;
use service::export;

use crate::error::{ApiError, nullable};
use crate::graphql::caller::{env, needs};
use crate::graphql::scalars::{DateTime, read_id};
use crate::graphql::types::member::Member;

#[derive(Default)]
pub struct HealthQuery;

#[Object]
impl HealthQuery {
    /// A copy of all that is kept of a member (default: the caller): profile, readiness with every correction, training, goals, restrictions, plans with what they were computed from. Members (themselves) and owners.
    async fn export_member_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose copy; default: the caller's.")] member_id: Option<ID>,
    ) -> Option<Result<MemberDataExport, ApiError>> {
        let actor = match needs(ctx, Action::ExportMember) {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let member: MemberId = match member_id {
            Some(id) => read_id(&id)?,
            None => actor.member?,
        };
        let exported = nullable(export::export(env(ctx), actor, member).await)?;
        Some(exported.map(|exported| MemberDataExport {
            member: Member(exported.member),
            exported_at: DateTime(env(ctx).now()),
            json: exported.content.to_string(),
        }))
    }
}

/// A copy of all that is kept of a member.
#[derive(SimpleObject)]
pub struct MemberDataExport {
    /// Whom it is of.
    member: Member,
    /// When it was made.
    exported_at: DateTime,
    /// The copy, a JSON document. To a member it leaves out what coaches keep among themselves: notes, reviews, plans that were never published.
    json: String,
}
