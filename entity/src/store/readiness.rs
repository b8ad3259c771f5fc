//! Queries over readiness entries and what they said before. A withdrawn entry counts no more.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, ReadinessEntryId};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _, QueryTrait as _};

use super::{among, in_order, insert_all, uuids};
use crate::db;
use crate::readiness_entry::{ActiveModel, Column, Entity, Model};
use crate::readiness_revision as revision;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The entry called `id`, withdrawn or not.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ReadinessEntryId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the entries that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ReadinessEntryId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The entry that a report is about, locked: the source's own id names it, or else its day.
pub async fn lock_same(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    source: &str,
    external_id: Option<&str>,
    date: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    let same =
        in_gym(gym).filter(Column::MemberId.eq(member.uuid())).filter(Column::Source.eq(source));
    let same = match external_id {
        Some(id) => same.filter(Column::ExternalId.eq(id)),
        None => same.filter(Column::ExternalId.is_null()).filter(Column::Date.eq(date)),
    };
    db::lock(same).one(db).await
}

/// What the engine reads of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// Whose it is.
    pub member_id: Uuid,
    /// Who reports.
    pub source: String,
    /// Wake date.
    pub date: NaiveDate,
    /// Whether the source stands by it.
    pub quality: String,
    /// Milliseconds.
    pub hrv_ms: Option<f64>,
    /// How it was computed.
    pub hrv_metric: Option<String>,
    /// When it was measured.
    pub hrv_window: Option<String>,
    /// Beats per minute.
    pub resting_heart_rate_bpm: Option<f64>,
    /// Minutes.
    pub asleep_minutes: Option<i32>,
    /// 1 (none) to 5 (severe).
    pub soreness: Option<i32>,
    /// 1 (none) to 5 (severe).
    pub stress: Option<i32>,
    /// 1 (exhausted) to 5 (full of energy).
    pub energy: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub mood: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub sleep_quality: Option<i32>,
    /// 0 to 100.
    pub vendor_score: Option<f64>,
    /// The member feels ill.
    pub illness: bool,
    /// The member reports pain.
    pub pain: bool,
    /// UTC microseconds.
    pub recorded_at: i64,
}

impl Reported {
    const COLUMNS: [Column; 18] = [
        Column::MemberId,
        Column::Source,
        Column::Date,
        Column::Quality,
        Column::HrvMs,
        Column::HrvMetric,
        Column::HrvWindow,
        Column::RestingHeartRateBpm,
        Column::AsleepMinutes,
        Column::Soreness,
        Column::Stress,
        Column::Energy,
        Column::Mood,
        Column::SleepQuality,
        Column::VendorScore,
        Column::Illness,
        Column::Pain,
        Column::RecordedAt,
    ];

    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(in_order!(
            row,
            Self {
                member_id,
                source,
                date,
                quality,
                hrv_ms,
                hrv_metric,
                hrv_window,
                resting_heart_rate_bpm,
                asleep_minutes,
                soreness,
                stress,
                energy,
                mood,
                sleep_quality,
                vendor_score,
                illness,
                pain,
                recorded_at,
            }
        ))
    }
}

impl From<&Model> for Reported {
    fn from(row: &Model) -> Self {
        Self {
            member_id: row.member_id,
            source: row.source.clone(),
            date: row.date,
            quality: row.quality.clone(),
            hrv_ms: row.hrv_ms,
            hrv_metric: row.hrv_metric.clone(),
            hrv_window: row.hrv_window.clone(),
            resting_heart_rate_bpm: row.resting_heart_rate_bpm,
            asleep_minutes: row.asleep_minutes,
            soreness: row.soreness,
            stress: row.stress,
            energy: row.energy,
            mood: row.mood,
            sleep_quality: row.sleep_quality,
            vendor_score: row.vendor_score,
            illness: row.illness,
            pain: row.pain,
            recorded_at: row.recorded_at,
        }
    }
}

/// What the engine reads of the members' entries since a day, by member, date, source and id.
pub async fn reported(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Reported>, DbErr> {
    let rows = in_gym(gym)
        .filter(among(db, Column::MemberId, members))
        .filter(Column::Date.gte(since))
        .filter(Column::WithdrawnAt.is_null())
        .select_only()
        .columns(Reported::COLUMNS)
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Source)
        .order_by_asc(Column::Id);
    db.query_all(&rows.into_query()).await?.iter().map(Reported::of).collect()
}

/// The day of the member's newest entry.
pub async fn latest_day(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Option<NaiveDate>, DbErr> {
    let newest = in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_desc(Column::Date)
        .one(db)
        .await?;
    Ok(newest.map(|entry| entry.date))
}

/// Adds entries.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Puts another content in the place of an entry's. False if the gym has no such entry.
pub async fn replace(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<bool, DbErr> {
    let id = ReadinessEntryId::from_uuid(row.id);
    let content = Model { gym_id: gym.uuid(), ..row }.into_active_model().reset_all();
    update(db, gym, id, content).await
}

/// Writes what `changes` sets. False if the gym has no such entry.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ReadinessEntryId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Keeps what entries say, each under its revision.
pub async fn keep_revisions(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: Vec<revision::Model>,
) -> Result<(), DbErr> {
    let rows: Vec<revision::Model> =
        rows.into_iter().map(|row| revision::Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Everything that these entries have said, by entry, oldest first.
pub async fn revisions(
    db: &impl ConnectionTrait,
    gym: GymId,
    entries: &[ReadinessEntryId],
) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::GymId.eq(gym.uuid()))
        .filter(revision::Column::EntryId.is_in(uuids(entries)))
        .order_by_asc(revision::Column::EntryId)
        .order_by_asc(revision::Column::Revision)
        .all(db)
        .await
}

/// The day of each member's newest entry; who has none is not listed.
pub async fn latest_days(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
) -> Result<BTreeMap<MemberId, NaiveDate>, DbErr> {
    let days: Vec<(Uuid, NaiveDate)> = in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::WithdrawnAt.is_null())
        .select_only()
        .column(Column::MemberId)
        .column_as(Column::Date.max(), "latest")
        .group_by(Column::MemberId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(days.into_iter().map(|(member, day)| (MemberId::from_uuid(member), day)).collect())
}

/// The members' entries of these days, both included, by member, date, source and id.
pub async fn between(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Date.between(from, to))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Source)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Every entry of a member, withdrawn ones included, oldest first.
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
