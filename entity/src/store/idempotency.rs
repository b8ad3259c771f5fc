//! Queries over the answers that repeated requests get again.

use chrono::{DateTime, Utc};
use domain::ids::GymId;
use sea_orm::entity::prelude::*;

use super::insert_all;
use crate::idempotency::{Column, Entity, Model};
use crate::instant::micros;

/// The answer kept since `since` under a caller's key.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    principal: &str,
    key: &str,
    since: DateTime<Utc>,
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Principal.eq(principal))
        .filter(Column::Key.eq(key))
        .filter(Column::CreatedAt.gte(micros(since)))
        .one(db)
        .await
}

/// Keeps an answer. A duplicate (see [`crate::db::is_duplicate`]) means that the same request is
/// under way, or was answered meanwhile.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}

/// Forgets one caller's answer of before an instant, so that its key is free again.
pub async fn delete_stale(
    db: &impl ConnectionTrait,
    gym: GymId,
    principal: &str,
    key: &str,
    before: DateTime<Utc>,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Principal.eq(principal))
        .filter(Column::Key.eq(key))
        .filter(Column::CreatedAt.lt(micros(before)))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets every gym's answers of before an instant.
pub async fn delete_before(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, DbErr> {
    let delete = Entity::delete_many().filter(Column::CreatedAt.lt(micros(before)));
    Ok(delete.exec(db).await?.rows_affected)
}
