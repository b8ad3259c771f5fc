//! A track of a gym.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::TrackId;
use entity::track;
use uuid::Uuid;

use crate::error::ApiError;
use crate::graphql::enums::{TrackKind, word};
use crate::graphql::loaders;
use crate::graphql::scalars::id;

/// One strand of the gym's programme, such as strength or conditioning; a week blends several.
#[derive(Description, Clone)]
pub struct Track(pub track::Model);

#[Object(use_type_description)]
impl Track {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(TrackId::from_uuid(self.0.id))
    }

    /// Stable key within the gym, e.g. `strength`.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Name as members read it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it trains.
    async fn kind(&self) -> Result<TrackKind, ApiError> {
        word(&self.0.kind)
    }
}

impl Track {
    /// The track of that key: tracks are never taken away.
    pub async fn of_key(ctx: &Context<'_>, key: &str) -> Result<Self, ApiError> {
        Self::find(ctx, |track| track.key == key).await
    }

    /// The track of that id.
    pub async fn of_id(ctx: &Context<'_>, id: Uuid) -> Result<Self, ApiError> {
        Self::find(ctx, |track| track.id == id).await
    }

    async fn find(
        ctx: &Context<'_>,
        is_it: impl Fn(&track::Model) -> bool,
    ) -> Result<Self, ApiError> {
        let tracks = loaders::tracks(ctx).await?;
        let found = tracks.iter().find(|track| is_it(track)).cloned().map(Self);
        found.ok_or_else(|| ApiError::Internal(anyhow::anyhow!("a track that is named is missing")))
    }
}
