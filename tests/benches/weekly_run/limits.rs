//! The limits: the rows of a run written into empty tables of the same shape, without any engine.

use std::str::FromStr as _;
use std::time::Instant;

use domain::calendar::Week;
use domain::ids::GymId;
use entity::db::{Db, Pools};
use entity::{computation, event, plan, plan_revision};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolCopyExt as _};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _, PgPool};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait, IntoActiveModel, QueryFilter as _,
};
use service::env::Env;
use tests::backend::Backend;

use super::machine::Usage;
use super::table::Line;

/// Members of one transaction, as in a message.
const TOGETHER: usize = 256;
/// Connections that write at once, as many as a worker's.
const AT_ONCE: usize = 2;
/// The tables that a run writes.
const TABLES: [&str; 4] = ["plan", "plan_revision", "computation", "event"];

/// The rows that a run has written, those of each member at the same place.
pub struct Rows {
    plans: Vec<plan::Model>,
    revisions: Vec<plan_revision::Model>,
    computations: Vec<computation::Model>,
    events: Vec<event::Model>,
}

impl Rows {
    /// Reads them.
    pub async fn read(env: &Env, gym: GymId, week: Week) -> anyhow::Result<Self> {
        let (db, gym) = (env.db.read(), gym.uuid());
        let plans = plan::Entity::find()
            .filter(plan::Column::GymId.eq(gym))
            .filter(plan::Column::WeekOf.eq(week.monday()));
        let computations = computation::Entity::find()
            .filter(computation::Column::GymId.eq(gym))
            .filter(computation::Column::WeekOf.eq(week.monday()));
        let revisions = plan_revision::Entity::find().filter(plan_revision::Column::GymId.eq(gym));
        let events = event::Entity::find().filter(event::Column::GymId.eq(gym));
        let mut rows = Self {
            plans: plans.all(db).await?,
            revisions: revisions.all(db).await?,
            computations: computations.all(db).await?,
            events: events.all(db).await?,
        };
        let of_week: std::collections::BTreeSet<_> = rows.plans.iter().map(|row| row.id).collect();
        rows.revisions.retain(|row| of_week.contains(&row.plan_id));
        rows.events.retain(|row| row.plan_id.is_some_and(|plan| of_week.contains(&plan)));
        rows.plans.sort_by_key(|row| row.member_id);
        rows.revisions.sort_by_key(|row| row.member_id);
        rows.computations.sort_by_key(|row| row.member_id);
        rows.events.sort_by_key(|row| row.member_id);
        Ok(rows)
    }

    fn members(&self) -> u32 {
        u32::try_from(self.plans.len()).unwrap_or(u32::MAX)
    }
}

/// Empty tables of the same shape, with the same indexes, in a schema of that name.
async fn empty(env: &Env, schema: &str) -> anyhow::Result<()> {
    let db = env.db.writer();
    db.execute_unprepared(&format!("CREATE SCHEMA {schema}")).await?;
    for table in TABLES {
        let like = format!("CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL)");
        db.execute_unprepared(&like).await?;
    }
    db.execute_unprepared("CHECKPOINT").await?;
    Ok(())
}

fn url(backend: &Backend, schema: &str) -> String {
    format!("{}?options=-c%20search_path%3D{schema}", backend.database_url)
}

