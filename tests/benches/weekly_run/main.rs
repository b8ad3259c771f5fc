//! A weekly run, measured: members a second and processor time a member over all processes, beside two
//! limits on the same database: the same rows written without any engine, by multi-row inserts and by COPY.
//!
//! `scripts/bench weekly-run` builds the program, starts PostgreSQL (with fsync) and Redis, and runs this.

mod history;
mod limits;
mod machine;
mod program;
mod table;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Parser;
use domain::calendar::Week;
use domain::ids::{GymId, RunId};
use entity::db::{Db, Pools};
use sea_orm::DbErr;
use service::env::{Clock, Env, Ids};
use tests::backend::Backend;

use machine::Usage;
use program::Worker;
use table::{Line, Table};

/// How often it looks whether the run has ended.
const LOOK: Duration = Duration::from_millis(50);

#[derive(Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Arguments {
    /// Members whose week is computed.
    #[arg(long, default_value_t = 10_000)]
    members: u32,
    /// Weeks that are run one after the other, each on top of those before.
    #[arg(long, default_value_t = 1)]
    weeks: u32,
    /// One set a session, for gyms so large that their sets would fill the disk.
    #[arg(long)]
    light: bool,
    /// Leave out the two limits.
    #[arg(long)]
    no_limits: bool,
    /// The program: built with the profile that is shipped.
    #[arg(long)]
    program: PathBuf,
    /// Tells the processes' numbers and waits before each run, for a profiler.
    #[arg(long)]
    attach: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "what is measured goes by the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    api::tls::install();
    measure(Arguments::parse()).await
}

async fn measure(arguments: Arguments) -> anyhow::Result<()> {
    let backend = Backend::postgres().await.ok_or_else(|| anyhow::anyhow!("no PostgreSQL"))?;
    let db = Db::connect(&backend.database_url, Pools::work()).await?;
    migration::up(db.writer()).await?;
    let env = Env::new(db, Arc::new(SystemClock), Arc::new(Ids::seeded(1)));
    let mut table = Table::default();
    let filled = history::fill(&env, arguments.members, arguments.light).await?;
    table.say(format!("{filled}"));
    let worker = Worker::start(&arguments.program, &backend).await?;
    let first = service::runs::coming_week(env.now().date_naive());
    for week in 0..i64::from(arguments.weeks) {
        if arguments.attach {
            table.say(format!("worker {}: press return", worker.pid()));
            std::io::stdin().read_line(&mut String::new())?;
        }
        let week = first.plus(week);
        table.add(run_week(&env, &worker, filled.gym, week, arguments.members).await?);
    }
    table.say(worker.stages().await?);
    table.say(format!("memory of the worker at its most: {} MiB", worker.peak_mib()?));
    worker.stop()?;
    if !arguments.no_limits {
        let rows = limits::Rows::read(&env, filled.gym, first).await?;
        table.add(limits::inserts(&backend, &env, &rows).await?);
        table.add(limits::copy(&backend, &env, &rows).await?);
    }
    table.print()
}

/// Runs a week to its end.
async fn run_week(
    env: &Env,
    worker: &Worker,
    gym: GymId,
    week: Week,
    members: u32,
) -> anyhow::Result<Line> {
    let before = Usage::of(env, Some(worker)).await?;
    let told = |error: service::error::Error| anyhow::anyhow!(error.report());
    let started = service::runs::start(env, gym, Some(week)).await.map_err(told)?;
    let seconds = wait(env, gym, started.run).await?;
    let used = Usage::of(env, Some(worker)).await?.since(&before);
    let progress = service::runs::progress(env.db.read(), gym, started.run).await.map_err(told)?;
    anyhow::ensure!(progress.succeeded == i64::from(members), "{progress:?}");
    Ok(Line::new(format!("weekly run of {week}"), members, seconds, used))
}

/// Seconds from the run's start until its end, as the program wrote them down.
async fn wait(env: &Env, gym: GymId, run: RunId) -> Result<f64, DbErr> {
    loop {
        let row = entity::store::runs::find(env.db.read(), gym, run).await?;
        if let Some((row, end)) = row.and_then(|row| row.finished_at.map(|end| (row, end))) {
            return Ok((end - row.started_at) as f64 / 1e6);
        }
        tokio::time::sleep(LOOK).await;
    }
}
