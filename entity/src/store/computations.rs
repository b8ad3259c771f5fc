//! Queries over the ledger of background work.
//!
//! Statuses are written into the statements, not bound: only then can both databases see that a
//! partial index answers.

mod bulk;
mod claims;
mod outcomes;
mod standing;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::{ComputationId, GymId, MemberId, PlanId, RunId};
use domain::vocab::{ComputationKind, ComputationStatus};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query, SimpleExpr};
use sea_orm::{JoinType, QueryOrder as _, QuerySelect as _};

use super::page::{slice, slices};
use super::{Page, Slice, among, insert_or, uuids};
use crate::computation::{ActiveModel, Column, Entity, Model};
use crate::{db, narrative_batch, plan};

pub use bulk::{BulkRows, Whom, cancel_run, insert_bulk, leave_run, lock_bulk};
pub use claims::{Candidate, Due, claimable, gyms_with_due, lease, next_due, take_turn};
pub use outcomes::{cancel, fail, forget_run, lost_leases, of_lease, queue_again, raise, succeed};
pub use standing::{failed_of_all, of_open_runs, oldest_due, open, totals};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The status as a literal.
fn is(status: ComputationStatus) -> SimpleExpr {
    Expr::col((Entity, Column::Status)).eq(Expr::cust(format!("'{status}'")))
}

/// Not yet ended.
fn is_open() -> SimpleExpr {
    let words = [ComputationStatus::Queued, ComputationStatus::Running];
    let words = words.map(|word| Expr::cust(format!("'{word}'")));
    Expr::col((Entity, Column::Status)).is_in(words)
}

fn of_week(
    db: &impl ConnectionTrait,
    rows: Select<Entity>,
    members: &[MemberId],
    week_of: NaiveDate,
    kind: ComputationKind,
) -> Select<Entity> {
    rows.filter(among(db, Column::MemberId, members))
        .filter(Column::WeekOf.eq(week_of))
        .filter(Column::Kind.eq(kind.as_str()))
}

/// The computation called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ComputationId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the computations that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The computation that waits for a member's week, locked.
pub async fn lock_queued(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    week_of: NaiveDate,
    kind: ComputationKind,
) -> Result<Option<Model>, DbErr> {
    let rows =
        of_week(db, in_gym(gym), &[member], week_of, kind).filter(is(ComputationStatus::Queued));
    db::lock(rows).one(db).await
}

