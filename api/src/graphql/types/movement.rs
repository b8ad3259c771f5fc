//! A movement of the catalogue.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::MovementId;
use domain::vocab;
use entity::movement;
use uuid::Uuid;

use crate::error::ApiError;
use crate::graphql::enums::{BodyRegion, Implement, MovementPattern, word};
use crate::graphql::loaders::{self, AliasesOf, MovementById, MovementByKey};
use crate::graphql::page::connection;
use crate::graphql::scalars::id;

/// A movement of the gym's catalogue: one of the starter catalogue, or the gym's own.
#[derive(Description, Clone)]
pub struct Movement(pub movement::Model);

connection!(MovementConnection, MovementEdge, Movement, "movements");

#[Object(use_type_description)]
impl Movement {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(MovementId::from_uuid(self.0.id))
    }

    /// Stable key within the gym, e.g. `back-squat`.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Name as members read it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How it moves.
    async fn pattern(&self) -> Result<MovementPattern, ApiError> {
        word(&self.0.pattern)
    }

    /// The lift whose one-repetition maximum scales this movement's percentages, when it is not its own.
    async fn reference_lift(&self, ctx: &Context<'_>) -> Option<Result<Self, ApiError>> {
        let key = self.0.reference_lift_key.clone()?;
        Self::find(ctx, &key).await.transpose()
    }

    /// What it is loaded with.
    async fn implement(&self) -> Result<Implement, ApiError> {
        word(&self.0.implement)
    }

    /// The regions it loads: a restriction of one of them that names no pattern or movement applies.
    async fn loads(&self) -> Result<Vec<BodyRegion>, ApiError> {
        let regions: Vec<vocab::BodyRegion> =
            serde_json::from_str(&self.0.loads).map_err(anyhow::Error::from)?;
        Ok(regions.into_iter().map(BodyRegion::from).collect())
    }

    /// Other names, as training logs and apps write them.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>, ApiError> {
        let aliases = loaders::load(ctx, AliasesOf(self.0.id)).await?.unwrap_or_default();
        let others = aliases.into_iter().filter(|alias| alias.alias != self.0.name);
        Ok(others.map(|alias| alias.alias).collect())
    }

    /// Added by this gym.
    async fn custom(&self) -> bool {
        self.0.custom
    }
}

impl Movement {
    /// The movement of that key: a plan, a set or a template names it, so it is there.
    pub async fn of_key(ctx: &Context<'_>, key: &str) -> Result<Self, ApiError> {
        let key = MovementByKey(key.to_owned());
        Ok(Self(loaders::expect(ctx, key, "movement").await?))
    }

    /// The movement of that id: a set or a record names it, so it is there.
    pub async fn of_id(ctx: &Context<'_>, id: Uuid) -> Result<Self, ApiError> {
        Ok(Self(loaders::expect(ctx, MovementById(id), "movement").await?))
    }

    /// The movement of that key, if the gym has it.
    pub async fn find(ctx: &Context<'_>, key: &str) -> Result<Option<Self>, ApiError> {
        Ok(loaders::load(ctx, MovementByKey(key.to_owned())).await?.map(Self))
    }
}
