//! The life of a batch in the ledger: claimed, recorded, submitted, ended.

use domain::ids::{Batch, BatchId, ComputationId, GymId, LeaseId, MemberId, PlanId};
use entity::instant::{instant, micros};
use entity::{narrative_batch, narrative_batch_entry, store};
use sea_orm::Set;

use super::{DONE, HELD, LOOK, LOST, MOST, OUT, RECORDED, UNCERTAIN};
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;
use crate::ledger::{self, Work};

/// A computation and the message that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The computation.
    pub computation: ComputationId,
    /// Whose week.
    pub member: MemberId,
    /// The revision.
    pub plan: PlanId,
    /// Its number.
    pub number: i32,
    /// Of the facts that are sent.
    pub key: String,
    /// Place of the message in the batch: those of the same facts share one.
    pub message: usize,
}

/// Claims words that are to be asked for together: of one gym and week, once its run is over.
pub async fn claim(env: &Env, holder: &str) -> Result<Option<Work>> {
    match ledger::claim_ahead(env, holder, MOST).await? {
        Some(lease) => ledger::start(env, holder, lease).await,
        None => Ok(None),
    }
}

/// The name of a message, by which its answer and the batch itself are known again.
pub(super) fn name(batch: BatchId, message: usize) -> String {
    format!("{}{message}", marker(batch))
}

/// What all names of a batch begin with.
pub fn marker(batch: BatchId) -> String {
    format!("mc_{}_", batch.uuid().simple())
}

/// Records a batch that is about to be submitted; its lease is its own from now on. `None` where the lease is
/// gone. Answers the batch and the names of its messages, by place.
pub async fn record(
    env: &Env,
    work: &Work,
    entries: &[Entry],
    estimated_usd: f64,
) -> Result<Option<(BatchId, Vec<String>)>> {
    let id = env.id::<Batch>();
    let now = env.now();
    let messages = entries.iter().map(|entry| entry.message + 1).max().unwrap_or(0);
    let row = narrative_batch::Model {
        id: id.uuid(),
        gym_id: work.gym.uuid(),
        week_of: work.week.monday(),
        lease_id: work.lease.uuid(),
        state: RECORDED.to_owned(),
        provider_id: None,
        requests: i32::try_from(messages).map_err(anyhow::Error::from)?,
        estimated_usd,
        recorded_at: micros(now),
        looked_at: micros(now),
        ended_at: None,
    };
    let rows = entries.iter().map(|entry| narrative_batch_entry::Model {
        batch_id: id.uuid(),
        computation_id: entry.computation.uuid(),
        gym_id: work.gym.uuid(),
        member_id: entry.member.uuid(),
        content_key: entry.key.clone(),
        custom_id: name(id, entry.message),
        plan_id: Some(entry.plan.uuid()),
        number: Some(entry.number),
    });
    let rows: Vec<_> = rows.collect();
    let recorded = undisturbed(async || {
        let txn = env.db.write().await?;
        let holder = format!("batch {id}");
        if !store::leases::hand_over(&txn, work.lease, &holder, now + HELD).await? {
            return Ok(false);
        }
        store::narrative_batches::insert(&txn, work.gym, row.clone(), rows.clone()).await?;
        txn.commit().await?;
        Ok(true)
    });
    let names = (0..messages).map(|message| name(id, message)).collect();
    Ok(recorded.await?.then_some((id, names)))
}

/// To be asked right before a batch is sent. False: it is not to be sent, for somebody has looked what became of
/// it, and may take its narratives back.
pub async fn sending(env: &Env, gym: GymId, id: BatchId) -> Result<bool> {
    let txn = env.db.write().await?;
    let sending = store::narrative_batches::begin(&txn, gym, id, RECORDED, env.now()).await?;
    txn.commit().await?;
    Ok(sending)
}

/// The provider has it under this name.
pub async fn submitted(env: &Env, gym: GymId, id: BatchId, provider_id: &str) -> Result<()> {
    let changes = narrative_batch::ActiveModel {
        state: Set(OUT.to_owned()),
        provider_id: Set(Some(provider_id.to_owned())),
        looked_at: Set(micros(env.now())),
        ..Default::default()
    };
    write(env, gym, id, changes).await
}

/// The provider never had it. Its computations are for the caller to give back.
pub async fn lose(env: &Env, gym: GymId, id: BatchId) -> Result<()> {
    ended(env, gym, id, LOST).await
}

/// Its results are read.
pub async fn end(env: &Env, gym: GymId, id: BatchId) -> Result<()> {
    ended(env, gym, id, DONE).await
}

async fn ended(env: &Env, gym: GymId, id: BatchId, state: &str) -> Result<()> {
    let changes = narrative_batch::ActiveModel {
        state: Set(state.to_owned()),
        ended_at: Set(Some(micros(env.now()))),
        ..Default::default()
    };
    write(env, gym, id, changes).await
}

async fn write(
    env: &Env,
    gym: GymId,
    id: BatchId,
    changes: narrative_batch::ActiveModel,
) -> Result<()> {
    undisturbed(async || {
        let txn = env.db.write().await?;
        store::narrative_batches::update(&txn, gym, id, changes.clone()).await?;
        Ok(txn.commit().await?)
    })
    .await
}

/// Batches that want to be looked at, of all gyms.
pub async fn looks(env: &Env) -> Result<Vec<narrative_batch::Model>> {
    let now = env.now();
    let mut rows = store::narrative_batches::to_look_at(env.db.read(), now - LOOK).await?;
    rows.retain(|row| row.state == OUT || instant(row.looked_at) <= now - UNCERTAIN);
    Ok(rows)
}

/// Takes the turn to look at a batch. False if another node was faster.
pub async fn take(env: &Env, batch: &narrative_batch::Model) -> Result<bool> {
    let txn = env.db.write().await?;
    let taken = store::narrative_batches::take_look(&txn, batch, env.now()).await?;
    txn.commit().await?;
    Ok(taken)
}

/// The lease that holds a batch's computations.
pub(super) fn lease(batch: &narrative_batch::Model) -> LeaseId {
    LeaseId::from_uuid(batch.lease_id)
}
