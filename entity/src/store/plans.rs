//! Queries over plans: where each member's week stands.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::{CoachId, GymId, MemberId, PlanId};
use domain::vocab::PlanStatus;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query, SelectStatement};
use sea_orm::{Condition, Iterable as _, QueryOrder as _, QuerySelect as _};

use super::page::{slice, slices};
use super::{Page, Slice, among, insert_all, insert_or, uuids};
use crate::plan::{ActiveModel, Column, Entity, Model};
use crate::{db, member};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// Which plans are asked for; what is empty is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanFilter {
    /// Monday of the week.
    pub week_of: Option<NaiveDate>,
    /// Any of these.
    pub status: Vec<PlanStatus>,
    /// Whose plans.
    pub member: Option<MemberId>,
    /// The coach of the members.
    pub coach: Option<CoachId>,
    /// Only those with a revision in force: all that a member may see.
    pub in_force: bool,
}

impl PlanFilter {
    fn condition(&self, gym: GymId) -> Condition {
        let status = (!self.status.is_empty())
            .then(|| Column::Status.is_in(self.status.iter().map(|status| status.as_str())));
        let coached = self.coach.map(|coach| Column::MemberId.in_subquery(members_of(gym, coach)));
        Condition::all()
            .add_option(self.week_of.map(|week| Column::WeekOf.eq(week)))
            .add_option(status)
            .add_option(self.member.map(|member| Column::MemberId.eq(member.uuid())))
            .add_option(coached)
            .add_option(self.in_force.then(|| Column::Published.is_not_null()))
            .add(Column::Newest.gt(0)) // an erased member's plans show nothing
    }
}

/// Ids of a coach's members.
pub(super) fn members_of(gym: GymId, coach: CoachId) -> SelectStatement {
    Query::select()
        .column(member::Column::Id)
        .from(member::Entity)
        .and_where(member::Column::GymId.eq(gym.uuid()))
        .and_where(member::Column::CoachId.eq(coach.uuid()))
        .to_owned()
}

/// The plan called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: PlanId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the plans that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[PlanId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The plan of a member's week.
pub async fn of_week(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    week_of: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    let one = in_gym(gym).filter(Column::MemberId.eq(member.uuid()));
    one.filter(Column::WeekOf.eq(week_of)).one(db).await
}

/// The members' plans of these weeks, both included, by member and week.
pub async fn between(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(among(db, Column::MemberId, members))
        .filter(Column::WeekOf.between(from, to))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::WeekOf)
        .all(db)
        .await
}

/// Every plan of the gym for these weeks, both included, by week and id; an erased member's show nothing and
/// are none.
pub async fn of_weeks(
    db: &impl ConnectionTrait,
    gym: GymId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::WeekOf.between(from, to))
        .filter(Column::Newest.gt(0))
        .order_by_asc(Column::WeekOf)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// The plans, locked in id order.
pub async fn lock(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[PlanId],
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// The members' plans of one week, locked in id order; who has none yet is not listed.
pub async fn lock_week(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    week_of: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym)
        .filter(among(db, Column::MemberId, members))
        .filter(Column::WeekOf.eq(week_of))
        .order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// Part of the list, newest week first. The place of a row is its week and id.
pub async fn page(
    db: &impl ConnectionTrait,
    gym: GymId,
    filter: &PlanFilter,
    page: &Page<(NaiveDate, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    let list = in_gym(gym).filter(filter.condition(gym));
    slice(db, list, (Column::WeekOf, Column::Id), true, page).await
}

/// The same part of each of these members' plans, newest week first; `in_force`: only those with a revision in force.
pub async fn pages(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    in_force: bool,
    page: &Page<(NaiveDate, Uuid)>,
) -> Result<HashMap<Uuid, Slice<Model>>, DbErr> {
    let filter = PlanFilter { in_force, ..PlanFilter::default() };
    let list =
        in_gym(gym).filter(Column::MemberId.is_in(uuids(members))).filter(filter.condition(gym));
    let owner = (Column::MemberId, |row: &Model| row.member_id);
    slices(db, list, owner, (Column::WeekOf, Column::Id), page).await
}

/// Plans of weeks before this one that still wait for a coach: those to expire, by id, so many at most.
pub async fn unreviewed_before(
    db: &impl ConnectionTrait,
    gym: GymId,
    week_of: NaiveDate,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::Pending.is_not_null())
        .filter(Column::WeekOf.lt(week_of))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// Gyms in which a plan of a week before this one still waits for a coach.
pub async fn gyms_unreviewed_before(
    db: &impl ConnectionTrait,
    week_of: NaiveDate,
) -> Result<Vec<GymId>, DbErr> {
    let ids: Vec<Uuid> = Entity::find()
        .filter(Column::Pending.is_not_null())
        .filter(Column::WeekOf.lt(week_of))
        .select_only()
        .column(Column::GymId)
        .distinct()
        .order_by_asc(Column::GymId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(GymId::from_uuid).collect())
}

/// Plans of weeks from a Monday on that wait for a coach while nothing of them is in force, locked in id order.
pub async fn lock_unreviewed(
    db: &impl ConnectionTrait,
    gym: GymId,
    from_week: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym)
        .filter(Column::Pending.is_not_null())
        .filter(Column::Published.is_null())
        .filter(Column::WeekOf.gte(from_week))
        .order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// Adds plans. The revisions that they name must follow before the commit.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes whole plans in one statement, new ones and ones that are there. Lock those first.
pub async fn save(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let standing = Column::iter().filter(|column| {
        !matches!(column, Column::Id | Column::GymId | Column::MemberId | Column::WeekOf)
    });
    let replace = OnConflict::column(Column::Id)
        .update_columns(standing)
        .action_and_where(Column::GymId.eq(gym.uuid()))
        .to_owned();
    insert_or(db, rows, Some(replace)).await
}

/// Writes what `changes` sets. False if the gym has no such plan.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: PlanId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Counts a change that no computation under way may overwrite, to each of the plans.
pub async fn bump(db: &impl ConnectionTrait, gym: GymId, ids: &[PlanId]) -> Result<u64, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)));
    Ok(update.exec(db).await?.rows_affected)
}
