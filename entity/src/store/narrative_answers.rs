//! Queries over what models answered.

use domain::ids::GymId;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::insert_or;
use crate::narrative_answer::{Column, Entity, Model};

/// Keys that one statement asks for.
const AT_ONCE: usize = 5_000;

/// The answers kept under these keys, by key and attempt.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    gym: GymId,
    keys: &[String],
) -> Result<Vec<Model>, DbErr> {
    let mut found = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let rows = Entity::find()
            .filter(Column::GymId.eq(gym.uuid()))
            .filter(Column::ContentKey.is_in(some))
            .order_by_asc(Column::ContentKey)
            .order_by_asc(Column::Attempt);
        found.extend(rows.all(db).await?);
    }
    Ok(found)
}

/// Keeps answers; where one is kept under a key already, that stays.
pub async fn keep(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let stays = OnConflict::columns([Column::GymId, Column::ContentKey, Column::Attempt])
        .do_nothing()
        .to_owned();
    insert_or(db, rows, Some(stays)).await
}
