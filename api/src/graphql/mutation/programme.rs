//! What a gym programmes with: its tracks and its movements.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::access::Action;
use entity::track as row;
use service::done::Done;
use service::error::Error;
use service::movements::{self, SaveMovement};
use service::tracks::{self, CreateTrack, UpdateTrack};

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::enums::{BodyRegion, Implement, MovementPattern, TrackKind};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::named;
use crate::graphql::types::movement::Movement;
use crate::graphql::types::track::Track;
use crate::graphql::updates::kept;

#[derive(Default)]
pub struct ProgrammeMutation;

#[Object]
impl ProgrammeMutation {
    /// Adds a movement of the gym's own, or changes it: aliases name it as training logs do. Coaches and owners.
    async fn save_movement(
        &self,
        ctx: &Context<'_>,
        input: SaveMovementInput,
    ) -> Result<MovementPayload, ApiError> {
        let actor = needs(ctx, Action::EditMovements)?;
        let done = movements::save(env(ctx), actor, input.read()).await;
        let (row, user_errors) = settle(ctx, actor, Action::EditMovements, done).await?;
        Ok(MovementPayload { movement: row.map(Movement), user_errors })
    }

    /// Owners.
    async fn create_track(
        &self,
        ctx: &Context<'_>,
        input: CreateTrackInput,
    ) -> Result<TrackPayload, ApiError> {
        let actor = needs(ctx, Action::EditTracks)?;
        let input = CreateTrack { key: input.key, name: input.name, kind: input.kind.into() };
        TrackPayload::of(ctx, tracks::create(env(ctx), actor, input).await).await
    }

    /// Owners.
    async fn update_track(
        &self,
        ctx: &Context<'_>,
        input: UpdateTrackInput,
    ) -> Result<TrackPayload, ApiError> {
        let actor = needs(ctx, Action::EditTracks)?;
        let done = match input.read() {
            Ok(input) => tracks::update(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        TrackPayload::of(ctx, done).await
    }
}

/// A movement. Of the starter catalogue the names can be changed, the rest is the engine's.
#[derive(InputObject)]
pub struct SaveMovementInput {
    /// Unique in the gym; names the movement that is changed where there is one.
    key: String,
    /// Name as members read it.
    name: String,
    /// How it moves.
    pattern: MovementPattern,
    /// What it is loaded with.
    implement: Implement,
    /// The regions it loads.
    #[graphql(default)]
    loads: Vec<BodyRegion>,
    /// The lift whose one-repetition maximum scales its percentages, when it is not its own.
    reference_lift_key: Option<String>,
    /// Other names, as training logs write them. What was imported under one of them becomes this movement's.
    #[graphql(default)]
    aliases: Vec<String>,
}

/// `key`: stable, unique in the gym.
#[derive(InputObject)]
pub struct CreateTrackInput {
    /// Begins with a letter; a to z, 0 to 9 and hyphens, at most 40.
    key: String,
    /// Name as members read it; at most 60 characters.
    name: String,
    /// What it trains.
    kind: TrackKind,
}

/// A change of a track. What is left out stays.
#[derive(InputObject)]
pub struct UpdateTrackInput {
    /// The track.
    id: ID,
    /// Name as members read it; at most 60 characters.
    name: MaybeUndefined<String>,
    /// What it trains.
    kind: MaybeUndefined<TrackKind>,
}

/// A movement after a change.
#[derive(SimpleObject)]
pub struct MovementPayload {
    /// The movement as it is now; null where nothing was done for an error.
    movement: Option<Movement>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A track after a change.
#[derive(SimpleObject)]
pub struct TrackPayload {
    /// The track as it is now; null where nothing was done for an error.
    track: Option<Track>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl SaveMovementInput {
    fn read(self) -> SaveMovement {
        SaveMovement {
            key: self.key,
            name: self.name,
            pattern: self.pattern.into(),
            implement: self.implement.into(),
            loads: self.loads.into_iter().map(Into::into).collect(),
            reference_lift_key: self.reference_lift_key,
            aliases: self.aliases,
        }
    }
}

impl UpdateTrackInput {
    fn read(self) -> Result<UpdateTrack, Error> {
        let mut faults = Vec::new();
        let changes = UpdateTrack {
            id: named(&self.id, "id", "track")?,
            name: kept(self.name, &["name"], &mut faults),
            kind: kept(self.kind, &["kind"], &mut faults).map(Into::into),
        };
        if faults.is_empty() { Ok(changes) } else { Err(Error::Invalid(faults)) }
    }
}

impl TrackPayload {
    async fn of(
        ctx: &Context<'_>,
        done: Result<Done<row::Model>, Error>,
    ) -> Result<Self, ApiError> {
        let (track, user_errors) = settle(ctx, actor(ctx)?, Action::EditTracks, done).await?;
        Ok(Self { track: track.map(Track), user_errors })
    }
}
