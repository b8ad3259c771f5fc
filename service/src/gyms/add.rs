//! A gym added by an operator, with the login that owns it.

use domain::ids::{GymId, Staff};
use domain::vocab::{ReviewPolicy, TrackKind, WeightUnit};
use entity::{gym, staff, store};
use sea_orm::DatabaseTransaction;

use super::{NewGym, found};
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// Longest name and login in characters, as everywhere else.
const NAME_LENGTH: usize = 200;
const SUBJECT_LENGTH: usize = 255;

/// The tracks that a gym begins with: its owners rename them and add others.
pub const FIRST_TRACKS: [(&str, &str, TrackKind); 4] = [
    ("strength", "Strength", TrackKind::Strength),
    ("weightlifting", "Weightlifting", TrackKind::Weightlifting),
    ("gymnastics", "Gymnastics", TrackKind::Gymnastics),
    ("conditioning", "Conditioning", TrackKind::Conditioning),
];

/// A gym, as an operator names it.
#[derive(Debug, Clone)]
pub struct AddGym {
    /// Its name.
    pub name: String,
    /// Its time zone.
    pub time_zone: chrono_tz::Tz,
    /// The unit it loads in.
    pub unit: WeightUnit,
    /// The `sub` of the owner's login.
    pub owner_subject: String,
    /// The owner's name as others read it.
    pub owner_name: String,
}

/// The gym that is there now.
#[derive(Debug, Clone)]
pub struct AddedGym {
    /// The gym.
    pub gym: gym::Model,
    /// Whether it was added just now.
    pub new: bool,
}

/// Adds a gym with its owner, the first tracks and the starter catalogue; plans of new members wait for a
/// coach. The same owner's gym of that name is not added again.
pub async fn add(env: &Env, input: AddGym) -> Result<AddedGym> {
    let mut faults = Faults::default();
    faults.text(&["gymName"], Some(&input.name), NAME_LENGTH);
    faults.text(&["ownerSubject"], Some(&input.owner_subject), SUBJECT_LENGTH);
    faults.text(&["ownerName"], Some(&input.owner_name), NAME_LENGTH);
    faults.end()?;
    let name = input.name.trim();
    let txn = env.db.write().await?;
    // Of two who add a gym at the same moment the second finds the first's.
    store::gyms::lock_list(&txn).await?;
    let gyms = store::gyms::all(&txn).await?;
    if let Some(gym) = gyms.into_iter().find(|gym| gym.name == name) {
        known(&txn, &gym, &input).await?;
        return Ok(AddedGym { gym, new: false });
    }
    let new = NewGym {
        name: name.to_owned(),
        time_zone: input.time_zone,
        unit: input.unit,
        review_policy: ReviewPolicy::NewMembers,
        tracks: FIRST_TRACKS.to_vec(),
    };
    let gym = found(&txn, env, &new).await?;
    let owner = staff::Model {
        id: env.id::<Staff>().uuid(),
        gym_id: gym.id,
        subject: input.owner_subject,
        display_name: input.owner_name.trim().to_owned(),
        owner: true,
        coach_id: None,
    };
    store::staff::insert(&txn, GymId::from_uuid(gym.id), owner).await?;
    txn.commit().await?;
    Ok(AddedGym { gym, new: true })
}

/// Refuses a gym of the same name that is another than the one asked for.
async fn known(txn: &DatabaseTransaction, gym: &gym::Model, input: &AddGym) -> Result<()> {
    let id = GymId::from_uuid(gym.id);
    let taken = |message: String| Error::field(&["gymName"], UserErrorCode::Duplicate, message);
    let login = store::staff::find_subject(txn, id, &input.owner_subject).await?;
    if !login.is_some_and(|login| login.owner) {
        let message = format!(
            "there is a gym {} already ({id}) that {} does not own: an owner of it grants roles with setStaff",
            gym.name, input.owner_subject
        );
        return Err(taken(message));
    }
    let zone = input.time_zone.name();
    if gym.time_zone != zone || gym.weight_unit != input.unit.as_str() {
        let message = format!(
            "the gym {} is there already ({id}), in {} and {}: its owner changes that with updateGymSettings",
            gym.name, gym.time_zone, gym.weight_unit
        );
        return Err(taken(message));
    }
    Ok(())
}
