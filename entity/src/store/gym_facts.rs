//! Queries over gyms as the engine saw them.

use domain::ids::GymId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::insert_or;
use crate::gym_facts::{Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The facts of that digest.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    digest: &[u8],
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Digest.eq(digest)).one(db).await
}

/// Whether the facts of that digest are kept.
pub async fn are_kept(db: &impl ConnectionTrait, gym: GymId, digest: &[u8]) -> Result<bool, DbErr> {
    in_gym(gym).filter(Column::Digest.eq(digest)).exists(db).await
}

/// Keeps facts; those that are there already stand.
pub async fn keep(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    let row = Model { gym_id: gym.uuid(), ..row };
    let standing = OnConflict::columns([Column::GymId, Column::Digest]).do_nothing().to_owned();
    insert_or(db, vec![row], Some(standing)).await
}
