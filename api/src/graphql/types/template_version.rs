//! The content of a template as it was saved once.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::ids::TemplateVersionId;
use domain::template::Template;
use entity::template_version;

use super::template::ProgrammeTemplate;
use super::template_content::{GoalAffinity, TemplateSession, TemplateTrack};
use crate::error::ApiError;
use crate::graphql::enums::{TemplateVersionStatus, word};
use crate::graphql::loaders::{self, TemplateById};
use crate::graphql::scalars::{DateTime, id};

/// The content of a template as it was saved once; it never changes.
#[derive(Description)]
pub struct TemplateVersion {
    row: template_version::Model,
    content: Arc<Template>,
}

#[Object(use_type_description)]
impl TemplateVersion {
    pub async fn id(&self) -> ID {
        id(TemplateVersionId::from_uuid(self.row.id))
    }

    async fn template(&self, ctx: &Context<'_>) -> Result<ProgrammeTemplate, ApiError> {
        let row = loaders::expect(ctx, TemplateById(self.row.template_id), "template").await?;
        Ok(ProgrammeTemplate(row))
    }

    async fn number(&self) -> i32 {
        self.row.number
    }

    async fn status(&self) -> Result<TemplateVersionStatus, ApiError> {
        word(&self.row.status)
    }

    async fn weeks(&self) -> u32 {
        self.content.weeks
    }

    /// How far member goals may pull the blend away from the template: 0 not at all, 1 wholly.
    async fn goal_influence(&self) -> f64 {
        self.content.goal_influence
    }

    async fn goal_affinity(&self) -> Vec<GoalAffinity> {
        self.content.goal_affinity.iter().cloned().map(GoalAffinity).collect()
    }

    async fn tracks(&self) -> Vec<TemplateTrack> {
        self.content.tracks.iter().cloned().map(TemplateTrack).collect()
    }

    async fn sessions(&self) -> Vec<TemplateSession> {
        TemplateSession::of(&self.content)
    }

    async fn created_at(&self) -> DateTime {
        DateTime::of(self.row.created_at)
    }

    async fn published_at(&self) -> Option<DateTime> {
        self.row.published_at.map(DateTime::of)
    }
}

impl TemplateVersion {
    /// The version with what it holds.
    pub fn read(row: template_version::Model) -> Result<Self, ApiError> {
        let content = serde_json::from_str(&row.document).map_err(anyhow::Error::from)?;
        Ok(Self { row, content: Arc::new(content) })
    }
}
