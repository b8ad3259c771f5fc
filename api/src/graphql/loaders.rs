//! Batches: what a page of objects needs is read by one query per kind, however long the page.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Context;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::runtime::{TokioSpawner, TokioTimer};
use chrono::NaiveDate;
use domain::ids::GymId;
use domain::vocab::MemberFlag;
use entity::store::plan_revisions::Head;
use entity::{
    coach, computation, goal, integration, integration_member, member, movement, narrative, plan,
    restriction, session_log, set_log, template, template_version, track,
};
use sea_orm::DatabaseConnection;
use service::env::Env;
use service::read::days::{self, ReadDay};
use service::read::fates::{self, Fates};
use service::read::standing::{self, Standing};
use service::read::weeks::{self, ReadWeek};
use service::read::{self, GymView, flags};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::caller;
use super::run_counts::{self, Counts};
use crate::error::ApiError;

/// The loaders of one request. A mutation and an event of a subscription get fresh ones.
#[derive(Default)]
pub struct RequestLoaders(Mutex<Option<Arc<Loaders>>>);

/// Loaders over one gym.
pub struct Loaders {
    batches: DataLoader<Batch, HashMapCache>,
}

/// Why a batch failed: every key of it is told the same.
#[derive(Debug, Clone)]
pub struct Fault(Arc<str>);

impl From<sea_orm::DbErr> for Fault {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self(cause.to_string().into())
    }
}

impl From<service::error::Error> for Fault {
    fn from(cause: service::error::Error) -> Self {
        Self(cause.report().into())
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self::Internal(anyhow::anyhow!("a batch could not be read: {}", fault.0))
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
    Ok(of(ctx)?.batches.load_one(key).await?)
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
    let mut found = of(ctx)?.batches.load_many(keys.iter().cloned()).await?;
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
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
    Ok(of(ctx)?.batches.loader().gym().await?)
}

/// The gym's tracks by key.
pub async fn tracks(ctx: &Context<'_>) -> Result<Arc<Vec<track::Model>>, ApiError> {
    let loaders = of(ctx)?;
    let batch = loaders.batches.loader();
    let tracks = batch.tracks.get_or_try_init(|| async {
        let tracks = entity::store::tracks::all(batch.db(), batch.gym).await?;
        Ok::<_, ApiError>(Arc::new(tracks))
    });
    Ok(tracks.await?.clone())
}

/// Forgets what was read, before what was written since is shown.
pub fn renew(ctx: &Context<'_>) {
    if let Some(cell) = ctx.data_opt::<RequestLoaders>() {
        *cell.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
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
        let batch = Batch { env, gym, view: OnceCell::new(), tracks: OnceCell::new() };
        let (spawner, timer) = (TokioSpawner::current(), TokioTimer::default());
        let cache = HashMapCache::default();
        Self { batches: DataLoader::with_cache(batch, spawner, timer, cache) }
    }
}

/// Reads batches of one gym.
pub struct Batch {
    env: Env,
    gym: GymId,
    view: OnceCell<Arc<GymView>>,
    tracks: OnceCell<Arc<Vec<track::Model>>>,
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

use entity::store;

row_by_id! {
    /// A member by id.
    MemberById -> member::Model: MemberId, store::members::by_ids
}
row_by_id! {
    /// A coach by id.
    CoachById -> coach::Model: CoachId, store::coaches::by_ids
}
row_by_id! {
    /// A plan by id.
    PlanById -> plan::Model: PlanId, store::plans::by_ids
}
row_by_id! {
    /// A logged session by id.
    LogById -> session_log::Model: SessionLogId, store::session_logs::by_ids
}
row_by_id! {
    /// A template by id.
    TemplateById -> template::Model: TemplateId, store::templates::by_ids
}
row_by_id! {
    /// A movement by id.
    MovementById -> movement::Model: MovementId, store::movements::by_ids
}
row_by_id! {
    /// A computation by id.
    ComputationById -> computation::Model: ComputationId, store::computations::by_ids
}
rows_of! {
    /// A member's goals, whatever their state.
    GoalsOf -> goal::Model: MemberId, member_id, store::goals::of_members
}
rows_of! {
    /// A member's restrictions, whatever their state.
    RestrictionsOf -> restriction::Model: MemberId, member_id, store::restrictions::of_members
}
rows_of! {
    /// The ids by which integrations know a member.
    LinksOf -> integration_member::Model: MemberId, member_id, store::integrations::links_of_members
}
rows_of! {
    /// The sets of a logged session.
    SetsOf -> set_log::Model: SessionLogId, session_log_id, store::session_logs::sets
}
rows_of! {
    /// Every revision of a plan, newest first, without their documents.
    HeadsOf -> Head: PlanId, plan_id, store::plan_revisions::heads
}
rows_of! {
    /// The other names of a movement.
    AliasesOf -> entity::movement_alias::Model: MovementId, movement_id, store::movements::aliases_of
}

batch! {
    /// A movement by key.
    MovementByKey(String) -> movement::Model: |batch, keys| {
        let wanted: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = store::movements::by_keys(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (MovementByKey(row.key.clone()), row)).collect())
    }
}

batch! {
    /// A member's plan of the week that begins on that Monday.
    PlanOfWeek(Uuid, NaiveDate) -> plan::Model: |batch, keys| {
        let members: BTreeSet<Uuid> = keys.iter().map(|key| key.0).collect();
        let members: Vec<_> = members.into_iter().map(domain::ids::MemberId::from_uuid).collect();
        let weeks: BTreeSet<NaiveDate> = keys.iter().map(|key| key.1).collect();
        let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
            return Ok(HashMap::new());
        };
        let rows = store::plans::between(batch.db(), batch.gym, &members, *first, *last).await?;
        Ok(rows.into_iter().map(|row| (PlanOfWeek(row.member_id, row.week_of), row)).collect())
    }
}

