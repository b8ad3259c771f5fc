//! Many reports at once: each is stored or refused alone, and a member's week is judged once.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::ids::{GymId, MemberId};
use domain::vocab::Trigger;
use entity::{gym, member, store};

use super::{RecordReadiness, Recorded, put, silent};
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::Wakes;
use crate::material::{Decision, ask_if_material};
use crate::members::{MemberRef, locked, resolve};
use crate::runs::zone;

/// Entries of one batch at most (the contract).
pub const MOST_ENTRIES: usize = 500;

/// What became of a batch.
#[derive(Debug)]
pub struct Batch {
    /// One for each entry, in their order.
    pub results: Vec<Result<Recorded>>,
    /// Whom to wake.
    pub wakes: Wakes,
}

/// Stores the entries, one transaction a member, and judges each member's week once. An entry that is an
/// error already stays one. Errors name their place in the batch.
pub async fn record_batch(
    env: &Env,
    actor: &Actor,
    entries: Vec<Result<RecordReadiness>>,
) -> Result<Batch> {
    if entries.len() > MOST_ENTRIES {
        let message = format!("entries must be at most {MOST_ENTRIES}, got {}", entries.len());
        return Err(Error::field(&["entries"], UserErrorCode::LimitExceeded, message));
    }
    let row = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(env.now(), zone(&row)?);
    let mut results: Vec<Option<Result<Recorded>>> = Vec::new();
    let mut of_members: BTreeMap<MemberId, Vec<Entry>> = BTreeMap::new();
    let mut known = HashMap::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let ready = match entry {
            Ok(input) => ready(env, actor, input, today, &mut known).await,
            Err(error) => Err(error),
        };
        results.push(None);
        match ready {
            Ok((member, input, date)) => {
                let own = of_members.entry(MemberId::from_uuid(member.id)).or_default();
                own.push(Entry { index, input, date });
            }
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(error) => results[index] = Some(Err(refused(error, index))),
        }
    }
    let mut wakes = Wakes::default();
    for (id, own) in of_members {
        let places: Vec<usize> = own.iter().map(|entry| entry.index).collect();
        match of_member(env, &row, id, own).await {
            Ok(recorded) => {
                for (index, recorded) in recorded {
                    wakes.merge(recorded.wakes.clone());
                    results[index] = Some(Ok(recorded));
                }
            }
            // Who was erased meanwhile is missing to their own entries, and to no other's.
            Err(Error::Invalid(errors)) => {
                for index in places {
                    results[index] = Some(Err(refused(Error::Invalid(errors.clone()), index)));
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Batch { results: results.into_iter().flatten().collect(), wakes })
}

/// An entry that can be stored, and its place in the batch.
struct Entry {
    index: usize,
    input: RecordReadiness,
    date: NaiveDate,
}

/// What is wrong with an entry, said of its place in the batch. Whom the caller may not write about is
/// missing to them.
fn refused(error: Error, index: usize) -> Error {
    let error = match error {
        Error::Denied(_) => {
            Error::field(&["member"], UserErrorCode::NotFound, "there is no such member")
        }
        other => other,
    };
    error.under(&["entries", &index.to_string()])
}

/// Checks an entry and finds its member, each once.
async fn ready(
    env: &Env,
    actor: &Actor,
    input: RecordReadiness,
    today: NaiveDate,
    known: &mut HashMap<Option<MemberRef>, member::Model>,
) -> Result<(member::Model, RecordReadiness, NaiveDate)> {
    let date = input.date.unwrap_or(today);
    input.check(actor, date, today)?;
    let member = if let Some(member) = known.get(&input.member) {
        member.clone()
    } else {
        let member = resolve(env.db.read(), actor, input.member.as_ref()).await?;
        let id = MemberId::from_uuid(member.id);
        authorize(actor, Action::RecordReadiness, &Subject::member(actor.gym, id))?;
        known.insert(input.member.clone(), member.clone());
        member
    };
    Ok((member, input, date))
}

async fn of_member(
    env: &Env,
    gym: &gym::Model,
    id: MemberId,
    own: Vec<Entry>,
) -> Result<Vec<(usize, Recorded)>> {
    let gym_id = GymId::from_uuid(gym.id);
    let txn = env.db.write().await?;
    let member = locked(&txn, gym_id, id, "member").await?;
    let mut stored = Vec::with_capacity(own.len());
    for Entry { index, input, date } in own {
        let (outcome, entry) = put(&txn, env, gym_id, &member, &input, date).await?;
        stored.push((index, outcome, entry));
    }
    let telling = stored.iter().any(|(_, outcome, entry)| silent(*outcome, entry).is_none());
    let judged = if telling {
        ask_if_material(&txn, env, gym, id, Trigger::Readiness).await?
    } else {
        Decision::immaterial("nothing new was reported")
    };
    txn.commit().await?;
    let recorded = stored.into_iter().map(|(index, outcome, entry)| {
        let decision = match silent(outcome, &entry) {
            Some(why) => Decision::immaterial(why),
            None => judged.clone(),
        };
        let wakes = decision.wakes();
        (index, Recorded { outcome, entry, member: member.clone(), decision, wakes })
    });
    Ok(recorded.collect())
}
