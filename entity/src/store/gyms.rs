//! Queries over gyms and their settings.

use chrono::{DateTime, Utc};
use domain::ids::GymId;
use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, QueryOrder as _, Set};

use super::insert_all;
use crate::gym::{ActiveModel, Column, Entity, Model};
use crate::instant::micros;
use crate::{db, event_counter};

/// Number of the PostgreSQL advisory lock that whoever adds a gym holds ("microgym" in ASCII).
const ADDING: i64 = 0x6d69_6372_6f67_796d;

/// Keeps others from adding a gym until the transaction ends: the first lock of any that takes it. SQLite's writer
/// is alone already.
pub async fn lock_list(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({ADDING})")).await?;
    }
    Ok(())
}

/// Adds a gym, with the counter of its event log.
pub async fn insert(db: &impl ConnectionTrait, gym: Model) -> Result<(), DbErr> {
    let counter = event_counter::Model { gym_id: gym.id, seq: 0 };
    insert_all(db, vec![gym]).await?;
    insert_all(db, vec![counter]).await
}

/// The gym.
pub async fn find(db: &impl ConnectionTrait, gym: GymId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(gym.uuid()).one(db).await
}

/// The gym, locked: the first lock of any transaction that takes it.
pub async fn lock(db: &impl ConnectionTrait, gym: GymId) -> Result<Option<Model>, DbErr> {
    db::lock(Entity::find_by_id(gym.uuid())).one(db).await
}

/// Every gym, oldest first.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_asc(Column::Id).all(db).await
}

/// Gyms whose weekly run is due, longest due first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::NextRunAt.lte(micros(now)))
        .order_by_asc(Column::NextRunAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Writes what `changes` sets. False if there is no such gym.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many().set(changes).filter(Column::Id.eq(gym.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Moves the next run from the instant that the caller saw. False if another was faster.
pub async fn advance(
    db: &impl ConnectionTrait,
    gym: GymId,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> Result<bool, DbErr> {
    let seen = match from {
        Some(instant) => Column::NextRunAt.eq(micros(instant)),
        None => Column::NextRunAt.is_null(),
    };
    let changes = ActiveModel { next_run_at: Set(to.map(micros)), ..Default::default() };
    let update = Entity::update_many().set(changes).filter(Column::Id.eq(gym.uuid())).filter(seen);
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Notes that the bulk lane served the gym.
pub async fn mark_served(
    db: &impl ConnectionTrait,
    gym: GymId,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let changes = ActiveModel { served_at: Set(micros(at)), ..Default::default() };
    update(db, gym, changes).await.map(drop)
}
