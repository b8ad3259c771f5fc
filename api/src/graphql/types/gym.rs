//! A gym.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::access::Action;
use domain::ids::GymId;
use entity::store;
use service::read::GymView;

use super::coach::Coach;
use super::settings::GymSettings;
use super::staff::StaffMember;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::caller::{READ_PEOPLE, READ_STAFF, env, may, needs};
use crate::graphql::enums::{WeightUnit, word};
use crate::graphql::loaders;
use crate::graphql::scalars::id;

/// A gym: its people, its tracks and what it has chosen.
#[derive(Description)]
pub struct Gym(pub Arc<GymView>);

#[Object(use_type_description)]
impl Gym {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(self.gym())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.row.name
    }

    /// IANA name, e.g. `Europe/London`.
    async fn time_zone(&self) -> &str {
        &self.0.row.time_zone
    }

    /// The unit that it loads and speaks in.
    async fn weight_unit(&self) -> Result<WeightUnit, ApiError> {
        word(&self.0.row.weight_unit)
    }

    /// Coaches and owners.
    async fn settings(&self, ctx: &Context<'_>) -> Option<Result<GymSettings, ApiError>> {
        Some(needs(ctx, Action::ReadSettings).and_then(|_| GymSettings::of(&self.0)))
    }

    /// Every track of the gym, by key.
    async fn tracks(&self, ctx: &Context<'_>) -> Result<Vec<Track>, ApiError> {
        Ok(loaders::tracks(ctx).await?.iter().cloned().map(Track).collect())
    }

    /// Empty to integrations.
    async fn coaches(&self, ctx: &Context<'_>) -> Result<Vec<Coach>, ApiError> {
        if !may(ctx, READ_PEOPLE) {
            return Ok(Vec::new());
        }
        let rows = store::coaches::all(env(ctx).db.read(), self.gym()).await?;
        Ok(rows.into_iter().filter(|coach| coach.active).map(Coach).collect())
    }

    /// Every login that holds a role of staff. Owners.
    async fn staff(&self, ctx: &Context<'_>) -> Option<Result<Vec<StaffMember>, ApiError>> {
        Some(self.all_staff(ctx).await)
    }
}

impl Gym {
    fn gym(&self) -> GymId {
        GymId::from_uuid(self.0.row.id)
    }

    async fn all_staff(&self, ctx: &Context<'_>) -> Result<Vec<StaffMember>, ApiError> {
        needs(ctx, READ_STAFF)?;
        let rows = store::staff::all(env(ctx).db.read(), self.gym()).await?;
        Ok(rows.into_iter().map(StaffMember).collect())
    }
}
