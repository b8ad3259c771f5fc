//! Integrations: their keys, and the ids by which they know members.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use service::error::Error;
use service::integrations::{self, Keyed, LinkMember};

use super::people::MemberPayload;
use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::IntegrationScope;
use crate::graphql::errors::UserError;
use crate::graphql::inputs::named;
use crate::graphql::types::integration::Integration;

#[derive(Default)]
pub struct IntegrationMutation;

#[Object]
impl IntegrationMutation {
    /// Tells by which id an integration knows the member; null unlinks. Coaches and owners.
    async fn link_member(
        &self,
        ctx: &Context<'_>,
        input: LinkMemberInput,
    ) -> Result<MemberPayload, ApiError> {
        let actor = needs(ctx, Action::LinkMember)?;
        let done = match input.read() {
            Ok(input) => integrations::link(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        MemberPayload::of(ctx, Action::LinkMember, done).await
    }

    /// Owners.
    async fn create_integration(
        &self,
        ctx: &Context<'_>,
        input: CreateIntegrationInput,
    ) -> Result<CreateIntegrationPayload, ApiError> {
        let actor = needs(ctx, Action::ManageIntegrations)?;
        let scopes: Vec<_> = input.scopes.into_iter().map(Into::into).collect();
        let done = integrations::create(env(ctx), actor, &input.name, &scopes).await;
        let (keyed, user_errors) = settle(ctx, actor, Action::ManageIntegrations, done).await?;
        let (integration, key) = shown_once(keyed);
        Ok(CreateIntegrationPayload { integration, key, user_errors })
    }

    /// Gives an integration a new key; the old one may stay good for a while, so that the partner can change over. Owners.
    async fn rotate_integration_key(
        &self,
        ctx: &Context<'_>,
        input: RotateIntegrationKeyInput,
    ) -> Result<RotateIntegrationKeyPayload, ApiError> {
        let actor = needs(ctx, Action::ManageIntegrations)?;
        let done = match named(&input.id, "id", "integration") {
            Ok(id) => integrations::rotate(env(ctx), actor, id, input.overlap_minutes).await,
            Err(error) => Err(error),
        };
        let (keyed, user_errors) = settle(ctx, actor, Action::ManageIntegrations, done).await?;
        let (integration, key) = shown_once(keyed);
        Ok(RotateIntegrationKeyPayload { integration, key, user_errors })
    }

    /// Takes effect at once. Owners.
    async fn revoke_integration(
        &self,
        ctx: &Context<'_>,
        input: RevokeIntegrationInput,
    ) -> Result<IntegrationPayload, ApiError> {
        let actor = needs(ctx, Action::ManageIntegrations)?;
        let done = match named(&input.id, "id", "integration") {
            Ok(id) => integrations::revoke(env(ctx), actor, id).await,
            Err(error) => Err(error),
        };
        let (row, user_errors) = settle(ctx, actor, Action::ManageIntegrations, done).await?;
        Ok(IntegrationPayload { integration: row.map(Integration), user_errors })
    }
}

/// By which id an integration knows a member.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "the contract names them")]
pub struct LinkMemberInput {
    /// The member.
    member_id: ID,
    /// The integration.
    integration_id: ID,
    /// Null unlinks.
    external_id: Option<String>,
}

/// A new integration.
#[derive(InputObject)]
pub struct CreateIntegrationInput {
    /// Name as owners and coaches read it.
    name: String,
    /// What its key may write.
    scopes: Vec<IntegrationScope>,
}

/// Whose key is renewed.
#[derive(InputObject)]
pub struct RotateIntegrationKeyInput {
    /// The integration.
    id: ID,
    /// How long the old key stays good, 0 to 1440.
    #[graphql(default = 0)]
    overlap_minutes: i32,
}

/// Whose key ends.
#[derive(InputObject)]
pub struct RevokeIntegrationInput {
    /// The integration.
    id: ID,
}

/// An integration that was made, with its key.
#[derive(SimpleObject)]
pub struct CreateIntegrationPayload {
    /// The integration; null where none was made for an error.
    integration: Option<Integration>,
    /// Shown this once.
    key: Option<String>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// An integration with its new key.
#[derive(SimpleObject)]
pub struct RotateIntegrationKeyPayload {
    /// The integration; null where nothing was done for an error.
    integration: Option<Integration>,
    /// Shown this once.
    key: Option<String>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// An integration after a change.
#[derive(SimpleObject)]
pub struct IntegrationPayload {
    /// The integration as it is now; null where nothing was done for an error.
    integration: Option<Integration>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl LinkMemberInput {
    fn read(self) -> Result<LinkMember, Error> {
        Ok(LinkMember {
            member: named(&self.member_id, "memberId", "member")?,
            integration: named(&self.integration_id, "integrationId", "integration")?,
            external_id: self.external_id,
        })
    }
}

fn shown_once(keyed: Option<Keyed>) -> (Option<Integration>, Option<String>) {
    let key = keyed.as_ref().map(|keyed| keyed.key.reveal());
    (keyed.map(|keyed| Integration(keyed.integration)), key)
}