/// The computations that wait for these members' week or are under way, locked in id order.
pub async fn lock_open(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    week_of: NaiveDate,
    kind: ComputationKind,
) -> Result<Vec<Model>, DbErr> {
    let rows =
        of_week(db, in_gym(gym), members, week_of, kind).filter(is_open()).order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// All of these, locked in id order, with whatever waits for the same members' weeks.
pub async fn lock_with_waiting(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    members: &[MemberId],
) -> Result<Vec<Model>, DbErr> {
    let waiting = Column::MemberId.is_in(uuids(members)).and(is(ComputationStatus::Queued));
    let rows =
        in_gym(gym).filter(Column::Id.is_in(uuids(ids)).or(waiting)).order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// The computations that wait for these members' weeks from a Monday on, or are under way, locked in
/// id order.
pub async fn lock_open_since(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    from_week: NaiveDate,
    kind: ComputationKind,
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::WeekOf.gte(from_week))
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(is_open())
        .order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// Adds queued computations; whose week has one waiting keeps that, and the new one is dropped.
pub async fn insert_queued(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: Vec<Model>,
) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let keep = OnConflict::columns([Column::MemberId, Column::WeekOf, Column::Kind])
        .target_and_where(Expr::cust("status = 'QUEUED'"))
        .do_nothing()
        .to_owned();
    insert_or(db, rows, Some(keep)).await
}

/// What coaches said with the computations of these members' plans for weeks between two Mondays, both included,
/// oldest first: rows that hold a note.
pub async fn with_notes(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::WeekOf.between(from, to))
        .filter(Column::Kind.eq(ComputationKind::Plan.as_str()))
        .filter(Column::Note.is_not_null())
        .order_by_asc(Column::RequestedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// How many narratives of any gym wait, or are under way alone: all that are open, but for those that a batch
/// holds.
pub async fn narratives_at_hand(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let held = Query::select()
        .expr(Expr::val(1))
        .from(narrative_batch::Entity)
        .and_where(
            Expr::col((narrative_batch::Entity, narrative_batch::Column::LeaseId))
                .equals((Entity, Column::LeaseId)),
        )
        .and_where(Expr::col(narrative_batch::Column::EndedAt).is_null())
        .to_owned();
    Entity::find()
        .filter(is_open())
        .filter(Column::Kind.eq(ComputationKind::Narrative.as_str()))
        .filter(Expr::exists(held).not())
        .count(db)
        .await
}

/// Revisions of these plans whose narrative is still to come: plan and number.
pub async fn narrating(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<(Uuid, Option<i32>)>, DbErr> {
    in_gym(gym)
        .join(
            JoinType::InnerJoin,
            Entity::belongs_to(plan::Entity)
                .from((Column::MemberId, Column::WeekOf))
                .to((plan::Column::MemberId, plan::Column::WeekOf))
                .into(),
        )
        .filter(plan::Column::Id.is_in(uuids(plans)))
        .filter(Column::Kind.eq(ComputationKind::Narrative.as_str()))
        .filter(is_open())
        .select_only()
        .column(plan::Column::Id)
        .column(Column::PlanNumber)
        .into_tuple()
        .all(db)
        .await
}

/// Writes what `changes` sets. False if the gym has no such computation.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ComputationId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// How many plan computations of a run stand where.
pub async fn of_run(
    db: &impl ConnectionTrait,
    gym: GymId,
    run: RunId,
) -> Result<Vec<(String, i64)>, DbErr> {
    in_gym(gym)
        .filter(Column::RunId.eq(run.uuid()))
        .select_only()
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Status)
        .into_tuple()
        .all(db)
        .await
}

/// Computations that gave up, newest first: of one run, or all. A row's place is its end and id.
pub async fn failed_page(
    db: &impl ConnectionTrait,
    gym: GymId,
    run: Option<RunId>,
    page: &Page<(i64, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    let mut list = in_gym(gym).filter(is(ComputationStatus::Failed));
    if let Some(run) = run {
        list = list.filter(Column::RunId.eq(run.uuid()));
    }
    slice(db, list, (Column::FinishedAt, Column::Id), true, page).await
}

/// The same part of what gave up of each of these runs, newest first.
pub async fn failed_pages(
    db: &impl ConnectionTrait,
    gym: GymId,
    runs: &[RunId],
    page: &Page<(i64, Uuid)>,
) -> Result<HashMap<Uuid, Slice<Model>>, DbErr> {
    let list =
        in_gym(gym).filter(is(ComputationStatus::Failed)).filter(Column::RunId.is_in(uuids(runs)));
    let owner = (Column::RunId, |row: &Model| row.run_id.unwrap_or_default());
    slices(db, list, owner, (Column::FinishedAt, Column::Id), page).await
}

/// How many computations for these weeks, both included, gave up.
pub async fn failed_in_weeks(
    db: &impl ConnectionTrait,
    gym: GymId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<u64, DbErr> {
    let failed = in_gym(gym).filter(is(ComputationStatus::Failed));
    failed.filter(Column::WeekOf.between(from, to)).count(db).await
}

/// How many plan computations of each of these runs stand where: run, status, count.
pub async fn of_runs(
    db: &impl ConnectionTrait,
    gym: GymId,
    runs: &[RunId],
) -> Result<Vec<(Uuid, String, i64)>, DbErr> {
    in_gym(gym)
        .filter(Column::RunId.is_in(uuids(runs)))
        .select_only()
        .column(Column::RunId)
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::RunId)
        .group_by(Column::Status)
        .into_tuple()
        .all(db)
        .await
}
