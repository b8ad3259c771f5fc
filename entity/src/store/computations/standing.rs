//! Where the ledger of all gyms stands, for who looks after the whole installation. What has ended well
//! is not counted here: it only grows.

use chrono::{DateTime, Utc};
use domain::vocab::{ComputationKind, ComputationStatus, RunStatus};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{is, is_open};
use crate::computation::{Column, Entity};
use crate::instant::instant;
use crate::weekly_run;

/// How many computations of any gym stand where, by kind and status: reads the whole ledger.
pub async fn totals(db: &impl ConnectionTrait) -> Result<Vec<(String, String, i64)>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Kind)
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Kind)
        .group_by(Column::Status)
        .into_tuple()
        .all(db)
        .await
}

/// How many computations of a kind are open: waiting never tried, waiting after a failed attempt,
/// under way.
pub async fn open(
    db: &impl ConnectionTrait,
    kind: ComputationKind,
) -> Result<Vec<(String, bool, i64)>, DbErr> {
    // As a literal: PostgreSQL takes two parameters of one value for two expressions.
    let tried = Expr::col(Column::Attempts).gt(Expr::cust("0"));
    Entity::find()
        .filter(is_open())
        .filter(Column::Kind.eq(kind.as_str()))
        .select_only()
        .column(Column::Status)
        .expr_as(tried.clone(), "tried")
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Status)
        .group_by(tried)
        .into_tuple()
        .all(db)
        .await
}

/// How many computations of a kind gave up.
pub async fn failed_of_all(db: &impl ConnectionTrait, kind: ComputationKind) -> Result<i64, DbErr> {
    let failed = Entity::find()
        .filter(is(ComputationStatus::Failed))
        .filter(Column::Kind.eq(kind.as_str()))
        .count(db);
    Ok(i64::try_from(failed.await?).unwrap_or(i64::MAX))
}

/// When the longest due of those that wait was due, of a kind and of priorities, both included.
pub async fn oldest_due(
    db: &impl ConnectionTrait,
    kind: ComputationKind,
    from_priority: i32,
    to_priority: i32,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    // Priorities as literals: then both databases see that the index of urgent ones answers.
    let due: Option<i64> = Entity::find()
        .filter(is(ComputationStatus::Queued))
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Expr::col(Column::Priority).gte(Expr::cust(from_priority.to_string())))
        .filter(Expr::col(Column::Priority).lte(Expr::cust(to_priority.to_string())))
        .select_only()
        .column(Column::DueAt)
        .order_by_asc(Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(due.map(instant))
}

/// How many computations of the runs under way stand where.
pub async fn of_open_runs(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>, DbErr> {
    let running = Query::select()
        .column(weekly_run::Column::Id)
        .from(weekly_run::Entity)
        .and_where(
            Expr::col(weekly_run::Column::Status)
                .eq(Expr::cust(format!("'{}'", RunStatus::Running))),
        )
        .to_owned();
    Entity::find()
        .filter(Column::RunId.in_subquery(running))
        .select_only()
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Status)
        .into_tuple()
        .all(db)
        .await
}
