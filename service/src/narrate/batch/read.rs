//! What a batch brought, and what it left.

use std::collections::HashMap;

use domain::calendar::Week;
use domain::ids::{BatchId, CallId, ComputationId, GymId, PlanId};
use entity::{computation, narrative_batch, store};
use sha2::{Digest as _, Sha256};

use super::record::lease;
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;
use crate::ledger::{self, Failure, Priority, Work};
use crate::narrate::answer::{self, Answer, Bought, Paid};
use crate::narrate::asking;
use crate::narrate::subject::{Subject, of_rows};

/// A batch as it is read: what it asked for, whatever became of that meanwhile.
pub struct Open {
    /// Its id.
    pub id: BatchId,
    /// The gym.
    pub gym: GymId,
    /// What its lease still holds.
    pub work: Work,
    /// What each message is about, by name: several where their facts are the same.
    subjects: HashMap<String, Vec<Subject>>,
    /// The revisions of messages of which only the cost is still of interest.
    bare: HashMap<String, (PlanId, i32)>,
}

impl Open {
    /// What a message is about; nothing, where its members were erased.
    pub fn about(&self, name: &str) -> &[Subject] {
        self.subjects.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Reads what a batch asked for. Revisions that are no longer the newest are read too: their words are paid for
/// and may be wanted again.
pub async fn open(env: &Env, batch: &narrative_batch::Model) -> Result<Open> {
    let (id, gym) = (BatchId::from_uuid(batch.id), GymId::from_uuid(batch.gym_id));
    let week = Week::new(batch.week_of).map_err(anyhow::Error::from)?;
    let entries = store::narrative_batches::entries(env.db.read(), gym, id).await?;
    let ids: Vec<ComputationId> =
        entries.iter().map(|entry| ComputationId::from_uuid(entry.computation_id)).collect();
    let rows: Vec<computation::Model> =
        store::computations::by_ids(env.db.read(), gym, &ids).await?;
    let work = ledger::held(env, lease(batch), gym, week).await?;
    let mut read: HashMap<ComputationId, Subject> = of_rows(env, gym, week, &rows)
        .await?
        .into_iter()
        .map(|one| (one.computation, one))
        .collect();
    let mut subjects: HashMap<String, Vec<Subject>> = HashMap::new();
    let mut bare = HashMap::new();
    for entry in entries {
        if let Some(subject) = read.remove(&ComputationId::from_uuid(entry.computation_id)) {
            // What was sent is what is answered, whatever people wrote since.
            let subject = Subject { key: entry.content_key, ..subject };
            subjects.entry(entry.custom_id).or_default().push(subject);
        } else if let (Some(plan), Some(number)) = (entry.plan_id, entry.number) {
            bare.insert(entry.custom_id, (PlanId::from_uuid(plan), number));
        }
    }
    Ok(Open { id, gym, work, subjects, bare })
}

/// One answer of a batch.
pub struct Heard {
    /// The message's name.
    pub name: String,
    /// What was answered.
    pub answer: Answer,
    /// What was paid for it.
    pub paid: Paid,
}

/// Keeps the answers of a batch, with what they cost. Read twice, or by two nodes, they cost once.
pub async fn keep(env: &Env, open: &Open, heard: &[Heard]) -> Result<()> {
    let bought: Vec<Bought<'_>> = heard.iter().filter_map(|one| bought(open, one)).collect();
    undisturbed(async || answer::keep_all(env, open.gym, &bought).await).await
}

/// `None` where nothing at all is known of the message.
fn bought<'a>(open: &'a Open, heard: &'a Heard) -> Option<Bought<'a>> {
    let subject = open.subjects.get(&heard.name).and_then(|subjects| subjects.first());
    let revision = match subject {
        Some(subject) => (subject.plan, subject.number),
        None => *open.bare.get(&heard.name)?,
    };
    Some(Bought {
        call: call(open.id, &heard.name),
        revision,
        about: subject.map(|subject| (subject, 1)),
        answer: &heard.answer,
        paid: heard.paid,
    })
}

/// The id of what a message of a batch has cost: always the same.
fn call(batch: BatchId, name: &str) -> CallId {
    let digest = Sha256::new().chain_update(batch.uuid()).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CallId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Lets weeks be asked for alone. With a failure, that counts as an attempt; without, the batch did what it
/// could.
pub async fn left_to_live(
    env: &Env,
    work: &Work,
    subjects: &[&Subject],
    failure: Option<&'static str>,
) -> Result<()> {
    if subjects.is_empty() {
        return Ok(());
    }
    let ids: Vec<ComputationId> = subjects.iter().map(|subject| subject.computation).collect();
    let keys: Vec<String> = subjects.iter().map(|subject| subject.key.clone()).collect();
    asking::leave(env, work.gym, work.lease, &keys).await?;
    raise(env, work.gym, &ids).await?;
    match failure {
        Some(why) => {
            let failures = ids.iter().map(|id| (*id, Failure::transient(why))).collect();
            ledger::set_aside(env, work.lease, failures).await
        }
        None => ledger::put_back(env, work.lease, &ids).await,
    }
}

/// Ends the lease of a batch: what it still holds is asked for alone. Answers how much that was.
pub async fn give_up(env: &Env, work: &Work, why: &'static str) -> Result<usize> {
    let held = ledger::held(env, work.lease, work.gym, work.week).await?;
    let ids: Vec<ComputationId> = held.items.iter().map(|item| item.computation).collect();
    raise(env, work.gym, &ids).await?;
    ledger::settle(env, work.lease, Some(Failure::transient(why))).await
}

/// From now on as urgent as a change of a week.
async fn raise(env: &Env, gym: GymId, ids: &[ComputationId]) -> Result<()> {
    undisturbed(async || {
        let txn = env.db.write().await?;
        store::computations::raise(&txn, gym, ids, Priority::Triggered.value()).await?;
        Ok(txn.commit().await?)
    })
    .await
}
