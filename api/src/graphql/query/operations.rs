//! What owners look after: integrations, and how the engine has worked.

use async_graphql::{Context, Object};
use domain::access::Action;
use entity::store;

use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::scalars::{Date, period};
use crate::graphql::types::activity::PersonalisationActivity;
use crate::graphql::types::integration::Integration;

#[derive(Default)]
pub struct OperationsQuery;

#[Object]
impl OperationsQuery {
    /// How the engine has worked across all members in a period. Owners.
    async fn personalisation_activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day of the period.")] from: Date,
        #[graphql(desc = "Last day of the period, at most 366 days later.")] to: Date,
    ) -> Result<PersonalisationActivity, ApiError> {
        let actor = needs(ctx, Action::ReadActivity)?;
        let found = service::activity::activity(env(ctx), actor, period(from, to)?).await?;
        Ok(PersonalisationActivity::from(found))
    }

    /// Wearable and partner integrations of the gym. Owners.
    async fn integrations(&self, ctx: &Context<'_>) -> Result<Vec<Integration>, ApiError> {
        let gym = needs(ctx, Action::ManageIntegrations)?.gym;
        let rows = store::integrations::all(env(ctx).db.read(), gym).await?;
        Ok(rows.into_iter().map(Integration).collect())
    }
}
