//! The computations of many members at once: of a weekly run, or of a programme that changed. Each
//! step is one statement, however large the gym.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ComputationId, GymId, MemberId, RunId, TemplateId};
use domain::vocab::{ComputationStatus, Trigger};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, Set, Statement, Value,
};

use super::{in_gym, is_open};
use crate::computation::{ActiveModel, Column, Entity};
use crate::db;
use crate::instant::micros;

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Every active member with a template.
    Everyone,
    /// Active members who follow this template in the week, where it is planned, or being computed.
    Followers(TemplateId),
    /// These members, where their week is planned, or being computed.
    Of(Vec<MemberId>),
}

/// What the computations have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRows {
    /// Who.
    pub whom: Whom,
    /// The run they belong to.
    pub run: Option<RunId>,
    /// Monday of the week.
    pub week_of: NaiveDate,
    /// Why.
    pub trigger: Trigger,
    /// Where they stand among the work of their lane.
    pub priority: i32,
    /// When they are asked for.
    pub at: DateTime<Utc>,
    /// When they are due.
    pub due: DateTime<Utc>,
    /// Gives the rows their ids: its last 32 bits are replaced by their numbers.
    pub first_id: ComputationId,
    /// Triggers that a waiting computation keeps when it is joined.
    pub kept_triggers: Vec<Trigger>,
}

/// Locks whoever may be asked for and what waits for them, of weeks from this Monday to that: in id order, and once
/// for all the weeks. Call it before [`insert_bulk`].
///
/// A change about one of them is read by what is then asked for, or judged after it; and the insert joins rows in the
/// order of members, so whoever locks them by id must find them locked already.
pub async fn lock_bulk(
    db: &impl ConnectionTrait,
    gym: GymId,
    whom: &Whom,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(()); // the writer has the whole file already
    }
    let (whom, values) = in_any_week(gym, whom);
    let members = format!("SELECT id FROM member WHERE {whom} ORDER BY id FOR NO KEY UPDATE");
    let waiting = "SELECT id FROM computation WHERE gym_id = $1 AND week_of BETWEEN $2 AND $3
        AND kind = 'PLAN' AND status = 'QUEUED' ORDER BY id FOR NO KEY UPDATE";
    let weeks = vec![gym.uuid().into(), from.into(), to.into()];
    for (rows, values) in [(members.as_str(), values), (waiting, weeks)] {
        let sql = format!("SELECT COUNT(*) FROM ({rows}) AS locked");
        db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    }
    Ok(())
}

/// The condition on `member` of all whom a week may ask for, with the values that it binds: the gym, then its own.
fn in_any_week(gym: GymId, whom: &Whom) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![gym.uuid().into()];
    let condition = match whom {
        Whom::Everyone => "template_id IS NOT NULL".to_owned(),
        Whom::Followers(template) => {
            values.push(template.uuid().into());
            "(template_id = $2 OR EXISTS (SELECT 1 FROM template_assignment AS followed
                WHERE followed.member_id = member.id AND followed.template_id = $2))"
                .to_owned()
        }
        Whom::Of(members) => format!("id IN ({})", bound(&mut values, members)),
    };
    (format!("gym_id = $1 AND active AND {condition}"), values)
}

/// Adds the members to the values; answers their places in the statement.
fn bound(values: &mut Vec<Value>, members: &[MemberId]) -> String {
    let first = values.len() + 1;
    values.extend(members.iter().map(|member| Value::from(member.uuid())));
    let places: Vec<String> = (first..=values.len()).map(|at| format!("${at}")).collect();
    if places.is_empty() { "NULL".to_owned() } else { places.join(", ") }
}

/// Asks for the week of each of them; who has a computation waiting gets none more: it is joined.
/// Answers how many there are. Lock them before, by [`lock_bulk`].
pub async fn insert_bulk(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: &BulkRows,
) -> Result<u64, DbErr> {
    let backend = db.get_database_backend();
    let (whom, mut values) = whom(gym, rows);
    let sql = insert_sql(backend, rows, &whom, values.len());
    values.extend([
        rows.priority.into(),
        rows.run.map(|run| run.uuid()).into(),
        micros(rows.at).into(),
        micros(rows.due).into(),
    ]);
    let inserted = db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(inserted.rows_affected())
}

/// The condition on `member`, with the values that it binds: the gym, the week, then its own.
fn whom(gym: GymId, rows: &BulkRows) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![gym.uuid().into(), rows.week_of.into()];
    let planned =
        "(EXISTS (SELECT 1 FROM plan WHERE plan.member_id = member.id AND plan.week_of = $2
            AND (plan.published IS NOT NULL OR plan.pending IS NOT NULL))
        OR EXISTS (SELECT 1 FROM computation AS other WHERE other.member_id = member.id
            AND other.week_of = $2 AND other.kind = 'PLAN' AND other.status = 'RUNNING'))";
    let condition = match &rows.whom {
        // The week is named so that both databases know the parameter in every form.
        Whom::Everyone => "active AND template_id IS NOT NULL AND $2 IS NOT NULL".to_owned(),
        Whom::Followers(template) => {
            values.push(template.uuid().into());
            // A week before the newest assignment begins is drawn from what was followed until then.
            let followed = "CASE WHEN template_starts_on > $2 THEN COALESCE(
                (SELECT followed.template_id FROM template_assignment AS followed
                    WHERE followed.member_id = member.id AND followed.starts_on <= $2
                    ORDER BY followed.starts_on DESC LIMIT 1),
                template_id) ELSE template_id END";
            format!("active AND {followed} = $3 AND {planned}")
        }
        Whom::Of(members) => {
            let places = bound(&mut values, members);
            format!("active AND id IN ({places}) AND {planned}")
        }
    };
    (format!("gym_id = $1 AND {condition}"), values)
}

fn insert_sql(backend: DbBackend, rows: &BulkRows, whom: &str, bound: usize) -> String {
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
    let kept = if kept.is_empty() { "''".to_owned() } else { kept.join(", ") };
    let trigger = rows.trigger;
    let (priority, run, at, due) = (bound + 1, bound + 2, bound + 3, bound + 4);
    format!(
        "INSERT INTO computation (id, gym_id, member_id, week_of, kind, \"trigger\", priority, run_id,
            status, due_at, first_requested_at, requested_at, requests, attempts, reduce_only)
        SELECT {id}, gym_id, id, $2, 'PLAN', '{trigger}', ${priority}, ${run},
            'QUEUED', ${due}, ${at}, ${at}, 1, 0, FALSE
        FROM member
        WHERE {whom}
        ORDER BY id
        ON CONFLICT (member_id, week_of, kind) WHERE status = 'QUEUED' DO UPDATE SET
            run_id = COALESCE(excluded.run_id, computation.run_id),
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
