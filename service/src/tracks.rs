//! A gym's tracks: added and renamed, never taken away, for plans and history name them.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{Track, TrackId};
use domain::vocab::TrackKind;
use entity::{store, track};
use sea_orm::Set;

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// Longest key and longest name, in characters.
const KEY_LENGTH: usize = 40;
const NAME_LENGTH: usize = 60;
/// Most tracks of a gym. House choice: a week has seven days.
const MOST_TRACKS: usize = 50;

/// A new track as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTrack {
    /// Stable, unique in the gym.
    pub key: String,
    /// Name as members read it.
    pub name: String,
    /// What it trains.
    pub kind: TrackKind,
}

/// A change of a track; `None` stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateTrack {
    /// Which.
    pub id: TrackId,
    /// Name as members read it.
    pub name: Option<String>,
    /// What it trains.
    pub kind: Option<TrackKind>,
}

/// Adds a track.
pub async fn create(env: &Env, actor: &Actor, input: CreateTrack) -> Result<Done<track::Model>> {
    authorize(actor, Action::EditTracks, &Subject::gym(actor.gym))?;
    input.check()?;
    let txn = env.db.write().await?;
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let all = store::tracks::all(&txn, actor.gym).await?;
    if all.iter().any(|track| track.key == input.key) {
        let message = format!("there is a track {} already", input.key);
        return Err(Error::field(&["key"], UserErrorCode::Duplicate, message));
    }
    if all.len() >= MOST_TRACKS {
        let message = format!("a gym has at most {MOST_TRACKS} tracks");
        return Err(Error::field(&[], UserErrorCode::LimitExceeded, message));
    }
    let row = track::Model {
        id: env.id::<Track>().uuid(),
        gym_id: actor.gym.uuid(),
        key: input.key,
        name: input.name.trim().to_owned(),
        kind: input.kind.to_string(),
    };
    store::tracks::insert(&txn, actor.gym, vec![row.clone()]).await?;
    txn.commit().await?;
    Ok(Done::quiet(row))
}

/// Renames a track or says otherwise what it trains. The weeks that are computed from now on read it so.
pub async fn update(env: &Env, actor: &Actor, input: UpdateTrack) -> Result<Done<track::Model>> {
    authorize(actor, Action::EditTracks, &Subject::gym(actor.gym))?;
    let mut faults = Faults::default();
    faults.text(&["name"], input.name.as_deref(), NAME_LENGTH);
    faults.end()?;
    let missing = || Error::field(&["id"], UserErrorCode::NotFound, "there is no such track");
    let txn = env.db.write().await?;
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let mut row = store::tracks::find(&txn, actor.gym, input.id).await?.ok_or_else(missing)?;
    if let Some(name) = input.name {
        name.trim().clone_into(&mut row.name);
    }
    if let Some(kind) = input.kind {
        row.kind = kind.to_string();
    }
    let changes = track::ActiveModel {
        name: Set(row.name.clone()),
        kind: Set(row.kind.clone()),
        ..Default::default()
    };
    store::tracks::update(&txn, actor.gym, input.id, changes).await?;
    txn.commit().await?;
    Ok(Done::quiet(row))
}

impl CreateTrack {
    fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let begins = self.key.starts_with(|c: char| c.is_ascii_lowercase());
        if !begins || !self.key.chars().all(plain) || self.key.len() > KEY_LENGTH {
            let message = format!(
                "key must begin with a letter and have at most {KEY_LENGTH} of a to z, 0 to 9 and \
                 hyphens, got {:?}",
                self.key
            );
            faults.add(&["key"], UserErrorCode::Invalid, message);
        }
        faults.text(&["name"], Some(&self.name), NAME_LENGTH);
        faults.end()
    }
}
