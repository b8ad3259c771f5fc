//! With Redis: apalis carries lease ids to a worker of any node.
//!
//! Only what is safe of it is used: one message at a time, a poll that can't lose its wake-up, a worker
//! name of its own for every start. Every outcome is `Ok` to apalis, and an entry in the ledger.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::Context as _;
use apalis::prelude::*;
use apalis_core::backend::Vacuum as _;
use apalis_redis::{Config, RedisStorage};
use domain::ids::LeaseId;
use futures_util::Stream as _;
use redis::AsyncCommands as _;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use serde::{Deserialize, Serialize};
use service::ledger::Lane as Sort;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_stream::wrappers::WatchStream;

use super::AT_ONCE;
use crate::worker::Worker;

/// How long an answer of Redis may take: the library's half second ends workers under load.
const ANSWER: Duration = Duration::from_secs(5);
/// How often an idle worker looks where no wake-up reached it.
const LOOK: Duration = Duration::from_millis(500);
/// A worker that says nothing for three of these is dead to the others.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Pause before a worker that Redis dropped starts anew.
const PAUSE: Duration = Duration::from_millis(200);
/// How often what is done is swept out of Redis: apalis keeps every message it ever carried.
const TIDY: Duration = Duration::from_mins(1);

/// All that a message carries: the ledger has the rest.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Message {
    lease: String,
}

/// Both queues.
#[derive(Clone)]
pub(crate) struct Redis {
    triggered: RedisStorage<Message>,
    bulk: RedisStorage<Message>,
}

impl Redis {
    /// False where Redis does not take it now.
    pub(crate) async fn offer(&self, sort: Sort, lease: LeaseId) -> bool {
        let mut queue = match sort {
            Sort::Triggered => self.triggered.clone(),
            Sort::Bulk => self.bulk.clone(),
        };
        let task = TaskBuilder::new(Message { lease: lease.to_string() }).build();
        match queue.push_task(task).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "Redis took no work; it waits in the ledger");
                false
            }
        }
    }
}

impl Redis {
    /// Whether Redis takes work now.
    pub(crate) async fn answers(&self) -> bool {
        let mut redis = self.triggered.clone().get_connection().clone();
        redis.ping::<()>().await.is_ok()
    }
}

/// Connects, with answers allowed to take their time.
pub(crate) async fn connect(url: &str) -> anyhow::Result<ConnectionManager> {
    let client = redis::Client::open(url).context("REDIS_URL is no address of a Redis")?;
    let config = ConnectionManagerConfig::new()
        .set_response_timeout(Some(ANSWER))
        .set_connection_timeout(Some(ANSWER))
        .set_number_of_retries(2);
    let place = client.get_connection_info().addr().to_string();
    client.get_connection_manager_with_config(config).await.with_context(|| {
        format!("Redis at {place} (REDIS_URL) does not answer: start it, or unset REDIS_URL to work without it")
    })
}

/// Starts the workers of both queues.
pub(crate) async fn start(
    url: &str,
    holder: &str,
    worker: Worker,
    offered: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    failed: watch::Sender<Option<String>>,
    parts: &mut JoinSet<()>,
) -> anyhow::Result<Redis> {
    let lane = Redis {
        triggered: queue(url, Sort::Triggered).await?,
        bulk: queue(url, Sort::Bulk).await?,
    };
    // A function that returns such a worker would need a page of bounds: the parts differ in two words.
    macro_rules! work {
        ($queue:expr, $sort:literal) => {{
            let (queue, worker, holder) = ($queue.clone(), worker.clone(), holder.to_owned());
            let (offered, mut stop) = (offered.clone(), stopping.clone());
            let alarm = Alarm { failed: failed.clone(), stopping: stopping.clone(), sort: $sort };
            parts.spawn(async move {
                let _alarm = alarm;
                for start in 0_u64.. {
                    let name = format!("{holder}-{}-{start}", $sort);
                    let (queue, worker, offered) = (queue.clone(), worker.clone(), offered.clone());
                    let monitor = Monitor::new().register(move |_| {
                        let steady = Steady::new(LOOK, offered.clone());
                        WorkerBuilder::new(name.as_str())
                            .backend(queue.clone().poll_with_strategy(steady))
                            .data(worker.clone())
                            .concurrency(AT_ONCE)
                            .parallelize(tokio::spawn)
                            .build(take)
                    });
                    if !fell(monitor, &mut stop).await {
                        return;
                    }
                }
            });
        }};
    }
    work!(lane.triggered, "triggered");
    work!(lane.bulk, "bulk");
    parts.spawn(tidy(lane.clone(), stopping));
    Ok(lane)
}

