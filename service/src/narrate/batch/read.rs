//! What a batch brought, and what it left.

use std::collections::HashMap;

use domain::calendar::Week;
use domain::ids::{BatchId, ComputationId, GymId};
use entity::{computation, narrative_batch, store};

use super::record::lease;
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;
use crate::ledger::{self, Failure, Priority, Work};
use crate::narrate::answer::{self, Answer, Paid};
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
    pub subjects: HashMap<String, Vec<Subject>>,
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
    for entry in entries {
        if let Some(subject) = read.remove(&ComputationId::from_uuid(entry.computation_id)) {
            // What was sent is what is answered, whatever people wrote since.
            let subject = Subject { key: entry.content_key, ..subject };
            subjects.entry(entry.custom_id).or_default().push(subject);
        }
    }
    Ok(Open { id, gym, work, subjects })
}

/// Keeps the answers of a batch that were not kept before, with what they cost.
pub async fn unheard(env: &Env, gym: GymId, heard: &[(&Subject, &Answer, Paid)]) -> Result<()> {
    let keys: Vec<String> = heard.iter().map(|(subject, ..)| subject.key.clone()).collect();
    undisturbed(async || {
        let txn = env.db.write().await?;
        let kept = store::narrative_answers::by_keys(&txn, gym, &keys).await?;
        let new = heard.iter().filter(|(subject, ..)| {
            !kept.iter().any(|row| row.content_key == subject.key && row.attempt == 1)
        });
        let bought: Vec<(&Subject, i32, &Answer, Paid)> =
            new.map(|(subject, answer, paid)| (*subject, 1, *answer, *paid)).collect();
        let taken = answer::write(&txn, env, gym, &bought).await?;
        txn.commit().await?;
        answer::book(env, &bought, taken);
        Ok(())
    })
    .await
}

/// Lets computations be asked for alone. With a failure, that counts as an attempt; without, the batch did
/// what it could.
pub async fn left_to_live(
    env: &Env,
    work: &Work,
    ids: &[ComputationId],
    failure: Option<&'static str>,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    undisturbed(async || {
        let txn = env.db.write().await?;
        let priority = Priority::Triggered.value();
        store::computations::raise(&txn, work.gym, ids, priority).await?;
        Ok(txn.commit().await?)
    })
    .await?;
    match failure {
        Some(why) => {
            let failures = ids.iter().map(|id| (*id, Failure::transient(why))).collect();
            ledger::set_aside(env, work.lease, failures).await
        }
        None => ledger::put_back(env, work.lease, ids).await,
    }
}
