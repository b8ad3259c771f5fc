//! Claiming: due computations become leases, a message each.

use chrono::{DateTime, Utc};
use domain::ids::{ComputationId, GymId, Lease, LeaseId};
use domain::vocab::ComputationKind;
use entity::instant::micros;
use entity::store::computations::{Candidate, Due};
use entity::{lease, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Lane;
use crate::env::Env;
use crate::error::Result;

/// Most computations of a message: what a weekly run's cost per member stops falling at
/// (`performance.md` §5).
const TOGETHER: usize = 256;
/// After one attempt: one of them may have killed its process.
const TOGETHER_AFTER_ONE: usize = 16;

/// Most messages that one look at the triggered computations can fill.
const MESSAGES_A_LOOK: usize = 4;

/// The word for leases of narratives that are asked for together: they are on no lane.
const AHEAD: &str = "AHEAD";

/// Gyms looked at in one round of the bulk lane.
const GYMS_A_ROUND: u64 = 64;

/// How much may be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Plans or narratives.
    pub kind: ComputationKind,
    /// Most leases, now.
    pub leases: usize,
    /// Most bulk leases of one gym in flight.
    pub bulk_per_gym: u64,
}

/// When the next computation of a kind is due; it may be long past.
pub async fn next_due(env: &Env, kind: ComputationKind) -> Result<Option<DateTime<Utc>>> {
    Ok(store::computations::next_due(env.db.read(), kind).await?)
}

/// Claims what is due for one lane, into leases that are not started yet.
///
/// Triggered computations by priority and age; bulk ones of the gym served longest ago, one message
/// a turn. One whose member's week is under way stays.
pub async fn claim(env: &Env, holder: &str, lane: Lane, limits: Limits) -> Result<Vec<LeaseId>> {
    let now = env.now();
    let nothing_due = next_due(env, limits.kind).await?.is_none_or(|due| due > now);
    if nothing_due || limits.leases == 0 {
        return Ok(Vec::new());
    }
    let (from_priority, to_priority) = lane.priorities();
    let due = Due { kind: limits.kind, from_priority, to_priority, at: now };
    match lane {
        Lane::Triggered => claim_triggered(env, holder, &due, limits.leases).await,
        Lane::Bulk => claim_bulk(env, holder, &due, limits).await,
    }
}

async fn claim_triggered(
    env: &Env,
    holder: &str,
    due: &Due,
    leases: usize,
) -> Result<Vec<LeaseId>> {
    let leases = leases.min(MESSAGES_A_LOOK);
    let txn = env.db.write().await?;
    let candidates =
        store::computations::claimable(&txn, None, due, (leases * TOGETHER) as u64).await?;
    let mut claimed = Vec::new();
    for message in messages(candidates).into_iter().take(leases) {
        claimed.push(put_under_lease(&txn, env, holder, Lane::Triggered.as_str(), &message).await?);
    }
    txn.commit().await?;
    Ok(claimed)
}

async fn claim_bulk(env: &Env, holder: &str, due: &Due, limits: Limits) -> Result<Vec<LeaseId>> {
    let mut claimed = Vec::new();
    loop {
        let before = claimed.len();
        for gym in store::computations::gyms_with_due(env.db.read(), due, GYMS_A_ROUND).await? {
            if claimed.len() >= limits.leases {
                return Ok(claimed);
            }
            claimed.extend(claim_turn(env, holder, gym, due, limits.bulk_per_gym).await?);
        }
        if claimed.len() == before {
            return Ok(claimed);
        }
    }
}

/// One gym's turn: at most one message.
async fn claim_turn(
    env: &Env,
    holder: &str,
    gym: GymId,
    due: &Due,
    most: u64,
) -> Result<Option<LeaseId>> {
    let txn = env.db.write().await?;
    if !store::computations::take_turn(&txn, gym).await? {
        return Ok(None);
    }
    if store::leases::count(&txn, gym, Lane::Bulk.as_str()).await? >= most {
        return Ok(None);
    }
    let candidates = store::computations::claimable(&txn, Some(gym), due, TOGETHER as u64).await?;
    let Some(message) = messages(candidates).into_iter().next() else {
        return Ok(None);
    };
    let lease = put_under_lease(&txn, env, holder, Lane::Bulk.as_str(), &message).await?;
    store::gyms::mark_served(&txn, gym, due.at).await?;
    txn.commit().await?;
    Ok(Some(lease))
}

