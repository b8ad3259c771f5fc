//! The weekly run, and what gave up.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::{Action, Actor};
use domain::calendar::Week;
use service::error::{Error, UserErrorCode};
use service::operations;
use service::runs::{self, Started};

use super::{committed, settle};
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::{UserError, user_errors};
use crate::graphql::inputs::{StartWeeklyRunInput, named};
use crate::graphql::scalars::read_id;
use crate::graphql::types::computation::Computation;
use crate::graphql::types::weekly_run::WeeklyRun;

#[derive(Default)]
pub struct RunMutation;

#[Object]
impl RunMutation {
    /// Computes the week for every active member now. A second call for the same week joins the run in progress. Owners.
    async fn start_weekly_run(
        &self,
        ctx: &Context<'_>,
        input: StartWeeklyRunInput,
    ) -> Result<WeeklyRunPayload, ApiError> {
        let actor = needs(ctx, Action::StartRun)?;
        match start(ctx, actor, input).await {
            Ok(started) => WeeklyRunPayload::of(ctx, actor, &started).await,
            Err(error) => {
                let user_errors = user_errors(error, actor, Action::StartRun)?;
                Ok(WeeklyRunPayload { weekly_run: None, user_errors })
            }
        }
    }

    /// Owners.
    async fn cancel_weekly_run(
        &self,
        ctx: &Context<'_>,
        input: CancelWeeklyRunInput,
    ) -> Result<WeeklyRunPayload, ApiError> {
        let actor = needs(ctx, Action::CancelRun)?;
        let done = match named(&input.id, "id", "weekly run") {
            Ok(id) => operations::cancel_run(env(ctx), actor, id).await,
            Err(error) => Err(error),
        };
        let (progress, user_errors) = settle(ctx, actor, Action::CancelRun, done).await?;
        Ok(WeeklyRunPayload { weekly_run: progress.map(WeeklyRun::from), user_errors })
    }

    /// Up to 500 failed computations. Owners.
    async fn retry_computations(
        &self,
        ctx: &Context<'_>,
        input: RetryComputationsInput,
    ) -> Result<RetryComputationsPayload, ApiError> {
        let actor = needs(ctx, Action::RetryComputations)?;
        let ids: Vec<_> = input.ids.iter().map(read_id).collect();
        let done = operations::retry(env(ctx), actor, &ids).await;
        let (rows, user_errors) = settle(ctx, actor, Action::RetryComputations, done).await?;
        let computations = rows.unwrap_or_default().into_iter().map(Computation).collect();
        Ok(RetryComputationsPayload { computations, user_errors })
    }
}

/// Which run is stopped for good. What it had under way writes nothing; what something else had asked for as well goes on.
#[derive(InputObject)]
pub struct CancelWeeklyRunInput {
    /// The run.
    id: ID,
}

/// What is tried again. What did not fail stays as it is.
#[derive(InputObject)]
pub struct RetryComputationsInput {
    /// At most 500.
    ids: Vec<ID>,
}

/// What was to be tried again.
#[derive(SimpleObject)]
pub struct RetryComputationsPayload {
    /// As they stand now, in the order of `ids`; a newer computation of the same week where one waits in its stead.
    computations: Vec<Computation>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A weekly run after a change.
#[derive(SimpleObject)]
pub struct WeeklyRunPayload {
    /// The run as it is now; null where nothing was done for an error.
    weekly_run: Option<WeeklyRun>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl WeeklyRunPayload {
    async fn of(ctx: &Context<'_>, actor: &Actor, started: &Started) -> Result<Self, ApiError> {
        let progress = runs::progress(env(ctx).db.read(), actor.gym, started.run).await?;
        Ok(Self { weekly_run: Some(progress.into()), user_errors: Vec::new() })
    }
}

async fn start(
    ctx: &Context<'_>,
    actor: &Actor,
    input: StartWeeklyRunInput,
) -> Result<Started, Error> {
    let week =
        input.week_of.map(|date| Week::new(date.0)).transpose().map_err(|error| {
            Error::field(&["weekOf"], UserErrorCode::Invalid, error.to_string())
        })?;
    let started = runs::start(env(ctx), actor.gym, week).await?;
    committed(ctx, &started.wakes).await;
    Ok(started)
}
