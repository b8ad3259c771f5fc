//! Queries over the leases of what is in flight. A lease is known by its random id alone, so what
//! holds one asks without the gym.

use chrono::{DateTime, Utc};
use domain::ids::{GymId, LeaseId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, LockBehavior, LockType, Query};
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};

use super::insert_all;
use crate::instant::micros;
use crate::lease::{ActiveModel, Column, Entity, Model};
use crate::narrative_batch;

/// Adds leases.
pub async fn insert(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<(), DbErr> {
    insert_all(db, rows).await
}

/// The lease called `id`.
pub async fn find(db: &impl ConnectionTrait, id: LeaseId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.uuid()).one(db).await
}

/// The lease, locked; `None` also while another has it locked.
pub async fn lock(db: &impl ConnectionTrait, id: LeaseId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.uuid())
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(db)
        .await
}

/// Marks a lease as started, and as its starter's. False if it was started before, or is gone.
pub async fn start(
    db: &impl ConnectionTrait,
    id: LeaseId,
    holder: &str,
    at: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let changes = ActiveModel {
        holder: Set(holder.to_owned()),
        started_at: Set(Some(micros(at))),
        expires_at: Set(micros(expires)),
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::StartedAt.is_null());
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Lets a lease last longer. False if it is gone, or lasts longer already in another's hands.
pub async fn renew(
    db: &impl ConnectionTrait,
    id: LeaseId,
    expires: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let changes = ActiveModel { expires_at: Set(micros(expires)), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ExpiresAt.lte(micros(expires)));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Gives a lease to another holder until an instant. False if it is gone.
pub async fn hand_over(
    db: &impl ConnectionTrait,
    id: LeaseId,
    holder: &str,
    expires: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let changes = ActiveModel {
        holder: Set(holder.to_owned()),
        expires_at: Set(micros(expires)),
        ..Default::default()
    };
    let update = Entity::update_many().set(changes).filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Leases that ran out, longest ago first; but for those of batches that have not ended, which end by themselves:
/// what they ask is paid for, however long nobody could look.
pub async fn expired(
    db: &impl ConnectionTrait,
    at: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<LeaseId>, DbErr> {
    let of_batch = Expr::col((narrative_batch::Entity, narrative_batch::Column::LeaseId));
    let open = Expr::col((narrative_batch::Entity, narrative_batch::Column::EndedAt)).is_null();
    let batch = Query::select()
        .expr(Expr::val(1))
        .from(narrative_batch::Entity)
        .and_where(of_batch.equals((Entity, Column::Id)))
        .and_where(open)
        .to_owned();
    let rows = Entity::find()
        .filter(Column::ExpiresAt.lte(micros(at)))
        .filter(Expr::exists(batch).not())
        .order_by_asc(Column::ExpiresAt)
        .limit(limit);
    ids(db, rows).await
}

/// Leases of a node: those that its dispatcher took and no worker has started, and, unless only what waits is asked
/// for, those that its workers have.
pub async fn of_holder(
    db: &impl ConnectionTrait,
    holder: &str,
    only_waiting: bool,
) -> Result<Vec<LeaseId>, DbErr> {
    let mut rows = Entity::find().filter(Column::Holder.eq(holder));
    if only_waiting {
        rows = rows.filter(Column::StartedAt.is_null());
    }
    ids(db, rows.order_by_asc(Column::Id)).await
}

async fn ids(db: &impl ConnectionTrait, rows: Select<Entity>) -> Result<Vec<LeaseId>, DbErr> {
    let ids: Vec<Uuid> = rows.select_only().column(Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(LeaseId::from_uuid).collect())
}

/// How many leases of a lane the gym has in flight.
pub async fn count(db: &impl ConnectionTrait, gym: GymId, lane: &str) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Lane.eq(lane))
        .count(db)
        .await
}

/// Ends a lease, whatever it holds.
pub async fn delete(db: &impl ConnectionTrait, id: LeaseId) -> Result<(), DbErr> {
    Entity::delete_by_id(id.uuid()).exec(db).await.map(drop)
}

/// How many leases of all gyms are in flight: lane, whether a worker has started them, count.
pub async fn standing(db: &impl ConnectionTrait) -> Result<Vec<(String, bool, i64)>, DbErr> {
    let started = Expr::col(Column::StartedAt).is_not_null();
    Entity::find()
        .select_only()
        .column(Column::Lane)
        .expr_as(started.clone(), "started")
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Lane)
        .group_by(started)
        .into_tuple()
        .all(db)
        .await
}
