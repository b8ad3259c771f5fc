//! Queries over logged sessions, their sets, and the digests that the engine reads.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, PlanId, SessionLogId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{
    Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::page::slices;
use super::{Page, Slice, among, in_order, insert_all, uuids};
use crate::session_log::{ActiveModel, Column, Entity, Model};
use crate::{member, set_log};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// What the engine reads of a logged session.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The session.
    pub id: Uuid,
    /// Whose it is.
    pub member_id: Uuid,
    /// Local date.
    pub date: NaiveDate,
    /// Its track.
    pub track_id: Uuid,
    /// The plan it was logged against.
    pub plan_id: Option<Uuid>,
    /// The session of that plan.
    pub session_key: Option<String>,
    /// Minutes.
    pub duration_minutes: i32,
    /// CR-10.
    pub session_rpe: Option<f64>,
    /// Share of the planned work done, 0 to 1; `None` counts as 1.
    pub completion: Option<f64>,
    /// Packed facts of its sets.
    pub digest: Vec<u8>,
    /// The rule by which they were made.
    pub digest_version: i32,
    /// The gym's constants they were made with.
    pub digest_config: i64,
    /// UTC microseconds.
    pub recorded_at: i64,
}

impl Digest {
    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(in_order!(
            row,
            Self {
                id,
                member_id,
                date,
                track_id,
                plan_id,
                session_key,
                duration_minutes,
                session_rpe,
                completion,
                digest,
                digest_version,
                digest_config,
                recorded_at,
            }
        ))
    }
}

/// The session called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: SessionLogId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the sessions that the gym has.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[SessionLogId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).all(db).await
}

/// Sessions that a source has logged under any of these ids for any of these members: the caller
/// pairs them, for two members may have the same id.
pub async fn by_external_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    source: &str,
    external_ids: &[String],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Source.eq(source))
        .filter(Column::ExternalId.is_in(external_ids))
        .all(db)
        .await
}

