//! A programme template.

use async_graphql::{Context, Description, ID, Object};
use domain::access::Action;
use domain::ids::TemplateId;
use entity::template;
use uuid::Uuid;

use super::template_version::TemplateVersion;
use crate::error::ApiError;
use crate::graphql::caller::may;
use crate::graphql::enums::{TemplateStatus, word};
use crate::graphql::loaders::{self, AssignedTo, TemplateById, VersionOf};
use crate::graphql::scalars::{DateTime, id};

/// A base programme of the gym. Every saved change is a new version, publishing puts one in force; plans cite the version they came from.
#[derive(Description, Clone)]
pub struct ProgrammeTemplate(pub template::Model);

#[Object(use_type_description)]
impl ProgrammeTemplate {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(TemplateId::from_uuid(self.0.id))
    }

    /// Unique in the gym.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// DRAFT until a version is published.
    async fn status(&self) -> Result<TemplateStatus, ApiError> {
        word(&self.0.status)
    }

    /// Number of the newest version, the one that an update or a publication must name.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The version in force; null until one is published.
    async fn published(&self, ctx: &Context<'_>) -> Option<Result<TemplateVersion, ApiError>> {
        self.numbered(ctx, self.0.published?).await
    }

    /// Changes saved since, not in force yet; null when there are none.
    async fn draft(&self, ctx: &Context<'_>) -> Option<Result<TemplateVersion, ApiError>> {
        let saved_since = self.0.published != Some(self.0.version);
        saved_since.then_some(())?;
        self.numbered(ctx, self.0.version).await
    }

    /// Active members who follow it.
    async fn assigned_members(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        Ok(loaders::load(ctx, AssignedTo(self.0.id)).await?.unwrap_or(0))
    }

    /// When it was last saved, published or archived.
    async fn updated_at(&self) -> DateTime {
        DateTime::of(self.0.updated_at)
    }
}

impl ProgrammeTemplate {
    /// The template that a row names, for who may read templates; null to others.
    pub async fn named(
        ctx: &Context<'_>,
        template: Option<Uuid>,
    ) -> Option<Result<Self, ApiError>> {
        may(ctx, Action::ReadTemplates).then_some(())?;
        let row = loaders::load(ctx, TemplateById(template?)).await;
        row.map(|row| row.map(Self)).transpose()
    }

    async fn numbered(
        &self,
        ctx: &Context<'_>,
        number: i32,
    ) -> Option<Result<TemplateVersion, ApiError>> {
        let row = loaders::load(ctx, VersionOf(self.0.id, number)).await;
        let version = |row| TemplateVersion::read(row);
        row.transpose().map(|row| row.and_then(version))
    }
}
