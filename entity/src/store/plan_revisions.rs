//! Queries over the revisions of plans. A revision's document never changes; its review does.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CoachId, ComputationId, GymId, PlanId};
use domain::vocab::{ReviewState, RevisionAuthor};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{CaseStatement, ExprTrait as _, Query};
use sea_orm::{Condition, FromQueryResult, QueryOrder as _, QuerySelect as _};

use super::page::slice;
use super::plans::members_of;
use super::{Page, Slice, among, insert_all, uuids};
use crate::instant::micros;
use crate::plan_revision::{ActiveModel, Column, Entity, Model};
use crate::{gym, plan};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The revision of this number.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
    number: i32,
) -> Result<Option<Model>, DbErr> {
    let of_plan = in_gym(gym).filter(Column::PlanId.eq(plan.uuid()));
    of_plan.filter(Column::Number.eq(number)).one(db).await
}

/// Those of the revisions that the gym has, by plan and number.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    gym: GymId,
    keys: &[(PlanId, i32)],
) -> Result<Vec<Model>, DbErr> {
    let plans: BTreeSet<Uuid> = keys.iter().map(|(plan, _)| plan.uuid()).collect();
    let numbers: BTreeSet<i32> = keys.iter().map(|(_, number)| *number).collect();
    let wanted: BTreeSet<(Uuid, i32)> =
        keys.iter().map(|(plan, number)| (plan.uuid(), *number)).collect();
    // SQLite has no list of pairs, so a few others come along.
    let mut rows = in_gym(gym)
        .filter(Column::PlanId.is_in(plans))
        .filter(Column::Number.is_in(numbers))
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    rows.retain(|row| wanted.contains(&(row.plan_id, row.number)));
    Ok(rows)
}

/// Every revision of a plan, newest first.
pub async fn of_plan(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::PlanId.eq(plan.uuid())).order_by_desc(Column::Number).all(db).await
}

/// Numbers of every revision of a plan, newest first.
pub async fn numbers(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
) -> Result<Vec<i32>, DbErr> {
    in_gym(gym)
        .filter(Column::PlanId.eq(plan.uuid()))
        .select_only()
        .column(Column::Number)
        .order_by_desc(Column::Number)
        .into_tuple()
        .all(db)
        .await
}

/// Every revision of the gym, by plan and number, so many after that one.
pub async fn after(
    db: &impl ConnectionTrait,
    gym: GymId,
    last: Option<(PlanId, i32)>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let later = last.map(|(plan, number)| {
        let of_plan = Column::PlanId.eq(plan.uuid()).and(Column::Number.gt(number));
        Condition::any().add(Column::PlanId.gt(plan.uuid())).add(of_plan)
    });
    in_gym(gym)
        .filter(Condition::all().add_option(later))
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::Number)
        .limit(limit)
        .all(db)
        .await
}

