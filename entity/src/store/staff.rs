//! Queries over the logins that hold roles of staff.

use domain::ids::{GymId, StaffId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{insert_all, uuids};
use crate::staff::{ActiveModel, Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The grants of a login in every gym: who it is there is asked before a gym is known.
pub async fn by_subject(db: &impl ConnectionTrait, subject: &str) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Subject.eq(subject)).order_by_asc(Column::Id).all(db).await
}

/// The grant of a login in this gym.
pub async fn find_subject(
    db: &impl ConnectionTrait,
    gym: GymId,
    subject: &str,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Subject.eq(subject)).one(db).await
}

/// Those of the grants that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[StaffId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// Every grant of the gym, by name.
pub async fn all(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).order_by_asc(Column::DisplayName).order_by_asc(Column::Id).all(db).await
}

/// How many owners the gym has.
pub async fn owners(db: &impl ConnectionTrait, gym: GymId) -> Result<u64, DbErr> {
    in_gym(gym).filter(Column::Owner.eq(true)).count(db).await
}

/// Adds a grant.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}

/// Writes what `changes` sets. False if the gym has no such grant.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: StaffId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Withdraws a grant. False if the gym had none such.
pub async fn delete(db: &impl ConnectionTrait, gym: GymId, id: StaffId) -> Result<bool, DbErr> {
    let delete =
        Entity::delete_many().filter(Column::GymId.eq(gym.uuid())).filter(Column::Id.eq(id.uuid()));
    Ok(delete.exec(db).await?.rows_affected > 0)
}
