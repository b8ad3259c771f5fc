//! The worker: one process of the program as it is shipped.

use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use tests::backend::{Backend, free_port};
use tests::client::http;

/// How often it is asked whether it is up.
const LOOK: Duration = Duration::from_millis(50);

/// A worker that runs.
pub struct Worker {
    process: Child,
    address: String,
    redis: redis::Client,
}

impl Worker {
    /// Starts it and waits until it is ready.
    pub async fn start(program: &Path, backend: &Backend) -> anyhow::Result<Self> {
        let address = format!("127.0.0.1:{}", free_port());
        let redis_url = backend.redis_url.clone().unwrap_or_default();
        let process = Command::new(program)
            .args(["serve", "--roles", "worker", "--listen", &address])
            .env("DATABASE_URL", &backend.database_url)
            .env("REDIS_URL", &redis_url)
            .env("RUST_LOG", "warn")
            .spawn()?;
        let worker = Self { process, address, redis: redis::Client::open(redis_url)? };
        while !worker.ready().await {
            tokio::time::sleep(LOOK).await;
        }
        Ok(worker)
    }

    async fn ready(&self) -> bool {
        let answer = http().get(format!("http://{}/readyz", self.address)).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The process of its Redis.
    pub async fn redis_pid(&self) -> anyhow::Result<u32> {
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        let info: String = redis::cmd("INFO").arg("server").query_async(&mut redis).await?;
        let line = info.lines().find_map(|line| line.strip_prefix("process_id:"));
        Ok(line.unwrap_or_default().trim().parse()?)
    }

    /// How long its messages were in each stage, all of them together.
    pub async fn stages(&self) -> anyhow::Result<String> {
        let text =
            http().get(format!("http://{}/metrics", self.address)).send().await?.text().await?;
        let sums = text.lines().filter_map(|line| {
            let rest = line.strip_prefix("microcycle_message_stage_duration_seconds_")?;
            let (what, value) = rest.split_once(' ')?;
            (what.starts_with("sum") || what.starts_with("count"))
                .then(|| format!("{what} {value}"))
        });
        Ok(format!("stages of messages: {}", sums.collect::<Vec<_>>().join(", ")))
    }

    /// The most memory that it had resident.
    pub fn peak_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u64 = line.unwrap_or_default().trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024)
    }

    /// Ends it in good order.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let id = self.pid().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        anyhow::ensure!(self.process.wait()?.success(), "the worker failed");
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
