//! Queries over coaches.

use domain::ids::{CoachId, GymId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{insert_all, uuids};
use crate::coach::{ActiveModel, Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The coach called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: CoachId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the coaches that the gym has.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[CoachId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).all(db).await
}

/// Every coach of the gym, former ones included, by name.
pub async fn all(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).order_by_asc(Column::DisplayName).order_by_asc(Column::Id).all(db).await
}

/// The record of a login that coached before.
pub async fn former(
    db: &impl ConnectionTrait,
    gym: GymId,
    subject: &str,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Subject.eq(subject)).filter(Column::Active.eq(false)).one(db).await
}

/// Adds a coach.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}

/// Writes what `changes` sets. False if the gym has no such coach.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: CoachId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}
