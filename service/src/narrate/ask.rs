//! Asking for the words of new revisions, in the transaction that writes them.

use domain::calendar::Week;
use domain::ids::{ComputationId, GymId, MemberId};
use domain::vocab::{ComputationKind, Trigger};
use entity::{gym, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;
use crate::ledger::{self, Ask, Priority};

/// Said of words that were still to come to a revision that is no longer the newest.
const REVISED: &str = "the week was revised before its words came";

/// A revision that was just written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Revised {
    /// Whose week.
    pub(crate) member: MemberId,
    /// Its number.
    pub(crate) number: i32,
    /// Why it was made.
    pub(crate) trigger: Trigger,
    /// Whether it came with many others, ahead of time: such words are asked for in batches.
    pub(crate) ahead: bool,
    /// Whether it has a coach's words, which stand.
    pub(crate) by_coach: bool,
}

/// Calls off what was still to come for the members' earlier revisions of the week, and asks for the words of
/// the new ones, where a model narrates for the gym. Answers whether anything was asked for.
pub(crate) async fn ask(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    week: Week,
    revised: &[Revised],
) -> Result<bool> {
    let (id, kind) = (GymId::from_uuid(gym.id), ComputationKind::Narrative);
    let members: Vec<MemberId> = revised.iter().map(|one| one.member).collect();
    if members.is_empty() {
        return Ok(false);
    }
    let open = store::computations::lock_open(txn, id, &members, week.monday(), kind).await?;
    let open: Vec<ComputationId> =
        open.iter().map(|row| ComputationId::from_uuid(row.id)).collect();
    if !open.is_empty() {
        store::computations::cancel(txn, id, &open, Some(REVISED), env.now()).await?;
    }
    if env.model.is_none() || !gym.narrative_enabled {
        return Ok(false);
    }
    let wanted: Vec<&Revised> = revised.iter().filter(|one| !one.by_coach).collect();
    let rows: Vec<_> = wanted.iter().map(|one| ledger::row(env, &wish(id, week, one))).collect();
    let asked = !rows.is_empty();
    if asked {
        store::computations::insert_queued(txn, id, rows).await?;
    }
    Ok(asked)
}

fn wish(gym: GymId, week: Week, one: &Revised) -> Ask {
    Ask {
        gym,
        member: one.member,
        week,
        kind: ComputationKind::Narrative,
        trigger: one.trigger,
        reduce_only: false,
        priority: if one.ahead { Priority::Bulk } else { Priority::Triggered },
        run: None, // a run is done when its plans are
        debounce_seconds: 0,
        note: None,
        plan_number: Some(one.number),
    }
}