/// A member's sessions of these days, both included, oldest first.
pub async fn between(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .filter(Column::Date.between(from, to))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// The same part of each of these members' lists, newest first, within the days. A row's place is its date and id.
pub async fn pages(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    page: &Page<(NaiveDate, Uuid)>,
) -> Result<HashMap<Uuid, Slice<Model>>, DbErr> {
    let list = in_gym(gym).filter(Column::MemberId.is_in(uuids(members))).filter(
        Condition::all()
            .add_option(from.map(|day| Column::Date.gte(day)))
            .add_option(to.map(|day| Column::Date.lte(day))),
    );
    let owner = (Column::MemberId, |row: &Model| row.member_id);
    slices(db, list, owner, (Column::Date, Column::Id), page).await
}

/// What was logged against these plans, oldest first.
pub async fn of_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<Model>, DbErr> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    in_gym(gym)
        .filter(among(db, Column::PlanId, plans))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// The sets of these sessions, in order within each.
pub async fn sets(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[SessionLogId],
) -> Result<Vec<set_log::Model>, DbErr> {
    set_log::Entity::find()
        .filter(set_log::Column::GymId.eq(gym.uuid()))
        .filter(set_log::Column::SessionLogId.is_in(uuids(ids)))
        .order_by_asc(set_log::Column::SessionLogId)
        .order_by_asc(set_log::Column::Position)
        .all(db)
        .await
}

/// What the engine reads of the members' sessions since a day: by member, date and id, the fixed
/// order in which it sums.
pub async fn digests(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Digest>, DbErr> {
    let rows = in_gym(gym)
        .filter(among(db, Column::MemberId, members))
        .filter(Column::Date.gte(since))
        .select_only()
        .columns([
            Column::Id,
            Column::MemberId,
            Column::Date,
            Column::TrackId,
            Column::PlanId,
            Column::SessionKey,
            Column::DurationMinutes,
            Column::SessionRpe,
            Column::Completion,
            Column::Digest,
            Column::DigestVersion,
            Column::DigestConfig,
            Column::RecordedAt,
        ])
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id);
    db.query_all(&rows.into_query()).await?.iter().map(Digest::of).collect()
}

/// Sessions whose digest was made by an older rule, or by this one with other constants, some of them:
/// rebuild them and ask again.
pub async fn outdated_digests(
    db: &impl ConnectionTrait,
    gym: GymId,
    (version, config): (i32, i64),
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let other = Column::DigestVersion.eq(version).and(Column::DigestConfig.ne(config));
    in_gym(gym)
        .filter(Condition::any().add(Column::DigestVersion.lt(version)).add(other))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// The day of each member's first logged set ever; who never logged one is not listed.
pub async fn first_set_days(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
) -> Result<BTreeMap<MemberId, NaiveDate>, DbErr> {
    let own_sets = Query::select()
        .expr(Expr::val(1))
        .from(set_log::Entity)
        .and_where(
            Expr::col((set_log::Entity, set_log::Column::SessionLogId))
                .equals((Entity, Column::Id)),
        )
        .to_owned();
    let first = Query::select()
        .column((Entity, Column::Date))
        .from(Entity)
        .and_where(
            Expr::col((Entity, Column::MemberId)).equals((member::Entity, member::Column::Id)),
        )
        .and_where(Expr::exists(own_sets))
        .order_by((Entity, Column::Date), sea_orm::Order::Asc)
        .limit(1)
        .to_owned();
    let days: Vec<(Uuid, Option<NaiveDate>)> = member::Entity::find()
        .filter(member::Column::GymId.eq(gym.uuid()))
        .filter(among(db, member::Column::Id, members))
        .select_only()
        .column(member::Column::Id)
        .expr_as(Expr::from(first), "first_day")
        .into_tuple()
        .all(db)
        .await?;
    Ok(days.into_iter().filter_map(|(id, day)| Some((MemberId::from_uuid(id), day?))).collect())
}

/// Adds sessions and their sets.
pub async fn insert(
    db: &impl ConnectionTrait,
    gym: GymId,
    logs: Vec<Model>,
    sets: Vec<set_log::Model>,
) -> Result<(), DbErr> {
    let gym_id = gym.uuid();
    let logs: Vec<Model> = logs.into_iter().map(|row| Model { gym_id, ..row }).collect();
    insert_all(db, logs).await?;
    insert_sets(db, gym, sets).await
}

/// Puts another content in the place of a session's; its id stays. False if the gym has none such.
pub async fn replace(
    db: &impl ConnectionTrait,
    gym: GymId,
    log: Model,
    sets: Vec<set_log::Model>,
) -> Result<bool, DbErr> {
    let id = SessionLogId::from_uuid(log.id);
    let content = Model { gym_id: gym.uuid(), ..log }.into_active_model().reset_all();
    if !update(db, gym, id, content).await? {
        return Ok(false);
    }
    set_log::Entity::delete_many()
        .filter(set_log::Column::GymId.eq(gym.uuid()))
        .filter(set_log::Column::SessionLogId.eq(id.uuid()))
        .exec(db)
        .await?;
    insert_sets(db, gym, sets).await?;
    Ok(true)
}

/// Writes what `changes` sets. False if the gym has no such session.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: SessionLogId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Takes sessions away with their sets. What was read out of them goes first (`store::records`).
pub async fn delete(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[SessionLogId],
) -> Result<u64, DbErr> {
    set_log::Entity::delete_many()
        .filter(set_log::Column::GymId.eq(gym.uuid()))
        .filter(set_log::Column::SessionLogId.is_in(uuids(ids)))
        .exec(db)
        .await?;
    let delete = Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)));
    Ok(delete.exec(db).await?.rows_affected)
}

async fn insert_sets(
    db: &impl ConnectionTrait,
    gym: GymId,
    sets: Vec<set_log::Model>,
) -> Result<(), DbErr> {
    let gym_id = gym.uuid();
    let sets: Vec<set_log::Model> =
        sets.into_iter().map(|row| set_log::Model { gym_id, ..row }).collect();
    insert_all(db, sets).await
}

/// The members' sessions of these days, both included, oldest first.
pub async fn of_members(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Date.between(from, to))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Every session of a member, oldest first.
pub async fn all_of(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}
