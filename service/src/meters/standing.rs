//! Where the ledger and the runs stand, read from the database when somebody asks. Every node says the
//! same: take one of them, not the sum.

use std::sync::atomic::AtomicU64;

use chrono::{DateTime, Duration, Utc};
use domain::vocab::{ComputationKind, ComputationStatus};
use entity::instant::instant;
use entity::store;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sea_orm::DatabaseConnection;
use tokio::sync::Mutex;

use crate::env::Env;
use crate::error::Result;
use crate::ledger::{self, Lane};

/// How long what was read is good: whoever asks more often gets it again.
const FRESH: Duration = Duration::seconds(5);

type Seconds = Gauge<f64, AtomicU64>;

/// Gauges that are set from the database.
pub struct Standing {
    database: Gauge,
    ledger: Family<Place, Gauge>,
    oldest: Family<Waiting, Seconds>,
    leases: Family<Held, Gauge>,
    runs: Gauge,
    run_age: Seconds,
    run_computations: Family<Status, Gauge>,
    read_at: Mutex<Option<DateTime<Utc>>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Place {
    kind: &'static str,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waiting {
    kind: &'static str,
    lane: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Held {
    lane: String,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: String,
}

impl Standing {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let new = Self {
            database: Gauge::default(),
            ledger: Family::default(),
            oldest: Family::default(),
            leases: Family::default(),
            runs: Gauge::default(),
            run_age: Seconds::default(),
            run_computations: Family::default(),
            read_at: Mutex::new(None),
        };
        registry.register("database_up", "1 where the database answered", new.database.clone());
        registry.register(
            "ledger_computations",
            "Computations that are open or gave up",
            new.ledger.clone(),
        );
        registry.register(
            "ledger_oldest_due_seconds",
            "How long ago the oldest computation that waits was due",
            new.oldest.clone(),
        );
        registry.register("leases", "Messages in flight", new.leases.clone());
        registry.register("weekly_runs_open", "Weekly runs under way", new.runs.clone());
        registry.register(
            "weekly_run_oldest_seconds",
            "Age of the oldest weekly run under way",
            new.run_age.clone(),
        );
        registry.register(
            "weekly_run_computations",
            "Computations of the weekly runs under way",
            new.run_computations.clone(),
        );
        new
    }

    /// Reads anew, unless it was read just now. Where the database is away, nothing is said of it but that.
    pub(super) async fn read(&self, env: &Env) {
        let now = env.now();
        let mut read_at = self.read_at.lock().await;
        if read_at.is_some_and(|at| now >= at && now - at < FRESH) {
            return;
        }
        self.forget();
        match self.read_all(env.db.read(), now).await {
            Ok(()) => {
                *read_at = Some(now);
                self.database.set(1);
            }
            Err(error) => {
                *read_at = None;
                self.forget();
                self.database.set(0);
                tracing::warn!(error = %error.report(), "the ledger could not be counted");
            }
        }
    }

    fn forget(&self) {
        self.ledger.clear();
        self.oldest.clear();
        self.leases.clear();
        self.run_computations.clear();
    }

    async fn read_all(&self, db: &DatabaseConnection, now: DateTime<Utc>) -> Result<()> {
        for kind in [ComputationKind::Plan, ComputationKind::Narrative] {
            self.read_ledger(db, kind, now).await?;
        }
        for (lane, started, count) in store::leases::standing(db).await? {
            let state = if started { "started" } else { "offered" };
            self.leases.get_or_create(&Held { lane, state }).set(count);
        }
        let (open, oldest) = store::runs::open(db).await?;
        self.runs.set(open);
        self.run_age.set(oldest.map_or(0.0, |started| age(now, instant(started))));
        for status in ComputationStatus::ALL {
            self.run_computations.get_or_create(&Status { status: status.to_string() }).set(0);
        }
        for (status, count) in store::computations::of_open_runs(db).await? {
            self.run_computations.get_or_create(&Status { status }).set(count);
        }
        Ok(())
    }

    async fn read_ledger(
        &self,
        db: &DatabaseConnection,
        kind: ComputationKind,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let counts = ledger::counts(db, kind).await?;
        let failed = store::computations::failed_of_all(db, kind).await?;
        let states = [
            ("queued", counts.queued),
            ("retrying", counts.retrying),
            ("running", counts.running),
            ("failed", failed),
        ];
        for (state, count) in states {
            self.ledger.get_or_create(&Place { kind: kind.as_str(), state }).set(count);
        }
        for lane in Lane::ALL {
            let (from, to) = lane.priorities();
            let oldest = store::computations::oldest_due(db, kind, from, to).await?;
            let age = oldest.map_or(0.0, |due| age(now, due));
            let waiting = Waiting { kind: kind.as_str(), lane: lane.as_str() };
            self.oldest.get_or_create(&waiting).set(age);
        }
        Ok(())
    }
}

/// Seconds since an instant; 0 before it.
fn age(now: DateTime<Utc>, since: DateTime<Utc>) -> f64 {
    ((now - since).num_milliseconds().max(0) as f64) / 1000.0
}
