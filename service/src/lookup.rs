//! Finding what a person at a terminal names: a member or a gym by id, or by the gym's own words.

use domain::ids::{GymId, MemberId, PlanId};
use entity::{gym, member, plan, store};

use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};

/// The member called `name`: an id, or the gym's own id of them where that is one member only.
pub async fn member(env: &Env, name: &str) -> Result<member::Model> {
    let db = env.db.read();
    let id = name.parse::<MemberId>().ok();
    let mut found = Vec::new();
    for gym in store::gyms::all(db).await? {
        let gym = GymId::from_uuid(gym.id);
        match id {
            Some(id) => found.extend(store::members::find(db, gym, id).await?),
            None => {
                found.extend(store::members::by_external_ids(db, gym, &[name.to_owned()]).await?);
            }
        }
    }
    let message = match found.len() {
        1 => return Ok(found.remove(0)),
        0 => format!(
            "there is no member {name}: name one by an id (member_…) or by the gym's own id"
        ),
        several => format!("{several} gyms have a member {name}: name one by an id (member_…)"),
    };
    Err(Error::field(&["member"], UserErrorCode::NotFound, message))
}

/// The plan with this id, of whichever gym.
pub async fn plan(env: &Env, id: PlanId) -> Result<plan::Model> {
    let db = env.db.read();
    for gym in store::gyms::all(db).await? {
        if let Some(plan) = store::plans::find(db, GymId::from_uuid(gym.id), id).await? {
            return Ok(plan);
        }
    }
    Err(Error::field(&["plan"], UserErrorCode::NotFound, format!("there is no plan {id}")))
}

/// The gym called `name`, or the only one there is.
pub async fn gym(env: &Env, name: Option<&str>) -> Result<gym::Model> {
    let mut gyms = store::gyms::all(env.db.read()).await?;
    if let Some(name) = name {
        let id = name.parse::<GymId>().map_or_else(|_| None, |id| Some(id.uuid()));
        gyms.retain(|gym| Some(gym.id) == id || gym.name == name);
    }
    let message = match (gyms.len(), name) {
        (1, _) => return Ok(gyms.remove(0)),
        (0, Some(name)) => {
            format!("there is no gym {name}: name one by its id (gym_…) or its name")
        }
        (0, None) => {
            "there is no gym yet: `microcycle gym add` or `microcycle demo` makes one".to_owned()
        }
        (several, _) => format!("there are {several} gyms: name one with --gym"),
    };
    Err(Error::field(&["gym"], UserErrorCode::NotFound, message))
}
