//! The database: one meaning on PostgreSQL and SQLite.
//!
//! SQLite has one writer, whose transactions begin with the lock on the whole file, and readers
//! beside it; that lock stands in for PostgreSQL's row locks.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sea_orm::metric::Info;
use sea_orm::sea_query::LockType;
use sea_orm::sqlx;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, QuerySelect as _, RuntimeErr, Select, SqlErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
};

use crate::instant::instant;

/// How long SQLite waits for another process that holds the file's lock.
const SQLITE_BUSY: Duration = Duration::from_secs(10);

/// An idle PostgreSQL connection is asked whether it still lives after this long.
const PING_AFTER_IDLE: Duration = Duration::from_secs(30);

/// A transaction that does nothing for this long is ended, and its locks with it: a process that stands
/// still must not hold up the others. None of ours pauses for more than a computation's round trips.
const IDLE_IN_TRANSACTION: Duration = Duration::from_secs(30);

/// Longest that a statement over a whole gym may run.
const UNHURRIED: Duration = Duration::from_mins(2);

/// SQLSTATE codes of two transactions that got in each other's way: serialization failure, deadlock.
const COLLIDING_STATES: &[&str] = &["40001", "40P01"];

/// SQLSTATE code of a statement that ran into its limit, and SQLite's.
const TIMED_OUT: [&str; 2] = ["57014", "9"];

/// Steps of SQLite's machine after which it asks whether a statement may go on: some hundred microseconds.
const STEPS: i32 = 10_000;

/// SQLSTATE codes of faults that pass: serialization failure, deadlock, cancelled by a timeout,
/// administrator's shutdown, crash shutdown, not yet accepting, too many connections, lock not
/// available. Class 08, the connection itself, counts as well.
const PASSING_STATES: &[&str] =
    &["40001", "40P01", "57014", "57P01", "57P02", "57P03", "53300", "55P03"];

/// SQLite's primary codes of faults that pass: busy, locked.
const PASSING_SQLITE: &[i64] = &[5, 6];

/// How much of the database one use may take. On SQLite there is one writer whatever is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pools {
    /// Most connections (on SQLite: readers).
    pub connections: u32,
    /// Longest a statement may run; on SQLite, longest that a reader may be held. Its writer has no limit.
    pub statement_timeout: Duration,
    /// Longest wait for a free connection.
    pub acquire_timeout: Duration,
}

impl Pools {
    /// For background work: statements over hundreds of members, for no one who waits.
    pub fn work() -> Self {
        Self { statement_timeout: Duration::from_mins(1), ..Self::default() }
    }

    /// For what subscribers read.
    pub fn live() -> Self {
        Self { connections: 4, ..Self::default() }
    }
}

impl Default for Pools {
    fn default() -> Self {
        Self {
            connections: 10,
            // Less than a request may take: the statement ends before whoever asked for it.
            statement_timeout: Duration::from_secs(8),
            acquire_timeout: Duration::from_secs(10),
        }
    }
}

/// Why a database can't be used. Names it without its password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither of the two.
    #[error("the database url must begin with sqlite: or postgres://, got {0:?}")]
    Scheme(String),
    /// A database in memory would be another one on each connection.
    #[error("an SQLite database must be a file, got {0:?}")]
    InMemory(String),
    /// It did not answer, or refused.
    #[error("cannot open the database {database:?}")]
    Open {
        /// The url without its credentials.
        database: String,
        /// What it said.
        source: DbErr,
    },
}

/// A database that is open. Cheap to clone; clones share their connections.
///
/// On SQLite open it once and clone it: a second one would be a second writer, and wait for the
/// first. Never ask for [`Db::write`] while another write transaction is held.
#[derive(Debug, Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

impl Db {
    /// Opens `postgres://…`, or `sqlite:path`, which is created if missing.
    pub async fn connect(url: &str, pools: Pools) -> Result<Self, ConnectError> {
        let opened = match url.split_once(':') {
            Some(("sqlite", _)) if is_in_memory(url) => {
                return Err(ConnectError::InMemory(url.to_owned()));
            }
            Some(("sqlite", _)) => Self::connect_sqlite(url, pools).await,
            Some(("postgres" | "postgresql", _)) => Self::connect_postgres(url, pools).await,
            _ => return Err(ConnectError::Scheme(redacted(url))),
        };
        opened.map_err(|source| ConnectError::Open { database: redacted(url), source })
    }

