//! The digests of logged sessions, made again where another rule made them.

use std::collections::BTreeSet;

use domain::config::StrengthConfig;
use domain::digest::DIGEST_VERSION;
use domain::ids::{GymId, MemberId, SessionLogId};
use domain::snapshot::GymFacts;
use entity::{pack, session_log, store};
use uuid::Uuid;

use super::rebuild::rebuild;
use crate::env::Env;
use crate::error::Result;
use crate::inputs::gym_facts;

/// Sessions of one transaction.
const BATCH: u64 = 200;

/// The rule that a gym's digests are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The program's version of it.
    pub(super) version: i32,
    /// The gym's constants of strength: 0 where they are the program's own.
    pub(super) config: i64,
}

impl Rule {
    /// Of the gym as it is.
    pub(crate) fn of(facts: &GymFacts) -> Self {
        let version = i32::try_from(DIGEST_VERSION).unwrap_or(i32::MAX);
        let strength = &facts.config.strength;
        if *strength == StrengthConfig::default() {
            return Self { version, config: 0 };
        }
        let json = serde_json::to_vec(strength).unwrap_or_default();
        let mut first = [0; 8];
        first.copy_from_slice(&pack::digest(&json)[..8]);
        Self { version, config: i64::from_le_bytes(first) }
    }

    /// Whether a digest made by (version, constants) must be made again. One by a newer program stands.
    pub(crate) fn outdates(self, (version, config): (i32, i64)) -> bool {
        version < self.version || (version == self.version && config != self.config)
    }
}

/// Makes every digest anew that another rule made; answers how many. Any number of nodes may do so at
/// once, and what was done stays done where one of them dies.
pub async fn rebuild_outdated(env: &Env) -> Result<u64> {
    let mut rebuilt = 0;
    for row in store::gyms::all(env.db.read()).await? {
        let gym = GymId::from_uuid(row.id);
        let facts = gym_facts(env.db.read(), &row).await?;
        let Rule { version, config } = Rule::of(&facts);
        loop {
            let db = env.db.read();
            let old = store::session_logs::outdated_digests(db, gym, (version, config), BATCH);
            let old: Vec<Outdated> = old.await?.iter().map(Outdated::of).collect();
            if old.is_empty() {
                break;
            }
            rebuilt += make_anew(env, gym, &facts, &old).await?;
        }
    }
    Ok(rebuilt)
}

/// A session whose digest another rule made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outdated {
    /// Whose.
    pub(crate) member: MemberId,
    /// Which.
    pub(crate) session: SessionLogId,
}

impl Outdated {
    fn of(log: &session_log::Model) -> Self {
        let (member, session) = (log.member_id, log.id);
        Self { member: MemberId::from_uuid(member), session: SessionLogId::from_uuid(session) }
    }
}

/// Makes these digests anew, so many in one transaction; answers how many it still had to.
pub(crate) async fn make_anew(
    env: &Env,
    gym: GymId,
    facts: &GymFacts,
    old: &[Outdated],
) -> Result<u64> {
    let mut rebuilt = 0;
    for some in old.chunks(BATCH as usize) {
        rebuilt += batch(env, gym, facts, some).await?;
    }
    Ok(rebuilt)
}

/// One transaction. Under the members' locks, lest a session that is logged again at this moment get
/// the digest of its old sets.
async fn batch(env: &Env, gym: GymId, facts: &GymFacts, old: &[Outdated]) -> Result<u64> {
    let members: BTreeSet<Uuid> = old.iter().map(|one| one.member.uuid()).collect();
    let members: Vec<MemberId> = members.into_iter().map(MemberId::from_uuid).collect();
    let ids: Vec<SessionLogId> = old.iter().map(|one| one.session).collect();
    let rule = Rule::of(facts);
    let txn = env.db.write().await?;
    store::members::lock(&txn, gym, &members).await?;
    let logs = store::session_logs::by_ids(&txn, gym, &ids).await?;
    let outdated = logs.iter().filter(|log| rule.outdates((log.digest_version, log.digest_config)));
    let outdated: Vec<SessionLogId> = outdated.map(|log| SessionLogId::from_uuid(log.id)).collect();
    rebuild(&txn, gym, facts, &outdated).await?;
    txn.commit().await?;
    Ok(outdated.len() as u64)
}
