//! A weekly run.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::RunId;
use entity::store::Slice;
use entity::weekly_run;
use service::runs::Progress;

use super::computation::{Computation, ComputationConnection, ended};
use crate::error::ApiError;
use crate::graphql::enums::{RunStatus, word};
use crate::graphql::loaders::{self, CountsOf, FailuresOf, Timed};
use crate::graphql::page::{Listed, Paging, connection};
use crate::graphql::run_counts::Counts;
use crate::graphql::scalars::{Date, DateTime, id};

/// One weekly run: the week of every active member, computed ahead of time. Its figures are counted from its computations.
#[derive(Description, Clone)]
pub struct WeeklyRun {
    row: weekly_run::Model,
    /// Where they are counted already.
    counts: Option<Counts>,
}

connection!(WeeklyRunConnection, WeeklyRunEdge, WeeklyRun, "weekly runs");

#[Object(use_type_description)]
impl WeeklyRun {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(self.run())
    }

    /// Monday of the week that is computed.
    async fn week_of(&self) -> Date {
        Date(self.row.week_of)
    }

    /// Where it stands.
    async fn status(&self) -> Result<RunStatus, ApiError> {
        word(&self.row.status)
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime::of(self.row.started_at)
    }

    /// When it ended; null while it runs.
    async fn finished_at(&self) -> Option<DateTime> {
        self.row.finished_at.map(DateTime::of)
    }

    /// Its plan computations.
    async fn total(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(self.counts(ctx).await?.total)
    }

    /// Of them, ended well.
    async fn succeeded(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(self.counts(ctx).await?.succeeded)
    }

    /// Of them, given up.
    async fn failed(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(self.counts(ctx).await?.failed)
    }

    /// Of them, called off.
    async fn cancelled(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(self.counts(ctx).await?.cancelled)
    }

    /// Computations of the run that gave up, newest first.
    async fn failures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ComputationConnection, ApiError> {
        let page: Timed = Paging::new(first, after, last, before).page()?;
        let slice = loaders::load(ctx, FailuresOf(self.row.id, page.clone())).await?;
        let slice = slice.unwrap_or_else(|| Slice::empty(&page));
        Ok(Listed::new(slice, ended, |row| Some(Computation(row))).into())
    }
}

impl From<weekly_run::Model> for WeeklyRun {
    fn from(row: weekly_run::Model) -> Self {
        Self { row, counts: None }
    }
}

impl From<Progress> for WeeklyRun {
    fn from(progress: Progress) -> Self {
        Self { counts: Some(Counts::from(&progress)), row: progress.model }
    }
}

impl WeeklyRun {
    fn run(&self) -> RunId {
        RunId::from_uuid(self.row.id)
    }

    async fn counts(&self, ctx: &Context<'_>) -> Result<Counts, ApiError> {
        if let Some(counts) = self.counts {
            return Ok(counts);
        }
        Ok(loaders::load(ctx, CountsOf(self.row.id)).await?.unwrap_or_default())
    }
}
