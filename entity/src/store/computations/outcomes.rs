//! How a computation ends, or goes back to wait.

use chrono::{DateTime, Utc};
use domain::ids::{ComputationId, GymId, LeaseId};
use domain::vocab::ComputationStatus;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set, UpdateMany,
};
use uuid::Uuid;

use super::{is, is_open};
use crate::computation::{ActiveModel, Column, Entity, Model};
use crate::instant::micros;
use crate::lease;
use crate::store::among;

fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    changes: ActiveModel,
) -> UpdateMany<Entity> {
    Entity::update_many().set(changes).filter(Column::GymId.eq(gym.uuid())).filter(among(
        db,
        Column::Id,
        ids,
    ))
}

/// Everything that the lease still holds, by id.
pub async fn of_lease(db: &impl ConnectionTrait, lease: LeaseId) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::LeaseId.eq(lease.uuid()))
        .filter(is(ComputationStatus::Running))
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Leases that computations name and that are gone.
pub async fn lost_leases(db: &impl ConnectionTrait) -> Result<Vec<LeaseId>, DbErr> {
    let held = Query::select()
        .expr(Expr::val(1))
        .from(lease::Entity)
        .and_where(Expr::col((lease::Entity, lease::Column::Id)).equals((Entity, Column::LeaseId)))
        .to_owned();
    let ids: Vec<Uuid> = Entity::find()
        .filter(is(ComputationStatus::Running))
        .filter(Expr::exists(held).not())
        .select_only()
        .column(Column::LeaseId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(LeaseId::from_uuid).collect())
}

/// Ends computations well. Their start counts as an attempt.
pub async fn succeed(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    at: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let changes = ActiveModel {
        status: Set(ComputationStatus::Succeeded.to_string()),
        lease_id: Set(None),
        error: Set(None),
        finished_at: Set(Some(micros(at))),
        ..Default::default()
    };
    let update = update(db, gym, ids, changes)
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1));
    Ok(update.exec(db).await?.rows_affected)
}

/// Ends computations for good, after so many attempts each.
pub async fn fail(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    attempts: i32,
    error: &str,
    at: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let changes = ActiveModel {
        status: Set(ComputationStatus::Failed.to_string()),
        lease_id: Set(None),
        attempts: Set(attempts),
        error: Set(Some(error.to_owned())),
        finished_at: Set(Some(micros(at))),
        ..Default::default()
    };
    Ok(update(db, gym, ids, changes).exec(db).await?.rows_affected)
}

/// Lets computations wait again until `due`, after so many attempts each. Those whose week has
/// another one waiting must be cancelled instead.
pub async fn queue_again(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    attempts: i32,
    error: Option<&str>,
    due: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let changes = ActiveModel {
        status: Set(ComputationStatus::Queued.to_string()),
        lease_id: Set(None),
        attempts: Set(attempts),
        error: Set(error.map(str::to_owned)),
        due_at: Set(micros(due)),
        finished_at: Set(None),
        ..Default::default()
    };
    Ok(update(db, gym, ids, changes).exec(db).await?.rows_affected)
}

/// Cancels what is still open of these, with what is said about it.
pub async fn cancel(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    error: Option<&str>,
    at: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let changes = ActiveModel {
        status: Set(ComputationStatus::Cancelled.to_string()),
        lease_id: Set(None),
        error: Set(error.map(str::to_owned)),
        finished_at: Set(Some(micros(at))),
        ..Default::default()
    };
    let update = update(db, gym, ids, changes).filter(is_open());
    Ok(update.exec(db).await?.rows_affected)
}

/// Moves computations up to a priority.
pub async fn raise(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    priority: i32,
) -> Result<u64, DbErr> {
    let changes = ActiveModel { priority: Set(priority), ..Default::default() };
    let lower = update(db, gym, ids, changes).filter(Column::Priority.lt(priority));
    Ok(lower.exec(db).await?.rows_affected)
}

/// Takes computations out of whatever run they are in.
pub async fn forget_run(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
) -> Result<u64, DbErr> {
    let changes = ActiveModel { run_id: Set(None), ..Default::default() };
    Ok(update(db, gym, ids, changes).exec(db).await?.rows_affected)
}
