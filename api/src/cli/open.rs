//! Opens the database for a command: an embedded one is created and migrated, a PostgreSQL one must be current.

use anyhow::{Context, bail};
use entity::db::{Db, Pools};
use migration::Status;

use super::System;
use crate::config::Config;
use service::env::Env;

/// What may be done to a schema that is behind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    /// Only where the database is embedded.
    Embedded,
    /// Whatever it is.
    Always,
}

/// The same database with connections of its own, so that one use does not wait for another. An
/// embedded one has a single writer, which all uses share.
pub async fn beside(config: &Config, env: &Env, pools: Pools) -> anyhow::Result<Env> {
    if config.embedded() {
        return Ok(env.clone());
    }
    let db = Db::connect(&config.database_url, pools).await?;
    Ok(Env { db, ..env.clone() })
}

/// The database, of this program's version.
pub async fn open(config: &Config, system: &System, migrate: Migrate) -> anyhow::Result<Env> {
    let db = Db::connect(&config.database_url, Pools::default()).await?;
    let writer = db.writer();
    match migration::status(writer).await.context("the state of the database could not be read")? {
        Status::Current => {}
        Status::Newer(name) => bail!(
            "the database was made by a newer version of microcycle (it has the migration {name}): use that version or newer"
        ),
        Status::Behind(_) if migrate == Migrate::Always || config.embedded() => {
            migration::up(writer).await.context("the database could not be migrated")?;
        }
        Status::Behind(count) => {
            bail!("the database is {count} migrations behind: run `microcycle migrate` first")
        }
    }
    Ok(system.env(db))
}
