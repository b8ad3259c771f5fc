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
use crate::ledger::{self, LONGEST_WAIT, Priority};
use crate::runs::{WEEKS_AHEAD, zone};

/// Asks for every week that is planned and not over of members whose programme changed: a version of
/// their template was published, or they were assigned to another. One statement a week, whatever
/// their number. Write the change before, in the same transaction.
///
/// It is bulk work: it waits its turn among the gyms, and delays no member's own recomputation.
pub async fn ask_for_programme(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    whom: &Whom,
) -> Result<Wakes> {
    if !gym.recompute_enabled {
        return Ok(Wakes::default());
    }
    let now = env.now();
    let window = chrono::Duration::seconds(i64::from(gym.debounce_seconds.max(0)));
    let this_week = Week::containing(local_date(now, zone(gym)?));
    db::unhurried(txn).await?;
    let mut asked = 0;
    for ahead in 0..=WEEKS_AHEAD {
        let rows = BulkRows {
            whom: whom.clone(),
            run: None,
            week_of: this_week.plus(ahead).monday(),
            trigger: Trigger::Template,
            priority: Priority::Bulk.value(),
            at: now,
            due: now + window.min(LONGEST_WAIT),
            first_id: env.id::<Computation>(),
            kept_triggers: ledger::wider_than(Trigger::Template),
        };
        asked += store::computations::insert_bulk(txn, GymId::from_uuid(gym.id), &rows).await?;
    }
    Ok(Wakes { work: asked > 0, ..Wakes::default() })
}
