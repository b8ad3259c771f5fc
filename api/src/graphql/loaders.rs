//! Batches: what a page of objects needs is read by one query per kind, however long the page.

mod gym;
mod members;
mod pages;
mod plans;
mod quiet;

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Context;
use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::TokioSpawner;
use async_lock::OnceCell as Cell;
use domain::ids::GymId;
use entity::db::timed_out;
use entity::track;
use futures_util::future::try_join_all;
use sea_orm::DatabaseConnection;
use service::env::Env;
use service::read::standing::Standing;
use service::read::{self, GymView};
use tokio::sync::OnceCell;
use uuid::Uuid;

use self::quiet::Quiet;
use super::caller;
use crate::error::ApiError;

pub use gym::*;
pub use members::*;
pub use pages::*;
pub use plans::*;

/// The loaders of one request. After a mutation, and for each event of a subscription, they are new.
#[derive(Clone, Default)]
pub struct RequestLoaders(Arc<Mutex<Option<Arc<Loaders>>>>);

impl RequestLoaders {
    /// Forgets what was read.
    pub fn renew(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Loaders over one gym.
pub struct Loaders {
    batches: DataLoader<Batch>,
    /// The [`Answers`] of each kind of key.
    asked: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

/// What is behind a key, read or being read by whoever asked first. Not the runtime's cell, which puts off the
/// hundredth that asks in one go, nor a shared future, which wakes who reads it once more: what they ask for
/// next would fall into several batches.
type Answer<V> = Arc<Cell<Option<V>>>;

type Answers<K> = HashMap<K, Answer<<Batch as Loader<K>>::Value>>;

/// Why a batch failed: every key of it is told the same.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The database gave up on it.
    TooSlow,
    /// The cause, for the log.
    Surprise(Arc<str>),
}

impl From<sea_orm::DbErr> for Fault {
    fn from(cause: sea_orm::DbErr) -> Self {
        if timed_out(&cause) { Self::TooSlow } else { Self::Surprise(cause.to_string().into()) }
    }
}

impl From<service::error::Error> for Fault {
    fn from(cause: service::error::Error) -> Self {
        let report = cause.report();
        match ApiError::from(cause) {
            ApiError::Timeout => Self::TooSlow,
            _ => Self::Surprise(report.into()),
        }
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooSlow => Self::Timeout,
            Fault::Surprise(cause) => {
                Self::Internal(anyhow::anyhow!("a batch could not be read: {cause}"))
            }
        }
    }
}

/// The value behind a key, if the gym has one.
pub async fn load<K>(
    ctx: &Context<'_>,
    key: K,
) -> Result<Option<<Batch as Loader<K>>::Value>, ApiError>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Batch: Loader<K, Error = Fault>,
{
    Ok(of(ctx)?.answer(key).await?)
}

/// The values behind keys, in their order, as far as the gym has them.
pub async fn load_all<K>(
    ctx: &Context<'_>,
    keys: Vec<K>,
) -> Result<Vec<<Batch as Loader<K>>::Value>, ApiError>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Batch: Loader<K, Error = Fault>,
{
    let loaders = of(ctx)?;
    let found = try_join_all(keys.into_iter().map(|key| loaders.answer(key))).await?;
    Ok(found.into_iter().flatten().collect())
}

/// The value behind a key that other rows name: its absence is a surprise.
pub async fn expect<K>(
    ctx: &Context<'_>,
    key: K,
    what: &'static str,
) -> Result<<Batch as Loader<K>>::Value, ApiError>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Batch: Loader<K, Error = Fault>,
{
    let found = load(ctx, key).await?;
    found.ok_or_else(|| ApiError::Internal(anyhow::anyhow!("a {what} that is named is missing")))
}

/// The caller's gym.
pub async fn gym(ctx: &Context<'_>) -> Result<Arc<GymView>, ApiError> {
    expect(ctx, TheGym(()), "gym").await
}

/// The gym's tracks by key.
pub async fn tracks(ctx: &Context<'_>) -> Result<Arc<Vec<track::Model>>, ApiError> {
    expect(ctx, TheTracks(()), "list of tracks").await
}

/// Forgets what was read, before what was written since is shown.
pub fn renew(ctx: &Context<'_>) {
    if let Some(loaders) = ctx.data_opt::<RequestLoaders>() {
        loaders.renew();
    }
}

fn of(ctx: &Context<'_>) -> Result<Arc<Loaders>, ApiError> {
    let gym = caller::actor(ctx)?.gym;
    let cell = ctx.data_unchecked::<RequestLoaders>();
    let mut held = cell.0.lock().unwrap_or_else(PoisonError::into_inner);
    let fresh = || Arc::new(Loaders::new(caller::env(ctx).clone(), gym));
    Ok(held.get_or_insert_with(fresh).clone())
}

impl Loaders {
    fn new(env: Env, gym: GymId) -> Self {
        let batch =
            Batch { env, gym, view: OnceCell::new(), standings: tokio::sync::Mutex::default() };
        let batches = DataLoader::new(batch, TokioSpawner::current(), Quiet);
        Self { batches, asked: Mutex::default() }
    }

