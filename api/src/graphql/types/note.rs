//! What a coach wrote about a member.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::NoteId;
use entity::coach_note;

use super::coach::Coach;
use crate::error::ApiError;
use crate::graphql::loaders::{self, CoachById};
use crate::graphql::page::connection;
use crate::graphql::scalars::{DateTime, id};

/// What a coach wrote about a member, for other coaches and the next narrative.
#[derive(Description, Clone)]
pub struct CoachNote(pub coach_note::Model);

connection!(CoachNoteConnection, CoachNoteEdge, CoachNote, "notes");

#[Object(use_type_description)]
impl CoachNote {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(NoteId::from_uuid(self.0.id))
    }

    /// The coach who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<Coach, ApiError> {
        Ok(Coach(loaders::expect(ctx, CoachById(self.0.coach_id), "coach").await?))
    }

    /// In the coach's words; at most 4,000 characters.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        DateTime::of(self.0.created_at)
    }
}
