//! A coach.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::CoachId;
use entity::coach;
use uuid::Uuid;

use crate::error::ApiError;
use crate::graphql::loaders::{self, CoachById};
use crate::graphql::scalars::id;

/// Someone who coaches in the gym. A former coach is still found behind what they wrote or decided.
#[derive(Description, Clone)]
pub struct Coach(pub coach::Model);

#[Object(use_type_description)]
impl Coach {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(CoachId::from_uuid(self.0.id))
    }

    /// Name as others read it.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }
}

impl Coach {
    /// The coach that a row names, where it names one.
    pub async fn named(ctx: &Context<'_>, coach: Option<Uuid>) -> Option<Result<Self, ApiError>> {
        let found = loaders::load(ctx, CoachById(coach?)).await;
        found.map(|row| row.map(Self)).transpose()
    }
}
