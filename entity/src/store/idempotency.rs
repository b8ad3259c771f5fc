//! Queries over the answers that repeated requests get again.

use chrono::{DateTime, Utc};
use domain::ids::GymId;
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

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

/// Claims a caller's key. False if it is taken; whoever took it at the same moment is waited for.
pub async fn claim(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<bool, DbErr> {
    let key = [Column::GymId, Column::Principal, Column::Key];
    let keep_the_first = OnConflict::columns(key).do_nothing().to_owned();
    let row = Model { gym_id: gym.uuid(), ..row }.into_active_model();
    let insert = Entity::insert(row).on_conflict(keep_the_first);
    Ok(insert.exec_without_returning(db).await? > 0)
}

/// Writes the answer under a key that was claimed.
pub async fn answer(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Response, Expr::value(row.response))
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Principal.eq(row.principal))
        .filter(Column::Key.eq(row.key))
        .exec(db)
        .await
        .map(drop)
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
