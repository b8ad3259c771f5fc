//! Processor time of each process, as the kernel counts it.

use std::fs;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use service::env::Env;

use super::program::Worker;

/// Ticks of the kernel's clock in a second, as `/proc` counts them on every Linux.
const TICKS: f64 = 100.0;

/// Seconds of processor time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// The worker.
    pub worker: f64,
    /// Every process of PostgreSQL, those that have ended included.
    pub postgres: f64,
    /// Redis.
    pub redis: f64,
    /// This process.
    pub client: f64,
}

impl Usage {
    /// Until now.
    pub async fn of(env: &Env, worker: Option<&Worker>) -> anyhow::Result<Self> {
        let (own, redis) = match worker {
            Some(worker) => (seconds(worker.pid())?, seconds(worker.redis_pid().await?)?),
            None => (0.0, 0.0),
        };
        let client = seconds(std::process::id())?;
        Ok(Self { worker: own, postgres: postgres(env).await?, redis, client })
    }

    /// What was used since then.
    pub fn since(self, before: &Self) -> Self {
        Self {
            worker: self.worker - before.worker,
            postgres: self.postgres - before.postgres,
            redis: self.redis - before.redis,
            client: self.client - before.client,
        }
    }
}

/// The fields of `/proc/…/stat` after the name, which may hold anything.
fn stat(pid: u32) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, rest) = text.rsplit_once(')').unwrap_or_default();
    Ok(rest.split_whitespace().map(str::to_owned).collect())
}

fn ticks(fields: &[String], from: usize, to: usize) -> f64 {
    fields[from..to].iter().filter_map(|field| field.parse::<f64>().ok()).sum()
}

/// User and system time of a process, all its threads included.
fn seconds(pid: u32) -> anyhow::Result<f64> {
    Ok(ticks(&stat(pid)?, 11, 13) / TICKS)
}

/// The postmaster, its children that have ended, and those that live.
async fn postgres(env: &Env) -> anyhow::Result<f64> {
    let statement = Statement::from_string(DbBackend::Postgres, "SHOW data_directory");
    let row = env.db.read().query_one_raw(statement).await?;
    let folder: String = row.ok_or_else(|| anyhow::anyhow!("no answer"))?.try_get_by_index(0)?;
    let file = fs::read_to_string(format!("{folder}/postmaster.pid"))?;
    let postmaster: u32 = file.lines().next().unwrap_or_default().trim().parse()?;
    let mut total = ticks(&stat(postmaster)?, 11, 15);
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(fields) = stat(pid) else { continue }; // it has ended meanwhile
        if fields[1] == postmaster.to_string() {
            total += ticks(&fields, 11, 13);
        }
    }
    Ok(total / TICKS)
}
