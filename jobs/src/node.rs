//! One process's background work: its lanes, dispatcher, workers, tick and relay, started and stopped
//! together.

use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use domain::vocab::ComputationKind;
use service::env::Env;
use service::ledger::{self, Counts};
use tokio::sync::{Notify, RwLock, watch};
use tokio::task::JoinSet;

use crate::dispatcher::Dispatcher;
use crate::lane::{Lane, local, redis};
use crate::narrator::Narrator;
use crate::narrator::claude::limits::Limits;
use crate::narrator::claude::{Claude, Settings};
use crate::relay::{self, Relay};
use crate::tick;
use crate::worker::Worker;

/// How long what is under way may take to finish when the node stops.
const PATIENCE: Duration = Duration::from_secs(25);
/// How often a draining command looks, where nothing tells it earlier.
const LOOK: Duration = Duration::from_millis(200);

/// What a node does.
#[derive(Clone)]
pub struct Options {
    /// Redis that carries work and wake-ups between nodes; without it, one node does all.
    pub redis_url: Option<String>,
    /// Computes weeks.
    pub worker: bool,
    /// Starts the weekly runs and sweeps.
    pub scheduler: bool,
    /// Claude, who narrates, where there is a key.
    pub claude: Option<Settings>,
    /// What events are read with for subscribers, where it is not what work is done with.
    pub live: Option<Env>,
}

impl Options {
    /// For a command that works until it is done.
    pub fn command(redis_url: Option<String>) -> Self {
        Self { redis_url, worker: true, scheduler: false, claude: None, live: None }
    }

    /// For a node that serves: every part of it.
    pub fn serving(redis_url: Option<String>) -> Self {
        Self { redis_url, worker: true, scheduler: true, claude: None, live: None }
    }
}

/// Fails where Redis is named and does not answer: to be asked before anything is written.
pub async fn reach(redis_url: Option<&str>) -> anyhow::Result<()> {
    match redis_url {
        Some(url) => redis::connect(url).await.map(drop),
        None => Ok(()),
    }
}

/// No week is computed from digests of an older rule.
async fn digest_anew(env: &Env) -> anyhow::Result<()> {
    let rebuilt = service::sessions::rebuild_outdated(env);
    let rebuilt = rebuilt.await.map_err(|error| anyhow!(error.report()))?;
    if rebuilt > 0 {
        tracing::info!(sessions = rebuilt, "digested anew by this version's rule");
    }
    Ok(())
}

/// Claude, with limits that all nodes of a Redis share.
async fn claude(env: &Env, settings: Settings, redis_url: Option<&str>) -> anyhow::Result<Claude> {
    let limits = match redis_url {
        Some(url) => Limits::shared(settings.ceilings, redis::connect(url).await?),
        None => Limits::local(settings.ceilings),
    };
    let dice = env.clone();
    Ok(Claude::new(settings, limits, Arc::new(move || dice.random_u64()))?)
}

/// The running parts of a node.
pub struct Node {
    env: Env,
    holder: String,
    relay: Arc<Relay>,
    stop: watch::Sender<bool>,
    fault: watch::Receiver<Option<String>>,
    parts: JoinSet<()>,
    /// Read by the workers while they are at work.
    busy: Arc<RwLock<()>>,
}

impl Node {
    /// Starts the node's parts. Fails where Redis is named and does not answer.
    pub async fn start(env: Env, options: Options) -> anyhow::Result<Self> {
        let holder = format!("node-{:016x}", env.random_u64());
        let (stop, stopping) = watch::channel(false);
        let (failed, fault) = watch::channel(None);
        let work = Arc::new(Notify::new());
        let busy = Arc::new(RwLock::new(()));
        let wires = match &options.redis_url {
            Some(url) => Some(relay::redis::Wires::connect(url).await?),
            None => None,
        };
        if options.worker {
            digest_anew(&env).await?;
        }
        let live = options.live.clone().unwrap_or_else(|| env.clone());
        let relay = Relay::start(live, work.clone(), wires.clone()).await?;
        let mut parts = JoinSet::new();
        parts.spawn(relay.clone().poll(stopping.clone()));
        if let Some(wires) = wires {
            parts.spawn(relay::redis::read(relay.clone(), wires, stopping.clone()));
        }
        if options.worker {
            let (room, at_work) = (work.clone(), busy.clone());
            let worker = Worker::new(env.clone(), holder.clone(), relay.clone(), room, at_work);
            let lane = match &options.redis_url {
                Some(url) => {
                    let lane = redis::start(
                        url,
                        &holder,
                        worker,
                        relay.offers(),
                        stopping.clone(),
                        failed,
                        &mut parts,
                    );
                    Lane::Redis(Box::new(lane.await?))
                }
                None => Lane::Local(local::start(&worker, &stopping, &mut parts)),
            };
            if let Some(settings) = options.claude {
                let claude = claude(&env, settings, options.redis_url.as_deref()).await?;
                Narrator::new(env.clone(), claude, relay.clone(), holder.clone())
                    .start(&stopping, &mut parts);
            }
            let dispatcher =
                Dispatcher::new(env.clone(), holder.clone(), lane, relay.clone(), work);
            parts.spawn(dispatcher.run(stopping.clone()));
        }
        if options.scheduler {
            parts.spawn(tick::run(env.clone(), relay.clone(), stopping));
        }
        Ok(Self { env, holder, relay, stop, fault, parts, busy })
    }

    /// Wakes and is woken: events and runs of this process and, through Redis, of the others.
    pub fn relay(&self) -> Arc<Relay> {
        self.relay.clone()
    }

    /// Resolves once a part has died that the node can't go on without.
    pub async fn failed(&self) -> anyhow::Error {
        let mut fault = self.fault.clone();
        loop {
            if let Some(why) = fault.borrow_and_update().clone() {
                return anyhow!(why);
            }
            if fault.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// Waits until no plan waits and none is being computed, telling how far it has come.
    pub async fn drain(&self, progress: &(dyn Fn(u64, u64) + Send + Sync)) -> anyhow::Result<()> {
        let mut changed = self.relay.runs_changed();
        let mut total = 0;
        loop {
            let open = self.open().await?;
            total = total.max(open);
            progress(total - open, total);
            if open == 0 {
                return Ok(());
            }
            tokio::select! {
                failure = self.failed() => return Err(failure),
                _ = changed.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    async fn open(&self) -> anyhow::Result<u64> {
        let counts: Counts = ledger::counts(self.env.db.read(), ComputationKind::Plan)
            .await
            .map_err(|error| anyhow!(error.report()))?;
        let open = counts.queued + counts.retrying + counts.running;
        Ok(u64::try_from(open).unwrap_or(0))
    }

    /// Stops taking work, lets what is under way finish, and gives back the rest.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        self.give_back(true).await;
        let ended = tokio::time::timeout(PATIENCE, async {
            while self.parts.join_next().await.is_some() {}
            // apalis has tasks of its own for what it took.
            drop(self.busy.write().await);
        });
        if ended.await.is_err() {
            tracing::warn!("some work did not finish in time and is given back");
            self.parts.shutdown().await;
        }
        self.give_back(false).await;
    }

    async fn give_back(&self, only_waiting: bool) {
        match ledger::abandon(&self.env, &self.holder, only_waiting).await {
            Ok(0) => {}
            Ok(given) => tracing::info!(computations = given, "given back"),
            Err(error) => tracing::warn!(error = %error.report(), "leases run out by themselves"),
        }
    }
}
