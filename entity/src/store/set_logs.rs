//! Queries over logged sets apart from their sessions: what a name was, and which loads are not believed.

use domain::ids::{GymId, MovementId, SessionLogId};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect as _, Set};

use super::uuids;
use crate::set_log::{ActiveModel, Column, Entity};

/// The sessions in which any of these movements was done.
pub async fn sessions_with(
    db: &impl ConnectionTrait,
    gym: GymId,
    movements: &[MovementId],
) -> Result<Vec<SessionLogId>, DbErr> {
    let ids: Vec<Uuid> = Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MovementId.is_in(uuids(movements)))
        .select_only()
        .column(Column::SessionLogId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(SessionLogId::from_uuid).collect())
}

/// Calls the sets of one movement those of another. The name their source gave stays.
pub async fn rename(
    db: &impl ConnectionTrait,
    gym: GymId,
    from: MovementId,
    to: MovementId,
) -> Result<u64, DbErr> {
    let changes = ActiveModel { movement_id: Set(to.uuid()), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MovementId.eq(from.uuid()));
    Ok(update.exec(db).await?.rows_affected)
}

/// Says of these sets of a session that their loads are not believed.
pub async fn disbelieve(
    db: &impl ConnectionTrait,
    gym: GymId,
    session: SessionLogId,
    positions: &[i32],
) -> Result<u64, DbErr> {
    let changes = ActiveModel { disbelieved: Set(true), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::SessionLogId.eq(session.uuid()))
        .filter(Column::Position.is_in(positions.iter().copied()));
    Ok(update.exec(db).await?.rows_affected)
}
