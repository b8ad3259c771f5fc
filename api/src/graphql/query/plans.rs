//! Plans of the gym.

use async_graphql::{Context, ID, InputObject, Object};
use domain::access::Action;
use domain::calendar::Week;
use domain::ids::{CoachId, MemberId};
use entity::store::plans::PlanFilter as StoredPlanFilter;
use service::review::{self, Waiting};

use super::named;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::PlanStatus;
use crate::graphql::node;
use crate::graphql::page::{Listed, Paging};
use crate::graphql::scalars::{Date, week};
use crate::graphql::types::plan::{Plan, PlanConnection};

#[derive(Default)]
pub struct PlanQuery;

#[Object]
impl PlanQuery {
    /// Any plan of the gym. Coaches and owners; a member may read their own once published.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
    ) -> Option<Result<Plan, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadPlan) {
            return Some(Err(error));
        }
        node::plan(ctx, &id).await.transpose()
    }

    /// Plans of the gym, newest week first. Coaches and owners.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which of them; default: all.")] filter: Option<PlanFilter>,
    ) -> Result<PlanConnection, ApiError> {
        needs(ctx, Action::ReadUnpublishedPlan)?;
        let filter = filter.unwrap_or_default().stored()?;
        Plan::page(ctx, &filter, Paging::new(first, after, last, before)).await
    }

    /// Plans with a revision that waits for a coach, oldest first; `coachId` keeps those of one coach's members. Coaches and owners.
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Of this coach's members only.")] coach_id: Option<ID>,
    ) -> Result<PlanConnection, ApiError> {
        let actor = needs(ctx, Action::ReadReviewQueue)?;
        let page = Paging::new(first, after, last, before).page()?;
        let coach = coach_id.map(|id| named("coachId", &id)).transpose()?;
        let slice = review::queue(env(ctx).db.read(), actor.gym, coach, &page).await?;
        let place = |(since, plan): &Waiting| (*since, plan.id);
        Ok(Listed::new(slice, place, |(_, row)| Plan::seen_by(actor, row)).into())
    }
}

/// Which plans to list: those for which all of it holds.
#[derive(InputObject, Default)]
pub struct PlanFilter {
    /// Monday of the week.
    week_of: Option<Date>,
    /// Plans with any of these; empty: with any.
    status: Option<Vec<PlanStatus>>,
    /// Plans of this member.
    member_id: Option<ID>,
    /// Plans of this coach's members.
    coach_id: Option<ID>,
}

impl PlanFilter {
    fn stored(self) -> Result<StoredPlanFilter, ApiError> {
        let week_of = self.week_of.map(week).transpose()?;
        let member: Option<MemberId> =
            self.member_id.map(|id| named("memberId", &id)).transpose()?;
        let coach: Option<CoachId> = self.coach_id.map(|id| named("coachId", &id)).transpose()?;
        Ok(StoredPlanFilter {
            week_of: week_of.map(Week::monday),
            status: self.status.unwrap_or_default().into_iter().map(Into::into).collect(),
            member,
            coach,
            in_force: false,
        })
    }
}
