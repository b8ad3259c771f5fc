//! Queries over personal records. A dismissed record is gone, except to the source that sends it.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, MovementId, RecordId, SessionLogId};
use sea_orm::entity::prelude::*;
use sea_orm::{
    Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Set,
};

use super::page::slices;
use super::{Page, Slice, among, in_order, insert_all, uuids};
use crate::personal_record::{ActiveModel, Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

fn standing(gym: GymId) -> Select<Entity> {
    in_gym(gym).filter(Column::DismissedAt.is_null())
}

/// The record called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RecordId,
) -> Result<Option<Model>, DbErr> {
    standing(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the records that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[RecordId],
) -> Result<Vec<Model>, DbErr> {
    standing(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// Records that a source has sent under any of these ids for any of these members, dismissed ones
/// included: the caller pairs them.
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

/// The members' records since a day, by member, date and id.
pub async fn since(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    standing(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::AchievedOn.gte(since))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::AchievedOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// What the engine reads of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Achieved {
    /// Whose it is.
    pub member_id: Uuid,
    /// Of which movement.
    pub movement_id: Uuid,
    /// Local date.
    pub achieved_on: NaiveDate,
    /// Repetitions; `None`: it is none of strength.
    pub reps: Option<i32>,
    /// Kilograms.
    pub load_kg: Option<f64>,
    /// Rating, where logged.
    pub rpe: Option<f64>,
    /// What it rests on.
    pub basis: Option<String>,
    /// Whether it counts.
    pub confirmed: bool,
    /// UTC microseconds.
    pub recorded_at: i64,
    /// The log it was found in, if any.
    pub session_log_id: Option<Uuid>,
    /// When a coach confirmed or dismissed it, UTC microseconds.
    pub decided_at: Option<i64>,
}

impl Achieved {
    const COLUMNS: [Column; 11] = [
        Column::MemberId,
        Column::MovementId,
        Column::AchievedOn,
        Column::Reps,
        Column::LoadKg,
        Column::Rpe,
        Column::Basis,
        Column::Confirmed,
        Column::RecordedAt,
        Column::SessionLogId,
        Column::DecidedAt,
    ];

    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(in_order!(
            row,
            Self {
                member_id,
                movement_id,
                achieved_on,
                reps,
                load_kg,
                rpe,
                basis,
                confirmed,
                recorded_at,
                session_log_id,
                decided_at,
            }
        ))
    }
}

impl From<&Model> for Achieved {
    fn from(row: &Model) -> Self {
        Self {
            member_id: row.member_id,
            movement_id: row.movement_id,
            achieved_on: row.achieved_on,
            reps: row.reps,
            load_kg: row.load_kg,
            rpe: row.rpe,
            basis: row.basis.clone(),
            confirmed: row.confirmed,
            recorded_at: row.recorded_at,
            session_log_id: row.session_log_id,
            decided_at: row.decided_at,
        }
    }
}

/// What the engine reads of the members' records since a day, by member, date and id.
pub async fn achieved(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Achieved>, DbErr> {
    let rows = standing(gym)
        .filter(among(db, Column::MemberId, members))
        .filter(Column::AchievedOn.gte(since))
        .select_only()
        .columns(Achieved::COLUMNS)
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::AchievedOn)
        .order_by_asc(Column::Id);
    db.query_all(&rows.into_query()).await?.iter().map(Achieved::of).collect()
}

/// The same part of each of these members' standing records, newest first. A row's place is its date and id.
pub async fn pages(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    (movement, confirmed): (Option<MovementId>, Option<bool>),
    page: &Page<(NaiveDate, Uuid)>,
) -> Result<HashMap<Uuid, Slice<Model>>, DbErr> {
    let list = standing(gym).filter(Column::MemberId.is_in(uuids(members))).filter(
        Condition::all()
            .add_option(movement.map(|movement| Column::MovementId.eq(movement.uuid())))
            .add_option(confirmed.map(|confirmed| Column::Confirmed.eq(confirmed))),
    );
    let owner = (Column::MemberId, |row: &Model| row.member_id);
    slices(db, list, owner, (Column::AchievedOn, Column::Id), page).await
}

/// Adds records.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes what `changes` sets. False if the gym has no such record.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RecordId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Puts another content in the place of a record's; its id stays. False if the gym has none such.
pub async fn replace(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<bool, DbErr> {
    let id = RecordId::from_uuid(row.id);
    let content = Model { gym_id: gym.uuid(), ..row }.into_active_model().reset_all();
    update(db, gym, id, content).await
}

/// Everything kept of a member's records, dismissed ones included, by date and id: for whoever judges
/// them anew.
pub async fn kept(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .order_by_asc(Column::AchievedOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// The record called `id`, dismissed or not.
pub async fn find_kept(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: RecordId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Lets these records count. Answers how many the gym has.
pub async fn confirm(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[RecordId],
) -> Result<u64, DbErr> {
    let changes = ActiveModel { confirmed: Set(true), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)));
    Ok(update.exec(db).await?.rows_affected)
}

/// Calls the records of one movement those of another.
pub async fn rename(
    db: &impl ConnectionTrait,
    gym: GymId,
    from: MovementId,
    to: MovementId,
) -> Result<u64, DbErr> {
    let changes = ActiveModel { movement_id: Set(to.uuid()), ..Default::default() };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MovementId.eq(from.uuid()));
    Ok(update.exec(db).await?.rows_affected)
}

/// Takes these records away.
pub async fn delete(db: &impl ConnectionTrait, gym: GymId, ids: &[RecordId]) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)))
        .exec(db)
        .await
        .map(drop)
}

/// Takes away what was read out of these sessions, before they are read again. What a coach decided
/// stays: a correction of a note must not ask them again.
pub async fn delete_of_sessions(
    db: &impl ConnectionTrait,
    gym: GymId,
    sessions: &[SessionLogId],
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::SessionLogId.is_in(uuids(sessions)))
        .filter(Column::DecidedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Every record of a member, dismissed ones included, oldest first.
pub async fn all_of(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .order_by_asc(Column::AchievedOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}
