//! The weekly run.

use async_graphql::{Context, Object, SimpleObject};
use domain::access::{Action, Actor};
use domain::calendar::Week;
use service::error::{Error, UserErrorCode};
use service::runs::{self, Started};

use super::committed;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::{UserError, user_errors};
use crate::graphql::inputs::StartWeeklyRunInput;
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
}

#[derive(SimpleObject)]
pub struct WeeklyRunPayload {
    weekly_run: Option<WeeklyRun>,
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
