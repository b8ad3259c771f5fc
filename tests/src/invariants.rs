//! What must hold once everything has come to rest, whatever went wrong on the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId};
use entity::{computation, event, lease, plan, plan_revision, store, weekly_run};
use sea_orm::{ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

/// Every member has exactly one current revision for the week, each revision each of its events exactly
/// once, the sequence of events has no gap, and the ledger has no row that is not final.
///
/// For gyms whose plans go to members as computed.
pub async fn settled(
    db: &DatabaseConnection,
    gym: GymId,
    members: &[MemberId],
    week_of: NaiveDate,
) {
    current_revisions(db, gym, members, week_of).await;
    events(db, gym).await;
    ledger(db, gym).await;
}

async fn current_revisions(
    db: &DatabaseConnection,
    gym: GymId,
    members: &[MemberId],
    week_of: NaiveDate,
) {
    let plans = plan::Entity::find()
        .filter(plan::Column::GymId.eq(gym.uuid()))
        .filter(plan::Column::WeekOf.eq(week_of))
        .all(db)
        .await
        .expect("plans are read");
    let planned: BTreeSet<Uuid> = plans.iter().map(|plan| plan.member_id).collect();
    let wanted: BTreeSet<Uuid> = members.iter().map(MemberId::uuid).collect();
    assert_eq!(plans.len(), planned.len(), "two plans for one week");
    let missing = wanted.difference(&planned).count();
    assert_eq!(missing, 0, "members without a plan, of {}", wanted.len());
    let mut numbers = numbers(db, gym).await;
    for plan in &plans {
        let newest = plan.published.max(plan.pending);
        assert_eq!(newest, Some(plan.newest), "plan {} has no current revision", plan.id);
        let own = numbers.remove(&plan.id).unwrap_or_default();
        let all: Vec<i32> = (1..=plan.newest).collect();
        assert_eq!(own, all, "revisions of plan {}", plan.id);
    }
}

async fn numbers(db: &DatabaseConnection, gym: GymId) -> BTreeMap<Uuid, Vec<i32>> {
    let mut numbers: BTreeMap<Uuid, Vec<i32>> = BTreeMap::new();
    for row in revisions(db, gym).await {
        numbers.entry(row.plan_id).or_default().push(row.number);
    }
    for own in numbers.values_mut() {
        own.sort_unstable();
    }
    numbers
}

async fn revisions(db: &DatabaseConnection, gym: GymId) -> Vec<plan_revision::Model> {
    plan_revision::Entity::find()
        .filter(plan_revision::Column::GymId.eq(gym.uuid()))
        .all(db)
        .await
        .expect("revisions are read")
}

/// No gap, and what each revision that came into force by itself must have told.
async fn events(db: &DatabaseConnection, gym: GymId) {
    let rows = event::Entity::find()
        .filter(event::Column::GymId.eq(gym.uuid()))
        .all(db)
        .await
        .expect("events are read");
    let mut seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
    seqs.sort_unstable();
    let newest = store::events::newest(db, gym).await.expect("the counter is read");
    assert_eq!(seqs, (1..=newest).collect::<Vec<i64>>(), "the sequence has a gap");
    let mut told: BTreeMap<(Uuid, i32), Vec<&str>> = BTreeMap::new();
    for row in &rows {
        if let (Some(plan), Some(revision)) = (row.plan_id, row.revision) {
            told.entry((plan, revision)).or_default().push(row.kind.as_str());
        }
    }
    for row in revisions(db, gym).await.iter().filter(|row| row.review_state.is_none()) {
        let expected = if row.number == 1 { ["PUBLISHED"] } else { ["REVISED"] };
        let own = told.remove(&(row.plan_id, row.number)).unwrap_or_default();
        assert_eq!(own, expected, "revision {} of plan {}", row.number, row.plan_id);
    }
}

async fn ledger(db: &DatabaseConnection, gym: GymId) {
    let open = computation::Entity::find()
        .filter(computation::Column::GymId.eq(gym.uuid()))
        .filter(computation::Column::Status.is_in(["QUEUED", "RUNNING"]))
        .all(db)
        .await
        .expect("the ledger is read");
    assert!(open.is_empty(), "{} computations are not final: {:?}", open.len(), open.first());
    let leases = lease::Entity::find()
        .filter(lease::Column::GymId.eq(gym.uuid()))
        .all(db)
        .await
        .expect("leases are read");
    assert!(leases.is_empty(), "{} leases are left over", leases.len());
    let runs = weekly_run::Entity::find()
        .filter(weekly_run::Column::GymId.eq(gym.uuid()))
        .filter(weekly_run::Column::Status.eq("RUNNING"))
        .all(db)
        .await
        .expect("runs are read");
    assert!(runs.is_empty(), "a run is still open");
}
