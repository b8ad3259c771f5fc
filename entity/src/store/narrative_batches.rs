//! Queries over batches of narratives.

use chrono::{DateTime, Utc};
use domain::ids::{BatchId, GymId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::insert_all;
use crate::instant::micros;
use crate::narrative_batch::{ActiveModel, Column, Entity, Model};
use crate::narrative_batch_entry as entry;

/// Records a batch and what it asks for.
pub async fn insert(
    db: &impl ConnectionTrait,
    gym: GymId,
    batch: Model,
    entries: Vec<entry::Model>,
) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..batch }]).await?;
    let entries: Vec<entry::Model> =
        entries.into_iter().map(|row| entry::Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, entries).await
}

/// Batches that have not ended and that nobody has looked at since an instant, longest ago first. Reads
/// across gyms: any node looks for all.
pub async fn to_look_at(
    db: &impl ConnectionTrait,
    since: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::EndedAt.is_null())
        .filter(Column::LookedAt.lte(micros(since)))
        .order_by_asc(Column::LookedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Takes the turn to look at a batch. False if another node was faster.
pub async fn take_look(
    db: &impl ConnectionTrait,
    batch: &Model,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::LookedAt, Expr::value(micros(at)))
        .filter(Column::Id.eq(batch.id))
        .filter(Column::LookedAt.eq(batch.looked_at))
        .filter(Column::EndedAt.is_null());
    Ok(taken.exec(db).await?.rows_affected > 0)
}

/// Begins to send a batch that nobody has looked at since it was recorded. False: it is not to be sent.
pub async fn begin(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: BatchId,
    recorded: &str,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let begun = Entity::update_many()
        .col_expr(Column::LookedAt, Expr::value(micros(at)))
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::State.eq(recorded))
        .filter(Column::EndedAt.is_null())
        .filter(Expr::col(Column::LookedAt).equals(Column::RecordedAt));
    Ok(begun.exec(db).await?.rows_affected > 0)
}

/// Writes what `changes` sets, while the batch has not ended. False if it has.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: BatchId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::EndedAt.is_null());
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// What a batch asks for, by name and computation.
pub async fn entries(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: BatchId,
) -> Result<Vec<entry::Model>, DbErr> {
    entry::Entity::find()
        .filter(entry::Column::GymId.eq(gym.uuid()))
        .filter(entry::Column::BatchId.eq(id.uuid()))
        .order_by_asc(entry::Column::CustomId)
        .order_by_asc(entry::Column::ComputationId)
        .all(db)
        .await
}

/// Those of the provider's names that belong to a batch already, of whichever gym.
pub async fn known(db: &impl ConnectionTrait, names: &[String]) -> Result<Vec<String>, DbErr> {
    Entity::find()
        .filter(Column::ProviderId.is_in(names))
        .select_only()
        .column(Column::ProviderId)
        .into_tuple()
        .all(db)
        .await
}

/// What a gym's batches that have not ended were thought to cost.
pub async fn estimates(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<f64>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::EndedAt.is_null())
        .select_only()
        .column(Column::EstimatedUsd)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await
}
