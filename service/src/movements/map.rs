//! An imported name that has been mapped: its sets become the movement's, and the history of whoever
//! logged them is read again.

use std::collections::BTreeMap;

use domain::ids::{GymId, MemberId, MovementId, SessionLogId};
use domain::vocab::Trigger;
use entity::{gym, movement, store};
use sea_orm::{DatabaseTransaction, Set};

use crate::env::Env;
use crate::error::Result;
use crate::events::Wakes;
use crate::inputs::gym_facts;
use crate::material::ask_if_material;
use crate::records;
use crate::sessions::rebuild;

/// Sessions that are looked up at once.
const AT_ONCE: usize = 500;

/// Gives `known` the sets of the names that were `mapped` to it, and reads again what was logged under
/// them, and under its own where that now says something else. Lock the gym before.
pub(super) async fn again(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    known: &movement::Model,
    mapped: &[movement::Model],
    reads_otherwise: bool,
) -> Result<Wakes> {
    let id = GymId::from_uuid(gym.id);
    let mut movements: Vec<MovementId> =
        mapped.iter().map(|row| MovementId::from_uuid(row.id)).collect();
    if reads_otherwise {
        movements.push(MovementId::from_uuid(known.id));
    }
    if movements.is_empty() {
        return Ok(Wakes::default());
    }
    let sessions = store::set_logs::sessions_with(txn, id, &movements).await?;
    let of_members = by_member(txn, id, &sessions).await?;
    let members: Vec<MemberId> = of_members.keys().copied().collect();
    store::members::lock(txn, id, &members).await?;
    for unknown in mapped {
        give(txn, id, unknown, known).await?;
    }
    let facts = gym_facts(txn, gym).await?;
    rebuild(txn, id, &facts, &sessions).await?;
    let mut wakes = Wakes::default();
    for (member, sessions) in of_members {
        records::again(txn, env, id, member, &sessions, &facts).await?;
        let decision = ask_if_material(txn, env, gym, member, Trigger::PersonalRecord).await?;
        wakes.merge(decision.wakes());
    }
    Ok(wakes)
}

async fn by_member(
    txn: &DatabaseTransaction,
    gym: GymId,
    sessions: &[SessionLogId],
) -> Result<BTreeMap<MemberId, Vec<SessionLogId>>> {
    let mut of: BTreeMap<MemberId, Vec<SessionLogId>> = BTreeMap::new();
    for some in sessions.chunks(AT_ONCE) {
        for log in store::session_logs::by_ids(txn, gym, some).await? {
            let member = MemberId::from_uuid(log.member_id);
            of.entry(member).or_default().push(SessionLogId::from_uuid(log.id));
        }
    }
    Ok(of)
}

/// The row of the name stays, for plans and templates that cite its key; it is read as `known` is.
async fn give(
    txn: &DatabaseTransaction,
    gym: GymId,
    unknown: &movement::Model,
    known: &movement::Model,
) -> Result<()> {
    let (from, to) = (MovementId::from_uuid(unknown.id), MovementId::from_uuid(known.id));
    store::set_logs::rename(txn, gym, from, to).await?;
    store::records::rename(txn, gym, from, to).await?;
    let lift = known.reference_lift_key.as_ref().unwrap_or(&known.key);
    let changes = movement::ActiveModel {
        pattern: Set(known.pattern.clone()),
        reference_lift_key: Set(Some(lift.clone())),
        implement: Set(known.implement.clone()),
        loads: Set(known.loads.clone()),
        unmapped: Set(false),
        mapped_to: Set(Some(known.id)),
        ..Default::default()
    };
    store::movements::update(txn, gym, from, changes).await?;
    Ok(())
}
