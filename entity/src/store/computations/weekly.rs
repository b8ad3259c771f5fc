//! The computations of a weekly run, each step one statement for the whole gym.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ComputationId, GymId, RunId};
use domain::vocab::{ComputationKind, ComputationStatus, Trigger};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, Set, Statement,
};

use super::{in_gym, is, is_open};
use crate::computation::{ActiveModel, Column, Entity};
use crate::db;
use crate::instant::micros;

/// What a run's computations have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRows {
    /// The run.
    pub run: RunId,
    /// Monday of the week.
    pub week_of: NaiveDate,
    /// Where they stand among the work of their lane.
    pub priority: i32,
    /// When they are asked for, and due.
    pub at: DateTime<Utc>,
    /// Gives the rows their ids: its last 32 bits are replaced by their numbers.
    pub first_id: ComputationId,
    /// Triggers that a waiting computation keeps when the run joins it.
    pub kept_triggers: Vec<Trigger>,
}

/// Asks for the week of every active member with a template; who has a computation waiting gets
/// none more: the run joins it. Answers how many there are.
pub async fn insert_for_run(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: &RunRows,
) -> Result<u64, DbErr> {
    lock_waiting(db, gym, rows.week_of).await?;
    let backend = db.get_database_backend();
    let values = [
        rows.week_of.into(),
        rows.priority.into(),
        rows.run.uuid().into(),
        micros(rows.at).into(),
        gym.uuid().into(),
    ];
    let sql = insert_sql(backend, rows);
    let inserted = db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(inserted.rows_affected())
}

/// The statement joins rows in the order of members: whoever locks them in id order must find them
/// locked already.
async fn lock_waiting(
    db: &impl ConnectionTrait,
    gym: GymId,
    week_of: NaiveDate,
) -> Result<(), DbErr> {
    let waiting = in_gym(gym)
        .filter(is(ComputationStatus::Queued))
        .filter(Column::WeekOf.eq(week_of))
        .filter(Column::Kind.eq(ComputationKind::Plan.as_str()))
        .order_by_asc(Column::Id);
    db::lock(waiting).all(db).await.map(drop)
}

fn insert_sql(backend: DbBackend, rows: &RunRows) -> String {
    // The last 32 bits are the number, so that one statement makes the ids of a whole gym.
    let head = &rows.first_id.uuid().simple().to_string()[..24];
    let (id, least) = match backend {
        DbBackend::Postgres => (
            format!(
                "CAST('{head}' || LPAD(TO_HEX(ROW_NUMBER() OVER (ORDER BY id)), 8, '0') AS uuid)"
            ),
            "LEAST",
        ),
        _ => (format!("UNHEX('{head}' || PRINTF('%08x', ROW_NUMBER() OVER (ORDER BY id)))"), "MIN"),
    };
    let kept: Vec<String> =
        rows.kept_triggers.iter().map(|trigger| format!("'{trigger}'")).collect();
    let kept = kept.join(", ");
    format!(
        "INSERT INTO computation (id, gym_id, member_id, week_of, kind, \"trigger\", priority, run_id,
            status, due_at, first_requested_at, requested_at, requests, attempts, reduce_only)
        SELECT {id}, gym_id, id, $1, 'PLAN', 'WEEKLY', $2, $3,
            'QUEUED', $4, $4, $4, 1, 0, FALSE
        FROM member
        WHERE gym_id = $5 AND active AND template_id IS NOT NULL
        ORDER BY id
        ON CONFLICT (member_id, week_of, kind) WHERE status = 'QUEUED' DO UPDATE SET
            run_id = excluded.run_id,
            priority = CASE WHEN computation.priority > excluded.priority
                THEN computation.priority ELSE excluded.priority END,
            \"trigger\" = CASE WHEN computation.\"trigger\" IN ({kept})
                THEN computation.\"trigger\" ELSE excluded.\"trigger\" END,
            due_at = CASE WHEN computation.attempts > 0 THEN computation.due_at
                ELSE {least}(computation.due_at, excluded.due_at) END,
            requested_at = excluded.requested_at,
            requests = computation.requests + 1,
            reduce_only = FALSE"
    )
}

/// Cancels what is open of a run and was asked for by nothing else, work in flight included.
/// Lock the run first.
pub async fn cancel_run(
    db: &impl ConnectionTrait,
    gym: GymId,
    run: RunId,
    at: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let open =
        in_gym(gym).filter(Column::RunId.eq(run.uuid())).filter(is_open()).order_by_asc(Column::Id);
    db::lock(open).all(db).await?;
    let changes = ActiveModel {
        status: Set(ComputationStatus::Cancelled.to_string()),
        lease_id: Set(None),
        finished_at: Set(Some(micros(at))),
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::RunId.eq(run.uuid()))
        .filter(is_open())
        .filter(Column::Trigger.eq(Trigger::Weekly.as_str()))
        .filter(Expr::col(Column::Requests).lte(1));
    Ok(update.exec(db).await?.rows_affected)
}

/// Lets what is open of a run go on without it. Answers how many that are.
pub async fn leave_run(db: &impl ConnectionTrait, gym: GymId, run: RunId) -> Result<u64, DbErr> {
    let changes = ActiveModel { run_id: Set(None), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::RunId.eq(run.uuid()))
        .filter(is_open());
    Ok(update.exec(db).await?.rows_affected)
}
