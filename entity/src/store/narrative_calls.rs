//! Queries over what models were asked to write.

use chrono::{DateTime, Utc};
use domain::ids::{CallId, GymId, PlanId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{insert_or, uuids};
use crate::instant::micros;
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

/// What each call since an instant has cost, oldest first, in US dollars.
pub async fn costs_since(
    db: &impl ConnectionTrait,
    gym: GymId,
    since: DateTime<Utc>,
) -> Result<Vec<f64>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::CalledAt.gte(micros(since)))
        .select_only()
        .column(Column::CostUsd)
        .order_by_asc(Column::CalledAt)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// The newest calls of a gym.
pub async fn newest(
    db: &impl ConnectionTrait,
    gym: GymId,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .order_by_desc(Column::CalledAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// Those of these calls that are kept already.
pub async fn known(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[CallId],
) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)))
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// Keeps what was paid for. A call that is kept already stays as it is.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let stays = OnConflict::column(Column::Id).do_nothing().to_owned();
    insert_or(db, rows, Some(stays)).await
}
