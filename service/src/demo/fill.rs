//! Fills the demo gym: in batches, each one transaction, so that a hundred thousand members need little
//! memory, and a demo that was stopped goes on where it stood.

use domain::ids::GymId;
use entity::{gym as gym_row, store};

use super::filler::{BATCH, Filler};
use super::gym::{self, OWNER_SUBJECT};
use super::{member, templates};
use crate::env::Env;
use crate::error::Result;
use crate::templates::publish_new;

/// What is there now.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The gym.
    pub gym: gym_row::Model,
    /// Its members.
    pub members: u64,
    /// Those of them that were written just now.
    pub added: u64,
    /// Sessions of history that were written with them.
    pub sessions: u64,
}

/// Fills the database with the demo gym, or with what it lacks of that many members. Above 1,000 members
/// the season is four weeks long instead of twelve. The same seed gives the same people and histories,
/// whether they are written at once or in several goes.
pub async fn fill(
    env: &Env,
    members: u32,
    seed: u64,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Filled> {
    let Begun { mut filler, before, written, mut sessions } = match existing(env).await? {
        Some(gym) => resumed(env, gym, members, seed).await?,
        None => founded(env, members, seed).await?,
    };
    progress(u64::from(before + written));
    for first in (before + written..members).step_by(BATCH as usize) {
        let txn = env.db.write().await?;
        sessions += filler.batch(&txn, first).await?;
        txn.commit().await?;
        progress(u64::from(members.min(first + BATCH)));
    }
    let gym = GymId::from_uuid(filler.gym.id);
    let all = store::members::count(env.db.read(), gym).await?;
    let added = u64::from(members.saturating_sub(before));
    Ok(Filled { gym: filler.gym, members: all, added, sessions })
}

/// A gym that is being filled.
struct Begun<'a> {
    filler: Filler<'a>,
    /// The demo's members that were there.
    before: u32,
    /// Those that were written with the gym.
    written: u32,
    /// Their sessions.
    sessions: u64,
}

async fn existing(env: &Env) -> Result<Option<gym_row::Model>> {
    let db = env.db.read();
    let Some(owner) = store::staff::by_subject(db, OWNER_SUBJECT).await?.into_iter().next() else {
        return Ok(None);
    };
    Ok(store::gyms::find(db, GymId::from_uuid(owner.gym_id)).await?)
}

/// A new gym with its first members, in one transaction.
async fn founded(env: &Env, members: u32, seed: u64) -> Result<Begun<'_>> {
    let txn = env.db.write().await?;
    let (gym, coaches) = gym::found(&txn, env).await?;
    let id = GymId::from_uuid(gym.id);
    let mut programmes = Vec::new();
    for template in templates::all() {
        programmes.push(publish_new(&txn, env, id, &template).await?);
    }
    let mut filler = Filler::new(env, &txn, gym, (coaches, programmes), members, seed).await?;
    let sessions = filler.batch(&txn, 0).await?;
    txn.commit().await?;
    Ok(Begun { filler, before: 0, written: members.min(BATCH), sessions })
}

/// The gym that is there.
async fn resumed(env: &Env, gym: gym_row::Model, members: u32, seed: u64) -> Result<Begun<'_>> {
    let db = env.db.read();
    let id = GymId::from_uuid(gym.id);
    let coaches = gym::coaches(db, id).await?;
    let mut programmes = Vec::new();
    for template in templates::all() {
        let row = store::templates::by_name(db, id, &template.name).await?;
        programmes.extend(row.map(|row| domain::ids::TemplateId::from_uuid(row.id)));
    }
    if coaches.is_empty() || programmes.is_empty() {
        return Err(anyhow::anyhow!(
            "the demo gym has lost its coaches or templates: name another database for a new one"
        )
        .into());
    }
    let before = there(env, id, members).await?;
    let filler = Filler::new(env, db, gym, (coaches, programmes), members, seed).await?;
    Ok(Begun { filler, before, written: 0, sessions: 0 })
}

/// How many of the demo's first `most` members are there: they are written in the order of their numbers.
async fn there(env: &Env, gym: GymId, most: u32) -> Result<u32> {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        let name = [member::external_id(middle)];
        if store::members::by_external_ids(env.db.read(), gym, &name).await?.is_empty() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}