    /// What is behind a key: read once, however often and wherever the document asks for it. The library's own
    /// cache knows only what has come back, and would read again what is on its way, or missing.
    async fn answer<K>(&self, key: K) -> Result<Option<<Batch as Loader<K>>::Value>, Fault>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = Fault>,
    {
        let answer = self.place(&key);
        answer.get_or_try_init(|| self.batches.load_one(key)).await.cloned()
    }

    /// Where the answer is, or will be.
    fn place<K>(&self, key: &K) -> Answer<<Batch as Loader<K>>::Value>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = Fault>,
    {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = asked
            .entry(TypeId::of::<K>())
            .or_insert_with(|| Box::new(Answers::<K>::new()))
            .downcast_mut::<Answers<K>>()
            .expect("it is of the key's type");
        answers.entry(key.clone()).or_default().clone()
    }
}

/// Where a member stands; `None`: their history says nothing.
type Known = Result<Option<Arc<Standing>>, Fault>;

/// Reads batches of one gym.
pub struct Batch {
    env: Env,
    gym: GymId,
    /// For other batches. Resolvers go through [`TheGym`]: many that wait for one cell are put off by
    /// the runtime after a while, and what they ask for next would fall into two batches.
    view: OnceCell<Arc<GymView>>,
    /// Where members stand, as far as that was asked for.
    standings: tokio::sync::Mutex<HashMap<Uuid, Known>>,
}

impl Batch {
    fn db(&self) -> &DatabaseConnection {
        self.env.db.read()
    }

    async fn gym(&self) -> Result<Arc<GymView>, Fault> {
        let view = self.view.get_or_try_init(|| read::gym(self.db(), self.gym)).await?;
        Ok(view.clone())
    }
}

/// Declares a key and how a batch of such keys is read.
macro_rules! batch {
    ($(#[$meta:meta])* $key:ident($($field:ty),+) -> $value:ty: |$batch:ident, $keys:ident| $read:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $key($(pub $field),+);

        impl Loader<$key> for Batch {
            type Value = $value;
            type Error = Fault;

            async fn load(&self, $keys: &[$key]) -> Result<HashMap<$key, $value>, Fault> {
                let $batch = self;
                $read
            }
        }
    };
}

/// Declares a key that names a row by its own id.
macro_rules! row_by_id {
    ($(#[$meta:meta])* $key:ident -> $row:ty: $id:ident, $find:path) => {
        batch! {
            $(#[$meta])*
            $key(Uuid) -> $row: |batch, keys| {
                let ids: Vec<_> = keys.iter().map(|key| domain::ids::$id::from_uuid(key.0)).collect();
                let rows = $find(batch.db(), batch.gym, &ids).await?;
                Ok(rows.into_iter().map(|row| ($key(row.id), row)).collect())
            }
        }
    };
}

/// Declares a key that names the rows of an owner.
macro_rules! rows_of {
    ($(#[$meta:meta])* $key:ident -> $row:ty: $id:ident, $owner:ident, $find:path) => {
        batch! {
            $(#[$meta])*
            $key(Uuid) -> Vec<$row>: |batch, keys| {
                let ids: Vec<_> = keys.iter().map(|key| domain::ids::$id::from_uuid(key.0)).collect();
                let mut of: HashMap<$key, Vec<$row>> = HashMap::new();
                for row in $find(batch.db(), batch.gym, &ids).await? {
                    of.entry($key(row.$owner)).or_default().push(row);
                }
                Ok(of)
            }
        }
    };
}

pub(crate) use {batch, row_by_id, rows_of};
