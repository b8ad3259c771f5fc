//! The digests of logged sessions, made again where an older rule made them.

use std::collections::BTreeSet;

use domain::digest::DIGEST_VERSION;
use domain::ids::{GymId, MemberId, SessionLogId};
use domain::snapshot::GymFacts;
use entity::{session_log, store};
use uuid::Uuid;

use super::rebuild::rebuild;
use crate::env::Env;
use crate::error::Result;
use crate::inputs::gym_facts;

/// Sessions of one transaction.
const BATCH: u64 = 200;

/// The rule that digests are made by, as the column keeps it.
pub(super) fn version() -> i32 {
    i32::try_from(DIGEST_VERSION).unwrap_or(i32::MAX)
}

/// Makes every digest anew that an older rule made; answers how many. Any number of nodes may do so at
/// once, and what was done stays done where one of them dies.
pub async fn rebuild_outdated(env: &Env) -> Result<u64> {
    let mut rebuilt = 0;
    for row in store::gyms::all(env.db.read()).await? {
        let gym = GymId::from_uuid(row.id);
        let mut facts = None;
        loop {
            let old = store::session_logs::outdated_digests(env.db.read(), gym, version(), BATCH);
            let old = old.await?;
            if old.is_empty() {
                break;
            }
            if facts.is_none() {
                facts = Some(gym_facts(env.db.read(), &row).await?);
            }
            if let Some(facts) = &facts {
                rebuilt += batch(env, gym, facts, &old).await?;
            }
        }
    }
    Ok(rebuilt)
}

/// One transaction. Under the members' locks, lest a session that is logged again at this moment get
/// the digest of its old sets.
async fn batch(env: &Env, gym: GymId, facts: &GymFacts, old: &[session_log::Model]) -> Result<u64> {
    let members: BTreeSet<Uuid> = old.iter().map(|log| log.member_id).collect();
    let members: Vec<MemberId> = members.into_iter().map(MemberId::from_uuid).collect();
    let ids: Vec<SessionLogId> = old.iter().map(|log| SessionLogId::from_uuid(log.id)).collect();
    let txn = env.db.write().await?;
    store::members::lock(&txn, gym, &members).await?;
    let logs = store::session_logs::by_ids(&txn, gym, &ids).await?;
    let outdated = logs.iter().filter(|log| log.digest_version < version());
    let outdated: Vec<SessionLogId> = outdated.map(|log| SessionLogId::from_uuid(log.id)).collect();
    rebuild(&txn, gym, &facts.catalogue, &outdated).await?;
    txn.commit().await?;
    Ok(outdated.len() as u64)
}