batch! {
    /// What a revision of a plan holds.
    WeekOf(Uuid, i32) -> Arc<ReadWeek>: |batch, keys| {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let weeks = weeks::weeks(batch.db(), &batch.gym().await?, &wanted).await?;
        Ok(weeks.into_iter().map(|((plan, number), week)| (WeekOf(plan, number), week)).collect())
    }
}

batch! {
    /// The text of a revision, where one beside the rules' was written.
    NarrativeOf(Uuid, i32) -> narrative::Model: |batch, keys| {
        let wanted: Vec<_> =
            keys.iter().map(|key| (domain::ids::PlanId::from_uuid(key.0), key.1)).collect();
        let rows = store::narratives::by_keys(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (NarrativeOf(row.plan_id, row.number), row)).collect())
    }
}

batch! {
    /// What became of a plan's sessions.
    FatesOf(Uuid) -> Arc<Fates>: |batch, keys| {
        let plans: Vec<_> = keys.iter().map(|key| domain::ids::PlanId::from_uuid(key.0)).collect();
        let gym = batch.gym().await?;
        let fates = fates::of_plans(batch.db(), &gym, &plans, batch.env.now()).await?;
        Ok(fates.into_iter().map(|(plan, fates)| (FatesOf(plan), fates)).collect())
    }
}

batch! {
    /// A member's readiness on a day.
    DayOf(Uuid, NaiveDate) -> Arc<ReadDay>: |batch, keys| {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let days = days::days(batch.db(), &*batch.gym().await?, &wanted).await?;
        Ok(days.into_iter().map(|((member, date), day)| (DayOf(member, date), day)).collect())
    }
}

batch! {
    /// A member's newest day of readiness.
    LatestDayOf(Uuid) -> Arc<ReadDay>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let days = days::latest(batch.db(), &*batch.gym().await?, &members).await?;
        Ok(days.into_iter().map(|(member, day)| (LatestDayOf(member), day)).collect())
    }
}

batch! {
    /// Where a member stands now.
    StandingOf(Uuid) -> Arc<Standing>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let gym = batch.gym().await?;
        let standings = standing::of_members(&batch.env, &gym, &members).await?;
        Ok(standings.into_iter().map(|(member, of)| (StandingOf(member), of)).collect())
    }
}

batch! {
    /// What of a member asks for attention.
    FlagsOf(Uuid) -> BTreeSet<MemberFlag>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let gym = batch.gym().await?;
        let flags = flags::of_members(&batch.env, &gym, &members).await?;
        Ok(flags.into_iter().map(|(member, of)| (FlagsOf(member), of)).collect())
    }
}

batch! {
    /// A version of a template by number.
    VersionOf(Uuid, i32) -> template_version::Model: |batch, keys| {
        let wanted: Vec<_> =
            keys.iter().map(|key| (domain::ids::TemplateId::from_uuid(key.0), key.1)).collect();
        let rows = store::templates::versions(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (VersionOf(row.template_id, row.number), row)).collect())
    }
}

batch! {
    /// How many active members follow a template.
    AssignedTo(Uuid) -> i64: |batch, keys| {
        let counts = store::members::assigned(batch.db(), batch.gym).await?;
        let counts: BTreeMap<Uuid, i64> =
            counts.into_iter().map(|(template, count)| (template.uuid(), count)).collect();
        let count = |key: &AssignedTo| counts.get(&key.0).copied().unwrap_or(0);
        Ok(keys.iter().map(|key| (key.clone(), count(key))).collect())
    }
}

batch! {
    /// An integration by id.
    IntegrationById(Uuid) -> integration::Model: |batch, keys| {
        let rows = store::integrations::all(batch.db(), batch.gym).await?;
        let wanted = rows.into_iter().map(|row| (IntegrationById(row.id), row));
        Ok(wanted.filter(|(key, _)| keys.contains(key)).collect())
    }
}

batch! {
    /// The figures of a weekly run.
    CountsOf(Uuid) -> Counts: |batch, keys| {
        let runs: Vec<_> = keys.iter().map(|key| domain::ids::RunId::from_uuid(key.0)).collect();
        let rows = store::computations::of_runs(batch.db(), batch.gym, &runs).await?;
        let counts = run_counts::by_run(&rows);
        let of = |key: &CountsOf| counts.get(&key.0).copied().unwrap_or_default();
        Ok(keys.iter().map(|key| (key.clone(), of(key))).collect())
    }
}