/// By multi-row inserts.
pub async fn inserts(backend: &Backend, env: &Env, rows: &Rows) -> anyhow::Result<Line> {
    empty(env, "by_inserts").await?;
    let db = Db::connect(&url(backend, "by_inserts"), Pools::work()).await?;
    let before = Usage::of(env, None).await?;
    let began = Instant::now();
    let mut tasks = Vec::new();
    for task in 0..AT_ONCE {
        let (db, chunks) = (db.clone(), chunks(rows, task));
        tasks.push(tokio::spawn(async move {
            for chunk in chunks {
                let txn = db.write().await?;
                insert(&txn, chunk.plans).await?;
                insert(&txn, chunk.revisions).await?;
                insert(&txn, chunk.computations).await?;
                insert(&txn, chunk.events).await?;
                txn.commit().await?;
            }
            Ok::<(), sea_orm::DbErr>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    let seconds = began.elapsed().as_secs_f64();
    let used = Usage::of(env, None).await?.since(&before);
    db.close().await?;
    Ok(Line::new("inserts of many rows, no engine".into(), rows.members(), seconds, used))
}

/// What one of the tasks writes, a message at a time.
fn chunks(rows: &Rows, task: usize) -> Vec<Rows> {
    let all = 0..rows.plans.len().div_ceil(TOGETHER);
    let part = |number: usize| number * TOGETHER..((number + 1) * TOGETHER).min(rows.plans.len());
    all.filter(|number| number % AT_ONCE == task)
        .map(|number| Rows {
            plans: rows.plans[part(number)].to_vec(),
            revisions: rows.revisions[part(number)].to_vec(),
            computations: rows.computations[part(number)].to_vec(),
            events: rows.events[part(number)].to_vec(),
        })
        .collect()
}

async fn insert<M, A>(
    db: &impl sea_orm::ConnectionTrait,
    rows: Vec<M>,
) -> Result<(), sea_orm::DbErr>
where
    A: sea_orm::ActiveModelTrait + Send,
    M: IntoActiveModel<A>,
{
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    A::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

/// By COPY in its binary form, as the database itself wrote the rows out.
pub async fn copy(backend: &Backend, env: &Env, rows: &Rows) -> anyhow::Result<Line> {
    empty(env, "by_copy").await?;
    let pool = PgPool::connect(&backend.database_url).await?;
    let mut written = Vec::new();
    for table in TABLES {
        written.push(split(&written_out(&pool, table).await?));
    }
    // By its socket: over TCP the end of each COPY waits 40 ms for the server to acknowledge the rows (Nagle).
    let folder: String =
        sqlx::query_scalar("SHOW unix_socket_directories").fetch_one(&pool).await?;
    let server = PgConnectOptions::from_str(&url(backend, "by_copy"))?.socket(folder);
    let members = rows.members();
    let before = Usage::of(env, None).await?;
    let began = Instant::now();
    let mut tasks = Vec::new();
    for task in 0..AT_ONCE {
        let (server, written) = (server.clone(), written.clone());
        tasks.push(tokio::spawn(async move { copy_in(&server, &written, task).await }));
    }
    for task in tasks {
        task.await??;
    }
    let seconds = began.elapsed().as_secs_f64();
    let used = Usage::of(env, None).await?.since(&before);
    Ok(Line::new("COPY, no engine".into(), members, seconds, used))
}

async fn written_out(pool: &PgPool, table: &str) -> anyhow::Result<Vec<u8>> {
    let sql = format!("COPY by_inserts.{table} TO STDOUT (FORMAT binary)");
    let mut out = pool.copy_out_raw(&sql).await?;
    let mut bytes = Vec::new();
    while let Some(part) = futures_util::StreamExt::next(&mut out).await {
        bytes.extend_from_slice(&part?);
    }
    Ok(bytes)
}

/// Length of what stands before the first row.
const HEADER: usize = 19;

/// The rows of COPY's binary form, each as it stands.
fn split(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rows = Vec::new();
    let mut at = HEADER;
    let number = |at: usize, length: usize| {
        bytes[at..at + length].iter().fold(0_i64, |value, byte| value << 8 | i64::from(*byte))
    };
    loop {
        let (start, fields) = (at, number(at, 2));
        at += 2;
        if fields == 0xffff {
            return rows; // the end
        }
        for _ in 0..fields {
            let length = number(at, 4);
            at += 4 + if length == 0xffff_ffff { 0 } else { length as usize };
        }
        rows.push(bytes[start..at].to_vec());
    }
}

async fn copy_in(
    server: &PgConnectOptions,
    tables: &[Vec<Vec<u8>>],
    task: usize,
) -> anyhow::Result<()> {
    let mut connection = server.connect().await?;
    let messages = tables[0].len().div_ceil(TOGETHER);
    for message in (0..messages).filter(|message| message % AT_ONCE == task) {
        let mut txn = connection.begin().await?;
        for (name, rows) in TABLES.iter().zip(tables) {
            let mut bytes = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
            for row in rows.iter().skip(message * TOGETHER).take(TOGETHER) {
                bytes.extend_from_slice(row);
            }
            bytes.extend_from_slice(&[0xff, 0xff]);
            let sql = format!("COPY {name} FROM STDIN (FORMAT binary)");
            let mut copy = txn.copy_in_raw(&sql).await?;
            copy.send(bytes).await?;
            copy.finish().await?;
        }
        txn.commit().await?;
    }
    Ok(())
}
