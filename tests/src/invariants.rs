//! What must hold once everything has come to rest, whatever went wrong on the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, PlanId};
use entity::store::plan_revisions::Head;
use entity::{computation, event, lease, plan, store, weekly_run};
use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

/// Plans whose revisions are read together.
const PLANS_A_QUERY: usize = 1_000;

/// Every member has exactly one current revision for the week, each revision each of its events exactly
/// once, the sequence of events has no gap, and the ledger has no row that is not final.
///
/// For gyms in which nothing was sent back that is still to be computed anew.
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

/// Every revision of the gym without its document.
async fn revisions(db: &DatabaseConnection, gym: GymId) -> Vec<Head> {
    let plans: Vec<Uuid> = plan::Entity::find()
        .filter(plan::Column::GymId.eq(gym.uuid()))
        .select_only()
        .column(plan::Column::Id)
        .into_tuple()
        .all(db)
        .await
        .expect("plans are read");
    let plans: Vec<PlanId> = plans.into_iter().map(PlanId::from_uuid).collect();
    let mut all = Vec::new();
    for plans in plans.chunks(PLANS_A_QUERY) {
        let heads = store::plan_revisions::heads(db, gym, plans).await;
        all.extend(heads.expect("revisions are read"));
    }
    all
}

/// No gap, and of each revision what it must have told, once, and nothing else.
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
    // The database sees to it that words are told of once; whether they come is another matter.
    for row in rows.iter().filter(|row| row.kind != "NARRATIVE_READY") {
        if let (Some(plan), Some(revision)) = (row.plan_id, row.revision) {
            told.entry((plan, revision)).or_default().push(row.kind.as_str());
        }
    }
    let revisions = revisions(db, gym).await;
    let mut first_in_force: BTreeMap<Uuid, i32> = BTreeMap::new();
    for row in revisions.iter().filter(|row| row.published_at.is_some()) {
        let first = first_in_force.entry(row.plan_id).or_insert(row.number);
        *first = row.number.min(*first);
    }
    for row in &revisions {
        let first = first_in_force.get(&row.plan_id).is_none_or(|first| row.number <= *first);
        let mut own = told.remove(&(row.plan_id, row.number)).unwrap_or_default();
        own.sort_unstable();
        let mut allowed = tellings(row, if first { "PUBLISHED" } else { "REVISED" });
        for telling in &mut allowed {
            telling.sort_unstable();
        }
        assert!(allowed.contains(&own), "{own:?} is told of {row:?}, where {allowed:?} may be");
    }
    assert!(told.is_empty(), "told of revisions that are not there: {told:?}");
}

/// What may be told of a revision in all; `comes`: that it came into force, first of its plan or not.
fn tellings(row: &Head, comes: &'static str) -> Vec<Vec<&'static str>> {
    let by_engine = row.author == "ENGINE";
    let Some(review) = row.review_state.as_deref() else {
        return vec![vec![if by_engine { comes } else { "REVISED" }]];
    };
    let waits = if by_engine { vec!["READY_FOR_REVIEW"] } else { vec!["EDITED"] };
    // A reduction that was released at once.
    let both = [waits.clone(), vec![comes]].concat();
    let so_far = if row.published_at.is_some() { both.clone() } else { waits.clone() };
    let and = |before: &[&'static str], then| [before, &[then]].concat();
    match review {
        "WAITING" => vec![so_far],
        "APPROVED" => vec![and(&waits, comes), and(&both, "APPROVED")],
        "AUTO_RELEASED" => vec![and(&waits, "PUBLISHED")],
        "REJECTED" => vec![and(&so_far, "REJECTED")],
        "LAPSED" => vec![so_far.clone(), and(&so_far, "EXPIRED")],
        other => panic!("there is no review {other:?}"),
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
