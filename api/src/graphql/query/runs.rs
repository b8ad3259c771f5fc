//! The weekly runs of the gym, and what gave up.

use async_graphql::{Context, ID, Object};
use domain::access::Action;
use entity::{store, weekly_run};

use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::node;
use crate::graphql::page::{Listed, Paging};
use crate::graphql::types::computation::{Computation, ComputationConnection, ended};
use crate::graphql::types::weekly_run::{WeeklyRun, WeeklyRunConnection};

#[derive(Default)]
pub struct RunQuery;

#[Object]
impl RunQuery {
    /// A run of the gym. Owners.
    async fn weekly_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run.")] id: ID,
    ) -> Option<Result<WeeklyRun, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadRuns) {
            return Some(Err(error));
        }
        node::seen_run(ctx, &id).await.transpose()
    }

    /// Newest first. Owners.
    async fn weekly_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<WeeklyRunConnection, ApiError> {
        let gym = needs(ctx, Action::ReadRuns)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let slice = store::runs::page(env(ctx).db.read(), gym, &page).await?;
        let place = |row: &weekly_run::Model| (row.started_at, row.id);
        Ok(Listed::new(slice, place, |row| Some(WeeklyRun::from(row))).into())
    }

    /// Computations that gave up, newest first. Owners.
    async fn failed_computations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ComputationConnection, ApiError> {
        let gym = needs(ctx, Action::ReadRuns)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let slice = store::computations::failed_page(env(ctx).db.read(), gym, None, &page).await?;
        Ok(Listed::new(slice, ended, |row| Some(Computation(row))).into())
    }
}
