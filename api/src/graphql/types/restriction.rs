//! What a member's body must be spared.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::RestrictionId;
use domain::vocab;
use entity::restriction;

use super::movement::Movement;
use crate::error::ApiError;
use crate::graphql::enums::{BodyRegion, MovementPattern, RestrictionRule, word};
use crate::graphql::loaders::{self, MovementByKey};
use crate::graphql::scalars::{Date, id};

/// What a member's body must be spared, from the day it was added until a coach clears it.
#[derive(Description)]
pub struct Restriction(pub restriction::Model);

#[Object(use_type_description)]
impl Restriction {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(RestrictionId::from_uuid(self.0.id))
    }

    /// The region it protects.
    async fn body_region(&self) -> Result<BodyRegion, ApiError> {
        word(&self.0.body_region)
    }

    /// Patterns it names.
    async fn patterns(&self) -> Result<Vec<MovementPattern>, ApiError> {
        let patterns: Vec<vocab::MovementPattern> =
            serde_json::from_str(&self.0.patterns).map_err(anyhow::Error::from)?;
        Ok(patterns.into_iter().map(MovementPattern::from).collect())
    }

    /// Movements it names; where it names none and no pattern, every movement that loads the region.
    async fn movements(&self, ctx: &Context<'_>) -> Result<Vec<Movement>, ApiError> {
        let keys: Vec<String> =
            serde_json::from_str(&self.0.movement_keys).map_err(anyhow::Error::from)?;
        let keys = keys.into_iter().map(MovementByKey).collect();
        Ok(loaders::load_all(ctx, keys).await?.into_iter().map(Movement).collect())
    }

    /// What it does to them.
    async fn rule(&self) -> Result<RestrictionRule, ApiError> {
        word(&self.0.rule)
    }

    /// With `CAP_LOAD`: the highest share of the programmed load, 0–1.
    async fn load_cap(&self) -> Option<f64> {
        self.0.load_cap
    }

    /// The day from which it stands.
    async fn since(&self) -> Date {
        Date(self.0.since)
    }

    /// A restriction stands until a coach clears it.
    async fn cleared_on(&self) -> Option<Date> {
        self.0.cleared_on.map(Date)
    }
}
