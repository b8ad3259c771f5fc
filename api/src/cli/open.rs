//! Opens the database for a command, and creates or migrates it only where that is the command's business.

use anyhow::{Context as _, anyhow, bail};
use entity::db::{self, Db, Pools};
use migration::Status;
use service::env::Env;
use service::error::causes;
use service::ledger::Pace;

use super::System;
use crate::config::Config;

/// What a command may do to a database that is missing or behind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it works with what is there.
    Existing,
    /// An embedded one is created and migrated; a PostgreSQL one must be current.
    Embedded,
    /// It is migrated, whatever it is; an embedded one is created.
    Migrate,
}

/// The same database with connections of its own, so that one use does not wait for another. An
/// embedded one has a single writer, which all uses share.
pub async fn beside(config: &Config, env: &Env, pools: Pools) -> anyhow::Result<Env> {
    let db = env.db.beside(&config.database_url, pools).await?;
    Ok(Env { db, ..env.clone() })
}

/// The database, of this program's version.
pub async fn open(config: &Config, system: &System, access: Access) -> anyhow::Result<Env> {
    if access == Access::Existing
        && let Some(file) = db::file(&config.database_url)
        && !file.exists()
    {
        bail!(
            "no database at {}: run `microcycle demo` or `microcycle migrate` first, or set DATABASE_URL",
            file.display()
        );
    }
    let db = Db::connect(&config.database_url, Pools::default())
        .await
        .map_err(|error| anyhow!("{}: {}", causes(&error.into()), advice(config)))?;
    let writer = db.writer();
    match migration::status(writer).await.context("the state of the database could not be read")? {
        Status::Current => {}
        Status::Newer(name) => bail!(
            "the database was made by a newer version of microcycle (it has the migration {name}): use that version or newer"
        ),
        Status::Behind(_) if access == Access::Migrate => up(&db).await?,
        Status::Behind(_) if access == Access::Embedded && config.embedded() => up(&db).await?,
        Status::Behind(count) => {
            bail!("the database is {count} migrations behind: run `microcycle migrate` first")
        }
    }
    let model = config.claude.as_ref().map(|claude| claude.model.as_str().into());
    let pace = Pace::of_lease(config.lease_seconds);
    Ok(Env { model, pace, ..system.env(db) })
}

async fn up(db: &Db) -> anyhow::Result<()> {
    migration::up(db.writer()).await.context("the database could not be migrated")
}

fn advice(config: &Config) -> &'static str {
    if config.embedded() {
        "its folder must exist and be writable, and the file be no other program's; DATABASE_URL names it"
    } else {
        "see that PostgreSQL runs there and lets this user in, or set DATABASE_URL to where it does"
    }
}
