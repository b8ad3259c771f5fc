//! What coaches decide on plans.

mod input;

use async_graphql::{Context, Object, SimpleObject};
use domain::access::Action;
use entity::plan as row;
use service::done::Done;
use service::error::{Error, FieldError, UserErrorCode};
use service::review;

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::errors::UserError;
use crate::graphql::types::computation::Computation;
use crate::graphql::types::plan::Plan;
use input::{
    ApprovePlanInput, ApprovePlansInput, EditPlanInput, RejectPlanInput, RequestRecomputeInput,
};

/// Plans of one call at most (the contract).
const MOST_PLANS: usize = 100;

#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Makes a new revision: of the one that waits, which goes on waiting, or of the one in force, published at once. Coaches.
    async fn edit_plan(
        &self,
        ctx: &Context<'_>,
        input: EditPlanInput,
    ) -> Result<PlanPayload, ApiError> {
        let actor = needs(ctx, Action::ReviewPlan)?;
        let edited = match input.read() {
            Ok(input) => review::edit(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        PlanPayload::of(ctx, edited).await
    }

    /// Publishes the revision that waits; one that was released at once is confirmed. Coaches.
    async fn approve_plan(
        &self,
        ctx: &Context<'_>,
        input: ApprovePlanInput,
    ) -> Result<PlanPayload, ApiError> {
        needs(ctx, Action::ReviewPlan)?;
        let approved = approve(ctx, input).await;
        PlanPayload::of(ctx, approved).await
    }

    /// Up to 100 plans; each succeeds or fails alone. Coaches.
    async fn approve_plans(
        &self,
        ctx: &Context<'_>,
        input: ApprovePlansInput,
    ) -> Result<ApprovePlansPayload, ApiError> {
        let actor = needs(ctx, Action::ReviewPlan)?;
        let mut payload = ApprovePlansPayload { approved: Vec::new(), user_errors: Vec::new() };
        if input.plans.len() > MOST_PLANS {
            let message = format!("plans must be at most {MOST_PLANS}, got {}", input.plans.len());
            let error = FieldError::new(&["plans"], UserErrorCode::LimitExceeded, message);
            payload.user_errors.push(error.into());
            return Ok(payload);
        }
        for (index, one) in input.plans.into_iter().enumerate() {
            let approved = approve(ctx, one).await.map_err(|error| at(index, error));
            let (plan, errors) = settle(ctx, actor, Action::ReviewPlan, approved).await?;
            payload.approved.extend(plan.and_then(|row| Plan::seen_by(actor, row)));
            payload.user_errors.extend(errors);
        }
        Ok(payload)
    }

    /// Sends the revision that waits back: it is computed again with the coach's note; where it was released at once, the one before it comes back into force. Coaches.
    async fn reject_plan(
        &self,
        ctx: &Context<'_>,
        input: RejectPlanInput,
    ) -> Result<PlanPayload, ApiError> {
        let actor = needs(ctx, Action::ReviewPlan)?;
        let rejected = match input.read() {
            Ok(input) => review::reject(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        PlanPayload::of(ctx, rejected).await
    }

    /// Computes what is left of a member's week again; unlike an automatic recomputation it may raise loads. Coaches.
    async fn request_recompute(
        &self,
        ctx: &Context<'_>,
        input: RequestRecomputeInput,
    ) -> Result<RequestRecomputePayload, ApiError> {
        let actor = needs(ctx, Action::ReviewPlan)?;
        let asked = match input.read() {
            Ok(input) => review::request_recompute(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        let (row, user_errors) = settle(ctx, actor, Action::ReviewPlan, asked).await?;
        Ok(RequestRecomputePayload { computation: row.map(Computation), user_errors })
    }
}

/// A plan after a decision on it.
#[derive(SimpleObject)]
pub struct PlanPayload {
    /// The plan as it is now; null where nothing was done for an error.
    plan: Option<Plan>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// Plans after their approval.
#[derive(SimpleObject)]
pub struct ApprovePlansPayload {
    /// Those that were approved, in the order asked.
    approved: Vec<Plan>,
    /// What can be corrected of the others; `field` begins with `plans` and the number of the entry, from 0.
    user_errors: Vec<UserError>,
}

/// A recomputation that was asked for.
#[derive(SimpleObject)]
pub struct RequestRecomputePayload {
    /// The computation that will answer; one that was waiting already is joined.
    computation: Option<Computation>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl PlanPayload {
    async fn of(
        ctx: &Context<'_>,
        decided: Result<Done<row::Model>, Error>,
    ) -> Result<Self, ApiError> {
        let actor = actor(ctx)?;
        let (plan, user_errors) = settle(ctx, actor, Action::ReviewPlan, decided).await?;
        Ok(Self { plan: plan.and_then(|row| Plan::seen_by(actor, row)), user_errors })
    }
}

async fn approve(ctx: &Context<'_>, input: ApprovePlanInput) -> Result<Done<row::Model>, Error> {
    let actor = actor(ctx).map_err(|_| Error::NotFound("plan"))?;
    review::approve(env(ctx), actor, input.read()?).await
}

/// What is wrong with one entry of many.
fn at(index: usize, error: Error) -> Error {
    let under = |path: Vec<String>| {
        ["plans".to_owned(), index.to_string()].into_iter().chain(path).collect()
    };
    match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError { path: under(error.path), ..error })
                .collect(),
        ),
        other => other,
    }
}
