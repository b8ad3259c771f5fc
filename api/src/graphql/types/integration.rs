//! A wearable or partner integration, and the ids by which it knows members.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::IntegrationId;
use domain::vocab;
use entity::{integration, integration_member};

use crate::error::ApiError;
use crate::graphql::enums::IntegrationScope;
use crate::graphql::loaders::{self, IntegrationById};
use crate::graphql::scalars::{DateTime, id};

/// A wearable or partner that writes for members with a key of its own.
#[derive(Description)]
pub struct Integration(pub integration::Model);

#[Object(use_type_description)]
impl Integration {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(IntegrationId::from_uuid(self.0.id))
    }

    /// Name as owners and coaches read it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What its key may write.
    async fn scopes(&self) -> Result<Vec<IntegrationScope>, ApiError> {
        let scopes: Vec<vocab::IntegrationScope> =
            serde_json::from_str(&self.0.scopes).map_err(anyhow::Error::from)?;
        Ok(scopes.into_iter().map(IntegrationScope::from).collect())
    }

    /// First characters of the key, to tell one from another; the key itself is shown once.
    async fn key_prefix(&self) -> &str {
        &self.0.key_prefix
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::of(self.0.created_at)
    }

    /// When its key was last used, to the minute; null: never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime::of)
    }

    /// When its key ended; null: it is good.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime::of)
    }
}

/// The id by which one integration knows a member.
#[derive(Description)]
pub struct ExternalId(pub integration_member::Model);

#[Object(use_type_description)]
impl ExternalId {
    /// Who knows the member by it.
    async fn integration(&self, ctx: &Context<'_>) -> Result<Integration, ApiError> {
        let key = IntegrationById(self.0.integration_id);
        Ok(Integration(loaders::expect(ctx, key, "integration").await?))
    }

    /// The member's id there.
    async fn id(&self) -> &str {
        &self.0.external_id
    }
}
