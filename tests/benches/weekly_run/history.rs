//! Members with a history each: a few are made as the demo makes them, the rest are copies of those inside
//! the database, with ids of their own.

use std::collections::BTreeMap;
use std::fmt;

use domain::ids::GymId;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, Statement};
use service::env::Env;

/// Members that are made; those of them with a full season are copied.
const PROTOTYPES: u32 = 200;
/// What each member has (issue: 28 sessions, 10 records, 14 days of readiness).
const SESSIONS: u32 = 28;
const RECORDS: u32 = 10;
const MORNINGS: u32 = 14;
/// The tables of what members have.
const FILLED: [&str; 6] =
    ["goal", "member", "personal_record", "readiness_entry", "session_log", "set_log"];

/// What was filled in.
pub struct Filled {
    /// Whose members they are.
    pub gym: GymId,
    counts: BTreeMap<&'static str, f64>,
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<String> =
            self.counts.iter().map(|(what, mean)| format!("{mean:.1} {what}")).collect();
        write!(f, "each member has {}", counts.join(", "))
    }
}

/// A gym with so many active members.
pub async fn fill(env: &Env, members: u32, light: bool) -> anyhow::Result<Filled> {
    let filled = service::demo::fill::fill(env, PROTOTYPES, 1, &|_| {}).await;
    let filled = filled.map_err(|error| anyhow::anyhow!(error.report()))?;
    let gym = GymId::from_uuid(filled.gym.id);
    let txn = env.db.write().await?;
    for sql in [
        "SET LOCAL session_replication_role = replica".to_owned(), // no foreign keys are checked
        "SET LOCAL statement_timeout = 0".to_owned(),
        choose("session", "session_log", "date", SESSIONS),
        choose("record", "personal_record", "achieved_on", RECORDS),
        choose("morning", "readiness_entry", "date", MORNINGS),
        format!(
            "CREATE TEMP TABLE prototype ON COMMIT DROP AS
            SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS number FROM member
            WHERE (SELECT COUNT(*) FROM chosen_session WHERE member_id = member.id) = {SESSIONS}
              AND (SELECT COUNT(*) FROM chosen_morning WHERE member_id = member.id) = {MORNINGS}"
        ),
        "UPDATE member SET active = FALSE".to_owned(),
    ] {
        txn.execute_unprepared(&sql).await?;
    }
    let prototypes = one(&txn, "SELECT CAST(COUNT(*) AS double precision) FROM prototype").await?;
    anyhow::ensure!(prototypes > 0.0, "no prototype has a full season");
    for (number, first) in (0..members).step_by(prototypes as usize).enumerate() {
        copy_all(&txn, number + 1, (members - first).min(prototypes as u32), light).await?;
    }
    txn.commit().await?;
    // Not what is still empty: PostgreSQL would plan for tables that never hold a row.
    let filled = format!("VACUUM ANALYZE {}", FILLED.join(", "));
    env.db.writer().execute_unprepared(&filled).await?;
    env.db.writer().execute_unprepared("CHECKPOINT").await?;
    Ok(Filled { gym, counts: count(env, members).await? })
}

/// The newest rows of each member, so many at most.
fn choose(name: &str, table: &str, date: &str, most: u32) -> String {
    format!(
        "CREATE TEMP TABLE chosen_{name} ON COMMIT DROP AS
        SELECT id, member_id FROM (
            SELECT id, member_id,
                ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY {date} DESC, id) AS place
            FROM {table}) AS ranked
        WHERE place <= {most}"
    )
}

/// One more copy of the first so many prototypes.
async fn copy_all(
    txn: &DatabaseTransaction,
    number: usize,
    members: u32,
    light: bool,
) -> Result<(), DbErr> {
    let id =
        |column: &str| format!("CAST('{number:08x}' || SUBSTR(CAST({column} AS text), 9) AS uuid)");
    let among = format!("IN (SELECT id FROM prototype WHERE number <= {members})");
    let own =
        |chosen: &str| format!("id IN (SELECT id FROM chosen_{chosen} WHERE member_id {among})");
    let (member_id, row_id) = (("member_id", id("member_id")), ("id", id("id")));
    let of_sets = if light {
        " AND position = (SELECT MIN(position) FROM set_log AS other WHERE other.session_log_id = set_log.session_log_id)"
    } else {
        ""
    };
    let sets = format!(
        "session_log_id IN (SELECT id FROM chosen_session WHERE member_id {among}){of_sets}"
    );
    let external = format!("external_id || '-{number}'");
    copy(
        txn,
        "member",
        &format!("id {among}"),
        &[
            row_id.clone(),
            ("external_id", external),
            ("subject", "NULL".into()),
            ("active", "TRUE".into()),
        ],
    )
    .await?;
    copy(txn, "goal", &format!("member_id {among}"), &[row_id.clone(), member_id.clone()]).await?;
    copy(txn, "session_log", &own("session"), &[row_id.clone(), member_id.clone()]).await?;
    copy(txn, "set_log", &sets, &[("session_log_id", id("session_log_id"))]).await?;
    copy(
        txn,
        "personal_record",
        &own("record"),
        &[row_id.clone(), member_id.clone(), ("session_log_id", "NULL".into())],
    )
    .await?;
    copy(txn, "readiness_entry", &own("morning"), &[row_id, member_id]).await
}

/// Copies the rows that `which` chooses, with some columns made anew.
async fn copy(
    txn: &DatabaseTransaction,
    table: &str,
    which: &str,
    anew: &[(&str, String)],
) -> Result<(), DbErr> {
    let sql = format!(
        "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'
        AND table_schema = 'public' ORDER BY ordinal_position"
    );
    let rows = txn.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    let mut columns = Vec::new();
    for row in rows {
        columns.push(row.try_get_by_index::<String>(0)?);
    }
    let values: Vec<String> = columns
        .iter()
        .map(|column| {
            let own = anew.iter().find(|(name, _)| name == column);
            own.map_or_else(|| format!("\"{column}\""), |(_, value)| value.clone())
        })
        .collect();
    let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {which}",
        names.join(", "),
        values.join(", ")
    );
    txn.execute_unprepared(&sql).await.map(drop)
}

async fn one(txn: &impl sea_orm::ConnectionTrait, sql: &str) -> Result<f64, DbErr> {
    let row = txn.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}

/// Rows a member.
async fn count(env: &Env, members: u32) -> Result<BTreeMap<&'static str, f64>, DbErr> {
    let mut counts = BTreeMap::new();
    let active = "member_id IN (SELECT id FROM member WHERE active)";
    for (what, from) in [
        ("sessions", format!("session_log WHERE {active}")),
        (
            "sets",
            format!("set_log WHERE session_log_id IN (SELECT id FROM session_log WHERE {active})"),
        ),
        ("records", format!("personal_record WHERE {active}")),
        ("mornings of readiness", format!("readiness_entry WHERE {active}")),
        ("goals", format!("goal WHERE {active}")),
    ] {
        let sql = format!("SELECT CAST(COUNT(*) AS double precision) FROM {from}");
        counts.insert(what, one(env.db.read(), &sql).await? / f64::from(members));
    }
    Ok(counts)
}
