//! What a coach decided outlives a correction of the log: a set that was dismissed stays out, and a
//! record that was confirmed goes only with its set.

use std::collections::{BTreeMap, BTreeSet};

use domain::digest::Work;
use domain::ids::{GymId, MemberId, RecordId, SessionLogId};
use domain::snapshot::GymFacts;
use entity::{personal_record, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{is_of, record_set};
use crate::error::Result;
use crate::sessions::rebuild;

/// Brings a member's sets and records in line with what was decided of them.
pub(super) async fn keep(
    txn: &DatabaseTransaction,
    gym: GymId,
    member: MemberId,
    facts: &GymFacts,
) -> Result<()> {
    let decided: Vec<personal_record::Model> = store::records::kept(txn, gym, member)
        .await?
        .into_iter()
        .filter(|record| record.decided_at.is_some() && record.session_log_id.is_some())
        .collect();
    let sessions: BTreeSet<Uuid> =
        decided.iter().filter_map(|record| record.session_log_id).collect();
    if sessions.is_empty() {
        return Ok(());
    }
    let ids: Vec<SessionLogId> = sessions.into_iter().map(SessionLogId::from_uuid).collect();
    let sets = store::session_logs::sets(txn, gym, &ids).await?;
    let set_of = |record: &personal_record::Model| -> Vec<&set_log::Model> {
        let own = sets.iter().filter(|set| Some(set.session_log_id) == record.session_log_id);
        own.filter(|set| {
            let read = record_set(set, Work::Strength);
            read.is_some_and(|read| is_of(record, set.movement_id, &read))
        })
        .collect()
    };
    let (dismissed, confirmed): (Vec<_>, Vec<_>) =
        decided.iter().partition(|record| record.dismissed_at.is_some());
    let gone: Vec<RecordId> = confirmed
        .into_iter()
        .filter(|record| set_of(record).is_empty())
        .map(|record| RecordId::from_uuid(record.id))
        .collect();
    store::records::delete(txn, gym, &gone).await?;
    let sets = dismissed.into_iter().flat_map(set_of);
    disbelieve(txn, gym, facts, sets).await
}

/// Takes the loads of these sets out of what the engine reads; those that are out already stay so.
pub(super) async fn disbelieve<'s>(
    txn: &DatabaseTransaction,
    gym: GymId,
    facts: &GymFacts,
    sets: impl Iterator<Item = &'s set_log::Model>,
) -> Result<()> {
    let mut positions: BTreeMap<Uuid, Vec<i32>> = BTreeMap::new();
    for set in sets.filter(|set| !set.disbelieved) {
        positions.entry(set.session_log_id).or_default().push(set.position);
    }
    let mut sessions = Vec::with_capacity(positions.len());
    for (session, positions) in positions {
        let session = SessionLogId::from_uuid(session);
        store::set_logs::disbelieve(txn, gym, session, &positions).await?;
        sessions.push(session);
    }
    rebuild(txn, gym, facts, &sessions).await
}
