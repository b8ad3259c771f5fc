//! Who asks a model about which facts: one lease at a time, of whichever node, alone or in a batch. Who comes
//! second waits for the first one's answer.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::ids::{GymId, LeaseId};
use entity::store;

use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::Result;

/// How long what another asks about waits before it looks again. House choice: as often as batches are looked at.
pub const ELSEWHERE: Duration = Duration::seconds(60);

/// Takes facts, by key, for as long as the lease lasts, but for those that another lease has. Answers those that
/// may be asked about. What the other one kept meanwhile is to be read after this, not before.
pub async fn take(
    env: &Env,
    gym: GymId,
    lease: LeaseId,
    keys: &BTreeSet<String>,
) -> Result<BTreeSet<String>> {
    if keys.is_empty() {
        return Ok(BTreeSet::new());
    }
    undisturbed(async || {
        let txn = env.db.write().await?;
        let taken = store::narrative_askings::take(&txn, gym, lease, keys).await?;
        txn.commit().await?;
        Ok(taken)
    })
    .await
}

/// Lets others ask about facts before the lease ends.
pub async fn leave(env: &Env, gym: GymId, lease: LeaseId, keys: &[String]) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    undisturbed(async || {
        let txn = env.db.write().await?;
        store::narrative_askings::leave(&txn, gym, lease, keys).await?;
        Ok(txn.commit().await?)
    })
    .await
}

/// Whether somebody asks about these facts now.
pub async fn is_asked(env: &Env, gym: GymId, key: &str) -> Result<bool> {
    Ok(store::narrative_askings::is_asked(env.db.read(), gym, key).await?)
}
