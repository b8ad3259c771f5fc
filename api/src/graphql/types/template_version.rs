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
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(TemplateVersionId::from_uuid(self.row.id))
    }

    /// The template it is of.
    async fn template(&self, ctx: &Context<'_>) -> Result<ProgrammeTemplate, ApiError> {
        let row = loaders::expect(ctx, TemplateById(self.row.template_id), "template").await?;
        Ok(ProgrammeTemplate(row))
    }

    /// Counts up from 1 within the template.
    async fn number(&self) -> i32 {
        self.row.number
    }

    /// Where it stands.
    async fn status(&self) -> Result<TemplateVersionStatus, ApiError> {
        word(&self.row.status)
    }

    /// Length of the cycle.
    async fn weeks(&self) -> u32 {
        self.content.weeks
    }

    /// How far member goals may pull the blend away from the template: 0 not at all, 1 wholly.
    async fn goal_influence(&self) -> f64 {
        self.content.goal_influence
    }

    /// How much each track serves each goal; a goal that is missing reads the engine's own table.
    async fn goal_affinity(&self) -> Vec<GoalAffinity> {
        self.content.goal_affinity.iter().cloned().map(GoalAffinity).collect()
    }

    /// The tracks and their bounds.
    async fn tracks(&self) -> Vec<TemplateTrack> {
        self.content.tracks.iter().cloned().map(TemplateTrack).collect()
    }

    /// The sessions of every track and week.
    async fn sessions(&self) -> Vec<TemplateSession> {
        TemplateSession::of(&self.content)
    }

    /// When it was saved.
    async fn created_at(&self) -> DateTime {
        DateTime::of(self.row.created_at)
    }

    /// When it came into force; null: never.
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
