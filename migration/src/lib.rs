//! The tables, as changes in the order they were made, on PostgreSQL and SQLite alike.

mod ddl;
mod m0001_gyms;
mod m0002_programme;
mod m0003_members;
mod m0004_plans;
mod m0005_history;
mod m0006_ledger;
mod m0007_events;
mod m0008_integrations;
mod m0009_replay;
mod m0010_decisions;
mod m0011_narratives;
mod m0012_erasure;
mod m0020_facts;
mod m0021_digests;
mod m0030_inline_revisions;
mod m0031_askings;

use std::collections::BTreeSet;

use sea_orm_migration::prelude::{
    ConnectionTrait as _, DbErr, IntoSchemaManagerConnection, MigrationTrait, MigratorTrait,
    SchemaManager,
};
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait as _, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::seaql_migrations;

/// Number of the PostgreSQL advisory lock that one migrator at a time holds ("microcyc" in ASCII).
const MIGRATION_LOCK: i64 = 0x6d69_6372_6f63_7963;

/// Knows every change, oldest first.
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_gyms::Migration),
            Box::new(m0002_programme::Migration),
            Box::new(m0003_members::Migration),
            Box::new(m0004_plans::Migration),
            Box::new(m0005_history::Migration),
            Box::new(m0006_ledger::Migration),
            Box::new(m0007_events::Migration),
            Box::new(m0008_integrations::Migration),
            Box::new(m0009_replay::Migration),
            Box::new(m0010_decisions::Migration),
            Box::new(m0011_narratives::Migration),
            Box::new(m0012_erasure::Migration),
            Box::new(m0020_facts::Migration),
            Box::new(m0021_digests::Migration),
            Box::new(m0030_inline_revisions::Migration),
            Box::new(m0031_askings::Migration),
        ]
    }
}

/// Where a database stands beside this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Every change is applied and no other.
    Current,
    /// So many changes are still to be applied.
    Behind(usize),
    /// A newer program has applied this change too: an expansion that this one can live with.
    Newer(String),
}

/// Compares the database with this program; reads only.
pub async fn status<'c>(db: impl IntoSchemaManagerConnection<'c>) -> Result<Status, DbErr> {
    let applied = applied(&SchemaManager::new(db)).await?;
    let known: BTreeSet<String> =
        Migrator::migrations().iter().map(|change| change.name().to_owned()).collect();
    let missing = known.difference(&applied).count();
    if missing > 0 {
        return Ok(Status::Behind(missing));
    }
    Ok(applied
        .difference(&known)
        .last()
        .map_or(Status::Current, |name| Status::Newer(name.clone())))
}

/// Applies what is missing, all of it or nothing. Again, or on a newer database, it does nothing.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = alone(db).await?;
    if matches!(status(&txn).await?, Status::Behind(_)) {
        Migrator::up(&txn, None).await?;
    }
    txn.commit().await
}

/// Takes every change back, with all data, all of it or nothing.
pub async fn down(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = alone(db).await?;
    Migrator::down(&txn, None).await?;
    txn.commit().await
}

/// A transaction that no other migrator's overlaps: a second one waits for the first.
async fn alone(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let txn = db.begin_with_options(options).await?;
    if txn.get_database_backend() == DbBackend::Postgres {
        // The pool's statement timeout is for requests; waiting for another migrator, or building
        // an index, may take longer.
        txn.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        txn.execute_unprepared(&lock).await?;
    }
    Ok(txn)
}

async fn applied(manager: &SchemaManager<'_>) -> Result<BTreeSet<String>, DbErr> {
    if !manager.has_table("seaql_migrations").await? {
        return Ok(BTreeSet::new());
    }
    let rows = seaql_migrations::Entity::find().all(manager.get_connection()).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}