    async fn connect_postgres(url: &str, pools: Pools) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(pools.connections.max(1))
            .acquire_timeout(pools.acquire_timeout)
            .statement_timeout(pools.statement_timeout)
            .test_before_acquire_if_idle_for(PING_AFTER_IDLE)
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .map_sqlx_postgres_opts(|server| {
                let idle = IDLE_IN_TRANSACTION.as_millis();
                server.options([("idle_in_transaction_session_timeout", idle.to_string())])
            });
        let pool = Database::connect(options).await?;
        Ok(Self { writer: pool.clone(), reader: pool })
    }

    async fn connect_sqlite(url: &str, pools: Pools) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(1)
            .acquire_timeout(pools.acquire_timeout)
            .test_before_acquire(false)
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .map_sqlx_sqlite_opts(|file| {
                file.create_if_missing(true)
                    .foreign_keys(true)
                    .busy_timeout(SQLITE_BUSY)
                    .pragma("journal_mode", "WAL")
            });
        let writer = Database::connect(options).await?;
        let reader = sqlite_readers(url, pools).await?;
        Ok(Self { writer, reader })
    }

    /// The same database, by its url, with connections of its own, so that one use does not wait for another. SQLite's
    /// single writer is shared.
    pub async fn beside(&self, url: &str, pools: Pools) -> Result<Self, ConnectError> {
        if self.backend() != DbBackend::Sqlite {
            return Self::connect(url, pools).await;
        }
        let reader = sqlite_readers(url, pools).await;
        let reader =
            reader.map_err(|source| ConnectError::Open { database: redacted(url), source })?;
        Ok(Self { writer: self.writer.clone(), reader })
    }

    /// The same, telling `told` of every statement that it runs.
    #[must_use]
    pub fn observed(mut self, told: impl Fn(&Info<'_>) + Clone + Send + Sync + 'static) -> Self {
        self.writer.set_metric_callback(told.clone());
        self.reader.set_metric_callback(told);
        self
    }

    /// Which of the two it is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// A transaction that may write: read committed on PostgreSQL; on SQLite the only one, so it
    /// waits for the one before. Dropped without a commit, it is rolled back.
    pub async fn write(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await
    }

    /// For single reads. What is read may be older than a write transaction that is under way.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations, which begin transactions of their own.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// What time the database has, to compare with the program's.
    pub async fn clock(&self) -> Result<DateTime<Utc>, DbErr> {
        let sql = match self.backend() {
            DbBackend::Sqlite => "SELECT CAST((julianday('now') - 2440587.5) * 86400e6 AS INTEGER)",
            _ => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)",
        };
        let row = self.reader.query_one_raw(Statement::from_string(self.backend(), sql)).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("the database's clock".to_owned()))?;
        Ok(instant(row.try_get_by_index(0)?))
    }

    /// Closes the connections once their users are done; on SQLite this also folds the log into
    /// the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

async fn sqlite_readers(url: &str, pools: Pools) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    let limit = pools.statement_timeout;
    options
        .max_connections(pools.connections.max(1))
        .acquire_timeout(pools.acquire_timeout)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(|file| {
            file.foreign_keys(true).busy_timeout(SQLITE_BUSY).pragma("query_only", "true")
        })
        .map_sqlx_sqlite_pool_opts(move |pool| {
            pool.after_connect(move |connection, _| Box::pin(lend(connection, limit)))
                .before_acquire(move |connection, _| {
                    Box::pin(async move { lend(connection, limit).await.map(|()| true) })
                })
        });
    Database::connect(options).await
}

/// Ends what a reader of SQLite's does once it has been lent for too long.
async fn lend(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
    let lent = Instant::now();
    let mut handle = connection.lock_handle().await?;
    handle.set_progress_handler(STEPS, move || lent.elapsed() < limit);
    Ok(())
}

