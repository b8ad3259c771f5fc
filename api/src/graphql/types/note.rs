//! What a coach wrote about a member.

use async_graphql::{Context, ID, Object};
use domain::ids::NoteId;
use entity::coach_note;

use super::coach::Coach;
use crate::error::ApiError;
use crate::graphql::loaders::{self, CoachById};
use crate::graphql::page::connection;
use crate::graphql::scalars::{DateTime, id};

#[derive(Clone)]
pub struct CoachNote(pub coach_note::Model);

connection!(CoachNoteConnection, CoachNoteEdge, CoachNote);

#[Object]
impl CoachNote {
    pub async fn id(&self) -> ID {
        id(NoteId::from_uuid(self.0.id))
    }

    async fn author(&self, ctx: &Context<'_>) -> Result<Coach, ApiError> {
        Ok(Coach(loaders::expect(ctx, CoachById(self.0.coach_id), "coach").await?))
    }

    async fn text(&self) -> &str {
        &self.0.text
    }

    async fn created_at(&self) -> DateTime {
        DateTime::of(self.0.created_at)
    }
}
