//! What every use case is handed: the database, the clock, the source of ids and the meters. Never global.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::db::Db;
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha12Rng;
use type_safe_id::{StaticType, TypeSafeId};

use crate::ledger::Pace;
use crate::meters::Meters;

/// Tells the time. The program's clock is the system's; a test's stands still until it is moved.
pub trait Clock: Send + Sync {
    /// The instant it is now.
    fn now(&self) -> DateTime<Utc>;
}

/// The source of ids and of jitter: seeded once, where the program starts.
pub struct Ids(Mutex<ChaCha12Rng>);

impl Ids {
    /// From 32 bytes of the system's randomness.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(Mutex::new(ChaCha12Rng::from_seed(seed)))
    }

    /// The same ids every time: for tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut ChaCha12Rng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Database, clock, ids, pace and meters. Cheap to clone.
#[derive(Clone)]
pub struct Env {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of ids.
    pub ids: Arc<Ids>,
    /// How long leases last and retries wait.
    pub pace: Pace,
    /// What the process counts of its work.
    pub meters: Arc<Meters>,
    /// The model that narrates weeks; `None`: the rules' words stand, and no others are asked for.
    pub model: Option<Arc<str>>,
}

impl Env {
    /// At the usual pace, with meters of its own, all at nothing, and no model.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<Ids>) -> Self {
        Self { db, clock, ids, pace: Pace::default(), meters: Arc::default(), model: None }
    }

    /// The instant it is now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id of a kind: a UUID of version 7, born now.
    pub fn id<T: StaticType>(&self) -> TypeSafeId<T> {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        let random: [u8; 10] = self.ids.with(Rng::random);
        TypeSafeId::from_uuid(
            uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid(),
        )
    }

    /// 64 random bits, for jitter.
    pub fn random_u64(&self) -> u64 {
        self.ids.with(RngCore::next_u64)
    }

    /// 32 random bytes, for secrets.
    pub fn random_bytes(&self) -> [u8; 32] {
        self.ids.with(Rng::random)
    }
}
