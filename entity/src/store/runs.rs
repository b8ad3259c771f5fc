//! Queries over weekly runs.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{GymId, RunId};
use domain::vocab::{ComputationStatus, RunStatus};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, LockBehavior, LockType, Query};
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};

use super::page::slice;
use super::{Page, Slice, insert_all, uuids};
use crate::instant::micros;
use crate::weekly_run::{ActiveModel, Column, Entity, Model};
use crate::{computation, db};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// As a literal: only then can the databases see that the partial index answers.
fn is_running() -> sea_orm::sea_query::SimpleExpr {
    Expr::col((Entity, Column::Status)).eq(Expr::cust(format!("'{}'", RunStatus::Running)))
}

/// Adds a run.
pub async fn insert(db: &impl ConnectionTrait, run: Model) -> Result<(), DbErr> {
    insert_all(db, vec![run]).await
}

/// The run called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RunId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the runs that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[RunId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The runs, locked in id order.
pub async fn lock(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[RunId],
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// The run of the week that is under way.
pub async fn running(
    db: &impl ConnectionTrait,
    gym: GymId,
    week_of: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::WeekOf.eq(week_of)).filter(is_running()).one(db).await
}

/// Part of the list, newest first. The place of a row is its start and id.
pub async fn page(
    db: &impl ConnectionTrait,
    gym: GymId,
    page: &Page<(i64, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    slice(db, in_gym(gym), (Column::StartedAt, Column::Id), true, page).await
}

/// Runs under way in which nothing waits and nothing is being computed, of one gym or of all.
pub async fn finished(db: &impl ConnectionTrait, gym: Option<GymId>) -> Result<Vec<Model>, DbErr> {
    let mut rows = Entity::find().filter(is_running()).filter(has_open().not());
    if let Some(gym) = gym {
        rows = rows.filter(Column::GymId.eq(gym.uuid()));
    }
    rows.order_by_asc(Column::Id).all(db).await
}

/// The run, locked, if it is under way; `None` also while another has it locked.
pub async fn lock_running(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RunId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::Id.eq(id.uuid()))
        .filter(is_running())
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(db)
        .await
}

/// Ends a run in which nothing is open. False if something is, or it had ended. Lock it first.
pub async fn close(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RunId,
    status: RunStatus,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let changes = ActiveModel {
        status: Set(status.to_string()),
        finished_at: Set(Some(micros(at))),
        ..Default::default()
    };
    let mut update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(is_running());
    if status != RunStatus::Cancelled {
        update = update.filter(has_open().not());
    }
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// How many runs of all gyms are under way, and when the oldest of them began.
pub async fn open(db: &impl ConnectionTrait) -> Result<(i64, Option<i64>), DbErr> {
    let counted: Option<(i64, Option<i64>)> = Entity::find()
        .filter(is_running())
        .select_only()
        .column_as(Column::Id.count(), "count")
        .column_as(Column::StartedAt.min(), "oldest")
        .into_tuple()
        .one(db)
        .await?;
    Ok(counted.unwrap_or_default())
}

/// Opens an ended run again.
pub async fn reopen(db: &impl ConnectionTrait, gym: GymId, id: RunId) -> Result<bool, DbErr> {
    let changes = ActiveModel {
        status: Set(RunStatus::Running.to_string()),
        finished_at: Set(None),
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Whether a computation of the run waits or is under way.
fn has_open() -> sea_orm::sea_query::SimpleExpr {
    let words = [ComputationStatus::Queued, ComputationStatus::Running];
    let words = words.map(|word| Expr::cust(format!("'{word}'")));
    let open = Query::select()
        .expr(Expr::val(1))
        .from(computation::Entity)
        .and_where(
            Expr::col((computation::Entity, computation::Column::RunId))
                .equals((Entity, Column::Id)),
        )
        .and_where(Expr::col((computation::Entity, computation::Column::Status)).is_in(words))
        .to_owned();
    Expr::exists(open)
}
