//! Who holds which roles of staff in a gym.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{Coach, CoachId, Staff, StaffId};
use entity::{coach, staff, store};
use sea_orm::{DatabaseTransaction, Set};

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::{self, Wakes};
use crate::faults::Faults;

/// Longest name and login in characters (`members::profile`).
const NAME_LENGTH: usize = 200;
const SUBJECT_LENGTH: usize = 255;

/// A grant, as the API receives it.
#[derive(Debug, Clone)]
pub struct SetStaff {
    /// The `sub` of the login.
    pub subject: String,
    /// Name as others read it.
    pub display_name: String,
    /// Whether it owns the gym.
    pub owner: bool,
    /// Whether it coaches.
    pub coach: bool,
}

/// Grants a login its roles; without any, withdraws them. `None`: withdrawn. It takes effect with the commit:
/// rights are read with each request, and whoever listens is asked again.
pub async fn set(env: &Env, actor: &Actor, input: SetStaff) -> Result<Done<Option<staff::Model>>> {
    authorize(actor, Action::SetStaff, &Subject::gym(actor.gym))?;
    let mut faults = Faults::default();
    faults.text(&["subject"], Some(&input.subject), SUBJECT_LENGTH);
    faults.text(&["displayName"], Some(&input.display_name), NAME_LENGTH);
    faults.end()?;
    let txn = env.db.write().await?;
    // Two owners who withdraw each other wait for one another here, and one of them stays.
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let before = store::staff::find_subject(&txn, actor.gym, &input.subject).await?;
    keeps_an_owner(&txn, actor, before.as_ref(), &input).await?;
    let coach = coaching(&txn, env, actor, before.as_ref(), &input).await?;
    let after = write(&txn, env, actor, before.as_ref(), &input, coach).await?;
    if before == after {
        txn.commit().await?;
        return Ok(Done::quiet(after));
    }
    let wake = events::rights_changed(&txn, actor.gym, env.now()).await?;
    txn.commit().await?;
    Ok(Done { value: after, wakes: Wakes { events: wake.into_iter().collect(), work: false } })
}

/// A gym has an owner at all times.
async fn keeps_an_owner(
    txn: &DatabaseTransaction,
    actor: &Actor,
    before: Option<&staff::Model>,
    input: &SetStaff,
) -> Result<()> {
    let owned = before.is_some_and(|row| row.owner);
    if owned && !input.owner && store::staff::owners(txn, actor.gym).await? <= 1 {
        let message = "the last owner of the gym can't be withdrawn";
        return Err(Error::field(&["roles"], UserErrorCode::NotAllowedInState, message));
    }
    Ok(())
}

/// The coach record of the login: taken up again where it coached before, and laid down where it does not now.
async fn coaching(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    before: Option<&staff::Model>,
    input: &SetStaff,
) -> Result<Option<CoachId>> {
    let held = before.and_then(|row| row.coach_id).map(CoachId::from_uuid);
    let former = match held {
        None if input.coach => store::coaches::former(txn, actor.gym, &input.subject).await?,
        _ => None,
    };
    let known = held.or(former.map(|row| CoachId::from_uuid(row.id)));
    let name = input.display_name.trim().to_owned();
    match (known, input.coach) {
        (Some(coach), true) => {
            let changes = coach::ActiveModel {
                display_name: Set(name),
                active: Set(true),
                subject: Set(None),
                ..Default::default()
            };
            store::coaches::update(txn, actor.gym, coach, changes).await?;
            Ok(Some(coach))
        }
        (None, true) => {
            let id = env.id::<Coach>();
            let gym_id = actor.gym.uuid();
            let row = coach::Model {
                id: id.uuid(),
                gym_id,
                display_name: name,
                active: true,
                subject: None,
            };
            store::coaches::insert(txn, actor.gym, row).await?;
            Ok(Some(id))
        }
        (Some(coach), false) => {
            let changes = coach::ActiveModel {
                active: Set(false),
                subject: Set(Some(input.subject.clone())),
                ..Default::default()
            };
            store::coaches::update(txn, actor.gym, coach, changes).await?;
            Ok(None)
        }
        (None, false) => Ok(None),
    }
}

async fn write(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    before: Option<&staff::Model>,
    input: &SetStaff,
    coach: Option<CoachId>,
) -> Result<Option<staff::Model>> {
    let id = before.map_or_else(|| env.id::<Staff>(), |row| StaffId::from_uuid(row.id));
    if !input.owner && !input.coach {
        store::staff::delete(txn, actor.gym, id).await?;
        return Ok(None);
    }
    let row = staff::Model {
        id: id.uuid(),
        gym_id: actor.gym.uuid(),
        subject: input.subject.clone(),
        display_name: input.display_name.trim().to_owned(),
        owner: input.owner,
        coach_id: coach.map(|coach| coach.uuid()),
    };
    if before.is_none() {
        store::staff::insert(txn, actor.gym, row.clone()).await?;
    } else {
        let changes = staff::ActiveModel {
            display_name: Set(row.display_name.clone()),
            owner: Set(row.owner),
            coach_id: Set(row.coach_id),
            ..Default::default()
        };
        store::staff::update(txn, actor.gym, id, changes).await?;
    }
    Ok(Some(row))
}
