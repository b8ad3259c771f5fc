//! Queries over tracks.

use domain::ids::{GymId, TrackId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::insert_all;
use crate::track::{ActiveModel, Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The track called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: TrackId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// The track of this key.
pub async fn by_key(
    db: &impl ConnectionTrait,
    gym: GymId,
    key: &str,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Key.eq(key)).one(db).await
}

/// Every track of the gym, by key.
pub async fn all(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).order_by_asc(Column::Key).all(db).await
}

/// Adds tracks.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes what `changes` sets. False if the gym has no such track.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: TrackId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}