/// Runs a worker until the node stops, which is `false`, or until it ends without being asked to: any error of Redis
/// ends it. The next one may begin after the pause that this takes (decision 0073).
async fn fell(monitor: Monitor, stopping: &mut watch::Receiver<bool>) -> bool {
    let context = monitor.context();
    let mut running = pin!(monitor.run());
    let ended = tokio::select! {
        biased;
        _ = stopping.wait_for(|stopping| *stopping) => None, // a node that is gone has stopped too
        ended = &mut running => Some(ended),
    };
    let Some(ended) = ended else {
        let asked = context.shutdown();
        let ended = running.await;
        tracing::debug!(?asked, ?ended, "a worker on Redis has stopped");
        return false;
    };
    // The monitor says `Ok` even where its worker died.
    tracing::warn!(?ended, "a worker lost Redis and starts anew");
    tokio::select! {
        biased;
        _ = stopping.wait_for(|stopping| *stopping) => false,
        () = tokio::time::sleep(PAUSE) => true,
    }
}

/// Fails the node where the part that holds it ends unasked, by a panic.
struct Alarm {
    failed: watch::Sender<Option<String>>,
    stopping: watch::Receiver<bool>,
    sort: &'static str,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if !*self.stopping.borrow() {
            let why = format!("the workers on Redis ended: {}", self.sort);
            self.failed.send_replace(Some(why));
        }
    }
}

async fn queue(url: &str, sort: Sort) -> anyhow::Result<RedisStorage<Message>> {
    let name = format!("{{microcycle:{}}}", sort.as_str().to_lowercase());
    let config = Config::default()
        .queue(&name)
        .batch_size(1)
        .heartbeat_interval(HEARTBEAT)
        .missed_heartbeats(3);
    Ok(RedisStorage::new(connect(url).await?).with_config(config))
}

/// One message: whatever becomes of it is in the ledger, so apalis hears `Ok`.
async fn take(message: Message, worker: Data<Worker>) -> Result<(), BoxDynError> {
    match message.lease.parse() {
        Ok(lease) => worker.work(lease).await,
        Err(error) => tracing::warn!(%error, "a message on Redis names no lease"),
    }
    Ok(())
}

/// Forgets what is done, until the node stops. The ledger has all of it.
async fn tidy(lane: Redis, mut stopping: watch::Receiver<bool>) {
    loop {
        for queue in [&lane.triggered, &lane.bulk] {
            if let Err(error) = forget_done(queue.clone()).await {
                tracing::debug!(%error, "Redis was not tidied");
            }
        }
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(TIDY) => {}
        }
    }
}

async fn forget_done(mut queue: RedisStorage<Message>) -> Result<(), apalis_redis::Error> {
    queue.vacuum().await?;
    // The library empties neither of the two itself.
    let sets = [queue.get_config().done_jobs_set(), queue.get_config().dead_jobs_set()];
    queue.get_connection().del::<_, ()>(&sets).await?;
    Ok(())
}

/// Looks when a lease was offered anywhere, and now and then. It polls until it must wait, so that a
/// waker is always registered (apalis' own strategies may lose theirs).
struct Steady {
    interval: tokio::time::Interval,
    offered: watch::Receiver<u64>,
    offers: WatchStream<u64>,
}

impl Steady {
    fn new(period: Duration, offered: watch::Receiver<u64>) -> Self {
        let interval = tokio::time::interval(period);
        Self { interval, offers: WatchStream::from_changes(offered.clone()), offered }
    }
}

impl Clone for Steady {
    fn clone(&self) -> Self {
        Self::new(self.interval.period(), self.offered.clone())
    }
}

impl PollStrategy for Steady {
    fn poll_drive(&mut self, context: &mut Context<'_>, _: &PollSnapshot) -> Poll<Option<()>> {
        while self.interval.poll_tick(context).is_ready() {}
        // A stream that has ended is always ready: its node is stopping, and the interval is enough.
        while let Poll::Ready(Some(_)) = Pin::new(&mut self.offers).poll_next(context) {}
        Poll::Pending
    }
}
