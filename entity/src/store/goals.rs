//! Queries over goals.

use domain::ids::{GoalId, GymId, MemberId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{among, insert_all, uuids};
use crate::goal::{ActiveModel, Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The goal called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: GoalId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the goals that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[GoalId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The goals of these members, whatever their state, by member and age.
pub async fn of_members(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(among(db, Column::MemberId, members))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Adds goals.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes what `changes` sets to each of the goals. Answers how many the gym has.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[GoalId],
    changes: ActiveModel,
) -> Result<u64, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)));
    Ok(update.exec(db).await?.rows_affected)
}