/// Locks the rows for the rest of the transaction against other writers, though not against
/// foreign keys to them. SQLite's writer has the whole file already.
///
/// Order the rows by id, and the tables as the lock order has it, or two may wait for each other.
pub fn lock<E: EntityTrait>(rows: Select<E>) -> Select<E> {
    rows.lock(LockType::NoKeyUpdate)
}

/// Lets the statements of this transaction run as long as a gym of 100,000 members needs; a request's
/// limit is for its reads.
pub async fn unhurried(txn: &DatabaseTransaction) -> Result<(), DbErr> {
    if txn.get_database_backend() == DbBackend::Postgres {
        let sql = format!("SET LOCAL statement_timeout = {}", UNHURRIED.as_millis());
        txn.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Whether the fault may be gone when the same is tried again: a lost connection, a deadlock, a
/// timeout, a database that is busy or restarting.
pub fn passes(fault: &DbErr) -> bool {
    match fault {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            sqlx_passes(cause)
        }
        _ => false,
    }
}

/// Whether another transaction got in the way, so that the same is worth trying again at once: a
/// deadlock, a row that appeared meanwhile, a lock of SQLite's file.
pub fn collides(fault: &DbErr) -> bool {
    is_duplicate(fault)
        || code(fault).is_some_and(|code| {
            COLLIDING_STATES.contains(&code.as_ref()) || is_passing_sqlite(&code)
        })
}

/// Whether the database, or the way to it, is away: nothing else will get through either.
pub fn is_away(fault: &DbErr) -> bool {
    passes(fault) && !collides(fault) && !timed_out(fault)
}

/// Whether the database gave up on the statement, by the limit that its pool sets.
pub fn timed_out(fault: &DbErr) -> bool {
    code(fault).is_some_and(|code| TIMED_OUT.contains(&code.as_str()))
}

/// Whether the write would have doubled what may be there once.
pub fn is_duplicate(fault: &DbErr) -> bool {
    matches!(fault.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// What the database calls the fault, where it was the database that found it.
fn code(fault: &DbErr) -> Option<String> {
    match fault {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            Some(cause.as_database_error()?.code()?.into_owned())
        }
        _ => None,
    }
}

/// SQLite's codes are small numbers, PostgreSQL's have five characters.
fn is_passing_sqlite(code: &str) -> bool {
    code.parse::<i64>().is_ok_and(|code| code < 10_000 && PASSING_SQLITE.contains(&(code & 0xff)))
}

fn sqlx_passes(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            is_passing_sqlite(&code)
                || code.starts_with("08")
                || PASSING_STATES.contains(&code.as_ref())
        }),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// The file of an SQLite database; `None` for PostgreSQL.
pub fn file(url: &str) -> Option<PathBuf> {
    let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url))?.ok()?;
    Some(options.get_filename().to_owned())
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:")
        || url.contains("mode=memory")
        || url == "sqlite:"
        || url == "sqlite://"
}

/// The url without user, password and parameters.
fn redacted(url: &str) -> String {
    let plain = url.split_once('?').map_or(url, |(plain, _)| plain);
    match (plain.split_once("://"), plain.rfind('@')) {
        (Some((scheme, _)), Some(at)) => format!("{scheme}://{}", &plain[at + 1..]),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_database_without_its_password() {
        assert_eq!(
            redacted("postgres://ann:p@ss:w@db:5432/gym?password=x"),
            "postgres://db:5432/gym"
        );
        assert_eq!(redacted("sqlite:data/gym.db"), "sqlite:data/gym.db");
    }

    #[test]
    fn the_file_of_an_embedded_database_is_known() {
        for (url, path) in [
            ("sqlite:gym.db", "gym.db"),
            ("sqlite:///var/lib/gym.db?mode=rwc", "/var/lib/gym.db"),
            ("sqlite:/var/lib/my%20gym.db", "/var/lib/my gym.db"),
        ] {
            assert_eq!(file(url), Some(path.into()), "{url}");
        }
        assert_eq!(file("postgres://db/gym"), None);
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        for url in ["sqlite::memory:", "sqlite:", "sqlite://x?mode=memory"] {
            assert!(is_in_memory(url), "{url}");
        }
        assert!(!is_in_memory("sqlite:gym.db"));
    }
}
