//! Members of the gym.

use async_graphql::{Context, ID, InputObject, Object};
use domain::access::Action;
use entity::store;
use entity::store::members::MemberFilter as StoredMemberFilter;
use service::read::flags;

use super::named;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::enums::MemberFlag;
use crate::graphql::loaders;
use crate::graphql::node;
use crate::graphql::page::{Listed, Paging};
use crate::graphql::types::member::{Member, MemberConnection};

#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// Any member of the gym. Coaches and owners; a member may read themself.
    async fn member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member.")] id: ID,
    ) -> Option<Result<Member, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadMember) {
            return Some(Err(error));
        }
        node::seen_member(ctx, &id).await.transpose()
    }

    /// By name; the active ones unless the filter says otherwise. Coaches and owners.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which of them; default: the active ones.")] filter: Option<MemberFilter>,
    ) -> Result<MemberConnection, ApiError> {
        let gym = needs(ctx, Action::ReadMembers)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let filter = filter.unwrap_or_default().stored(ctx).await?;
        let slice = store::members::page(env(ctx).db.read(), gym, &filter, &page).await?;
        let place = |row: &entity::member::Model| (row.display_name.clone(), row.id);
        Ok(Listed::new(slice, place, |row| Some(Member(row))).into())
    }
}

/// Which members to list: those for whom all of it holds.
#[derive(InputObject)]
pub struct MemberFilter {
    /// Part of the name, or the whole `externalId`.
    search: Option<String>,
    /// Members of this coach.
    coach_id: Option<ID>,
    /// Members who follow this template.
    template_id: Option<ID>,
    /// Members with any of these.
    flags: Option<Vec<MemberFlag>>,
    /// Null: active and inactive alike.
    #[graphql(default_with = "Some(true)")]
    active: Option<bool>,
}

impl Default for MemberFilter {
    fn default() -> Self {
        Self { search: None, coach_id: None, template_id: None, flags: None, active: Some(true) }
    }
}

impl MemberFilter {
    async fn stored(self, ctx: &Context<'_>) -> Result<StoredMemberFilter, ApiError> {
        let mut filter = StoredMemberFilter {
            search: self.search,
            coach: self.coach_id.map(|id| named("coachId", &id)).transpose()?,
            template: self.template_id.map(|id| named("templateId", &id)).transpose()?,
            active: self.active,
            among: None,
        };
        if let Some(wanted) = self.flags {
            let wanted: Vec<_> = wanted.into_iter().map(Into::into).collect();
            let gym = loaders::gym(ctx).await?;
            let actor = actor(ctx)?;
            let found = flags::members_with(env(ctx), actor, &gym, &filter, &wanted).await?;
            filter.among = Some(found);
        }
        Ok(filter)
    }
}