/// Why coaches made what they made of these plans: plan, number and the JSON of the reason.
pub async fn reasons_of_coaches(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<(Uuid, i32, String)>, DbErr> {
    in_gym(gym)
        .filter(Column::PlanId.is_in(uuids(plans)))
        .filter(Column::Author.eq(RevisionAuthor::Coach.as_str()))
        .select_only()
        .columns([Column::PlanId, Column::Number, Column::Reason])
        .into_tuple()
        .all(db)
        .await
}

/// What these computations have written.
pub async fn by_computations(
    db: &impl ConnectionTrait,
    gym: GymId,
    computations: &[ComputationId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::ComputationId.is_in(uuids(computations))).all(db).await
}

/// Part of the list of revisions that wait for a coach, oldest first. The place of a row is the
/// instant since which it waits (UTC microseconds) and its plan.
pub async fn review_queue(
    db: &impl ConnectionTrait,
    gym: GymId,
    coach: Option<CoachId>,
    page: &Page<(i64, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    let pending = Query::select()
        .column((plan::Entity, plan::Column::Pending))
        .from(plan::Entity)
        .and_where(Expr::col((plan::Entity, plan::Column::Id)).equals((Entity, Column::PlanId)))
        .to_owned();
    let mut list = in_gym(gym)
        .filter(Column::ReviewState.eq(ReviewState::Waiting.as_str()))
        .filter(Column::Number.in_subquery(pending));
    if let Some(coach) = coach {
        list = list.filter(Column::MemberId.in_subquery(members_of(gym, coach)));
    }
    slice(db, list, (Column::WaitingSinceAt, Column::PlanId), false, page).await
}

/// Revisions whose wait is over, of any gym but these, longest over first: whose plan to look at, under lock.
pub async fn due_for_release(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    but: &[GymId],
    limit: u64,
) -> Result<Vec<(GymId, PlanId, i32)>, DbErr> {
    let keys: Vec<(Uuid, Uuid, i32)> = Entity::find()
        .filter(Column::ReviewState.eq(ReviewState::Waiting.as_str()))
        .filter(Column::AutoReleaseAt.lte(micros(now)))
        .filter(Column::GymId.is_not_in(uuids(but)))
        .select_only()
        .columns([Column::GymId, Column::PlanId, Column::Number])
        .order_by_asc(Column::AutoReleaseAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let typed = |(gym, plan, number)| (GymId::from_uuid(gym), PlanId::from_uuid(plan), number);
    Ok(keys.into_iter().map(typed).collect())
}

/// Adds revisions.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes what `changes` sets: review, publication, erasure. False if the gym has no such
/// revision.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
    number: i32,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::PlanId.eq(plan.uuid()))
        .filter(Column::Number.eq(number));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Writes what `changes` sets to each of the plans' revisions that still wait: they lapse
/// together when newer ones take their place.
pub async fn update_waiting(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
    changes: ActiveModel,
) -> Result<u64, DbErr> {
    if plans.is_empty() {
        return Ok(0);
    }
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(among(db, Column::PlanId, plans))
        .filter(Column::ReviewState.eq(ReviewState::Waiting.as_str()));
    Ok(update.exec(db).await?.rows_affected)
}

/// Gyms that release unreviewed and in which a week from this Monday on waits without an hour, though nothing of
/// it is in force.
pub async fn gyms_without_hour(
    db: &impl ConnectionTrait,
    from_week: NaiveDate,
) -> Result<Vec<GymId>, DbErr> {
    // The state is written into the statement: so both databases see that a partial index answers.
    let waiting = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .inner_join(
            plan::Entity,
            Expr::col((plan::Entity, plan::Column::Id)).equals((Entity, Column::PlanId)).and(
                Expr::col((plan::Entity, plan::Column::Pending)).equals((Entity, Column::Number)),
            ),
        )
        .and_where(Expr::col((Entity, Column::GymId)).equals((gym::Entity, gym::Column::Id)))
        .and_where(
            Expr::col((Entity, Column::ReviewState))
                .eq(Expr::cust(format!("'{}'", ReviewState::Waiting))),
        )
        .and_where(Expr::col((Entity, Column::AutoReleaseAt)).is_null())
        .and_where(Expr::col((plan::Entity, plan::Column::Published)).is_null())
        .and_where(Expr::col((plan::Entity, plan::Column::WeekOf)).gte(from_week))
        .to_owned();
    let ids: Vec<Uuid> = gym::Entity::find()
        .filter(gym::Column::AutoReleaseMinutesBefore.is_not_null())
        .filter(Expr::exists(waiting))
        .select_only()
        .column(gym::Column::Id)
        .order_by_asc(gym::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(GymId::from_uuid).collect())
}

/// Says when what waits of these plans is released unreviewed: at an instant, and no sooner than so long after
/// it began to wait (both microseconds); `None`: never. Lock the plans first.
pub async fn set_release(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
    at: Option<i64>,
    shortest_wait: i64,
) -> Result<u64, DbErr> {
    let soonest = Expr::col(Column::WaitingSinceAt).add(shortest_wait);
    let release = match at {
        Some(at) => CaseStatement::new()
            .case(soonest.clone().gt(at), soonest)
            .finally(Expr::value(at))
            .into(),
        None => Expr::value(None::<i64>),
    };
    let update = Entity::update_many()
        .col_expr(Column::AutoReleaseAt, release)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::PlanId.is_in(uuids(plans)))
        .filter(Column::ReviewState.eq(ReviewState::Waiting.as_str()));
    Ok(update.exec(db).await?.rows_affected)
}

/// A revision without its document and signals.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Head {
    /// The plan.
    pub plan_id: Uuid,
    /// Its number.
    pub number: i32,
    /// Whose plan it is.
    pub member_id: Uuid,
    /// Who made it.
    pub author: String,
    /// The coach who made it.
    pub coach_id: Option<Uuid>,
    /// Why it was made.
    pub trigger: String,
    /// Version of the rules.
    pub engine_version: String,
    /// SHA-256 of the signals.
    pub input_digest: Vec<u8>,
    /// UTC microseconds.
    pub created_at: i64,
    /// When it came into force, where it did.
    pub published_at: Option<i64>,
    /// `None`: no review was called for.
    pub review_state: Option<String>,
    /// Who decided.
    pub review_coach_id: Option<Uuid>,
    /// What they said.
    pub review_note: Option<String>,
    /// UTC microseconds.
    pub waiting_since_at: Option<i64>,
    /// UTC microseconds.
    pub decided_at: Option<i64>,
    /// UTC microseconds.
    pub auto_release_at: Option<i64>,
}

/// Every revision of these plans without its document, by plan, newest first.
pub async fn heads(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<Head>, DbErr> {
    in_gym(gym)
        .filter(Column::PlanId.is_in(uuids(plans)))
        .select_only()
        .columns([
            Column::PlanId,
            Column::Number,
            Column::MemberId,
            Column::Author,
            Column::CoachId,
            Column::Trigger,
            Column::EngineVersion,
            Column::InputDigest,
            Column::CreatedAt,
            Column::PublishedAt,
            Column::ReviewState,
            Column::ReviewCoachId,
            Column::ReviewNote,
            Column::WaitingSinceAt,
            Column::DecidedAt,
            Column::AutoReleaseAt,
        ])
        .order_by_asc(Column::PlanId)
        .order_by_desc(Column::Number)
        .into_model::<Head>()
        .all(db)
        .await
}
