//! A programme that changed for many members at once: material by itself, so nobody is judged.

use domain::calendar::{Week, local_date};
use domain::ids::{Computation, GymId};
use domain::vocab::Trigger;
use entity::store::computations::{BulkRows, Whom};
use entity::{db, gym, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;
use crate::events::Wakes;
use crate::ledger::{self, Priority};
use crate::runs::{WEEKS_AHEAD, zone};

/// Asks for every week from `first` on that is planned, or being computed, of members whose programme changed: a
/// version of their template was published, or they were assigned to another. One statement a week, whatever their
/// number. Write the change before, in the same transaction; this locks members and then computations.
///
/// Of many it is bulk work: it waits its turn among the gyms, and delays no member's own recomputation.
pub async fn ask_for_programme(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    whom: &Whom,
    first: Week,
    priority: Priority,
) -> Result<Wakes> {
    let now = env.now();
    let this_week = Week::containing(local_date(now, zone(gym)?));
    let (first, last) = (first.max(this_week), this_week.plus(WEEKS_AHEAD));
    if !gym.recompute_enabled || first > last {
        return Ok(Wakes::default());
    }
    let id = GymId::from_uuid(gym.id);
    db::unhurried(txn).await?;
    store::computations::lock_bulk(txn, id, whom, first.monday(), last.monday()).await?;
    let mut asked = 0;
    for ahead in 0..=last.weeks_since(first) {
        let rows = BulkRows {
            whom: whom.clone(),
            run: None,
            week_of: first.plus(ahead).monday(),
            trigger: Trigger::Template,
            priority: priority.value(),
            at: now,
            due: now,
            first_id: env.id::<Computation>(),
            kept_triggers: ledger::wider_than(Trigger::Template),
        };
        asked += store::computations::insert_bulk(txn, id, &rows).await?;
    }
    Ok(Wakes { work: asked > 0, ..Wakes::default() })
}
