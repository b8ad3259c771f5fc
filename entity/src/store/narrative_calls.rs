//! Queries over what models were asked to write.

use domain::ids::{GymId, PlanId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{insert_all, uuids};
use crate::narrative_call::{Column, Entity, Model};

/// The calls for any revision of these plans, oldest first.
pub async fn of_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::PlanId.is_in(uuids(plans)))
        .order_by_asc(Column::CalledAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Keeps what was paid for.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}