/// Claims narratives that were asked for ahead of time, of one gym and week and at most so many, into a lease
/// that is not started yet. While the week's run goes on they wait, so as to be asked for together.
pub async fn claim_ahead(env: &Env, holder: &str, most: usize) -> Result<Option<LeaseId>> {
    let now = env.now();
    let kind = ComputationKind::Narrative;
    if next_due(env, kind).await?.is_none_or(|due| due > now) {
        return Ok(None);
    }
    let (from_priority, to_priority) = Lane::Bulk.priorities();
    let due = Due { kind, from_priority, to_priority, at: now };
    for gym in store::computations::gyms_with_due(env.db.read(), &due, GYMS_A_ROUND).await? {
        let txn = env.db.write().await?;
        if !store::computations::take_turn(&txn, gym).await? {
            continue;
        }
        let found = store::computations::claimable(&txn, Some(gym), &due, most as u64).await?;
        let Some(week) = found.first().map(|first| first.week_of) else { continue };
        if store::runs::running(&txn, gym, week).await?.is_some() {
            continue;
        }
        let of_week = found.iter().filter(|one| one.week_of == week);
        let message =
            Message { gym: gym.uuid(), computations: of_week.map(|one| one.id).collect() };
        let lease = put_under_lease(&txn, env, holder, AHEAD, &message).await?;
        txn.commit().await?;
        return Ok(Some(lease));
    }
    Ok(None)
}

/// What one message carries.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    gym: Uuid,
    computations: Vec<Uuid>,
}

/// Puts computations of one gym and week together, in the order given: fewer the more often they
/// were started, so that one that kills its process takes few others along.
fn messages(candidates: Vec<Candidate>) -> Vec<Message> {
    let mut open: Vec<(_, usize, Message)> = Vec::new();
    for candidate in candidates {
        let most = match candidate.attempts {
            ..=0 => TOGETHER,
            1 => TOGETHER_AFTER_ONE,
            2.. => 1,
        };
        let key = (candidate.gym_id, candidate.week_of);
        let room = open.iter_mut().find(|(of, size, message)| {
            *of == key && *size == most && message.computations.len() < most
        });
        if let Some((_, _, message)) = room {
            message.computations.push(candidate.id);
        } else {
            let message = Message { gym: candidate.gym_id, computations: vec![candidate.id] };
            open.push((key, most, message));
        }
    }
    open.into_iter().map(|(_, _, message)| message).collect()
}

async fn put_under_lease(
    txn: &DatabaseTransaction,
    env: &Env,
    holder: &str,
    lane: &str,
    message: &Message,
) -> Result<LeaseId> {
    let (id, now) = (env.id::<Lease>(), env.now());
    let row = lease::Model {
        id: id.uuid(),
        gym_id: message.gym,
        lane: lane.to_owned(),
        holder: holder.to_owned(),
        expires_at: micros(now + env.pace.lease()),
        started_at: None,
        created_at: micros(now),
    };
    store::leases::insert(txn, vec![row]).await?;
    let ids: Vec<ComputationId> =
        message.computations.iter().copied().map(ComputationId::from_uuid).collect();
    store::computations::lease(txn, GymId::from_uuid(message.gym), &ids, id).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use chrono::NaiveDate;

    fn candidate(id: u128, gym: u128, attempts: i32) -> Candidate {
        Candidate {
            id: Uuid::from_u128(id),
            gym_id: Uuid::from_u128(gym),
            week_of: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
            attempts,
        }
    }

    fn sizes(candidates: Vec<Candidate>) -> Vec<usize> {
        messages(candidates).iter().map(|message| message.computations.len()).collect()
    }

    #[test]
    fn computations_of_one_gym_share_a_message() {
        let two_gyms = (0..600).map(|id| candidate(id, id % 2, 0)).collect();

        assert_eq!(sizes(two_gyms), [256, 256, 44, 44]);
    }

    #[test]
    fn what_failed_once_goes_by_sixteens_and_what_failed_twice_alone() {
        let once = (0..20).map(|id| candidate(id, 1, 1)).collect();
        let twice = (0..3).map(|id| candidate(id, 1, 2)).collect();

        assert_eq!(sizes(once), [16, 4]);
        assert_eq!(sizes(twice), [1, 1, 1]);
        assert_eq!(sizes(vec![candidate(1, 1, 0), candidate(2, 1, 1), candidate(3, 1, 0)]), [2, 1]);
    }
}
