//! The training load of complete weeks, and how unusual each was.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::calendar::{Week, local_date};
use domain::ids::{GymId, MemberId, PlanId};
use domain::load::{self, WeekLoad};
use domain::readiness;
use domain::snapshot::{PastPlan, ReadinessFacts, SessionFacts};
use domain::vocab::VolumeLevel;
use domain::volume::{self, Tiredness, VolumeHistory};
use entity::instant::{FIRST_DAY, instant};
use entity::store::documents::Which;
use entity::{pack, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::GymView;
use super::logs::digest;
use crate::error::Result;
use crate::inputs::readiness as readiness_facts;

/// Weeks before the first that its volume is compared with: thirteen windows, and one that they cut.
const WEEKS_BEFORE: i64 = 14;
/// Days of readiness that a week's score looks back on.
const READINESS_DAYS: u64 = 100;

/// One complete week.
#[derive(Debug, Clone)]
pub struct TrainedWeek {
    /// Load, tonnage, evenness.
    pub load: WeekLoad,
    /// How unusual its seven days were.
    pub level: VolumeLevel,
}

/// A member's `weeks` newest complete weeks, oldest first.
pub async fn weeks(
    db: &impl ConnectionTrait,
    gym: &GymView,
    member: Uuid,
    weeks: u32,
    now: DateTime<Utc>,
) -> Result<Vec<TrainedWeek>> {
    let today = local_date(now, gym.facts.time_zone);
    let last = Week::containing(today).plus(-1);
    let first = last.plus(1 - i64::from(weeks));
    let from = first.plus(-WEEKS_BEFORE).monday();
    let sessions = sessions(db, gym, member, from).await?;
    let sessions: Vec<&SessionFacts> =
        sessions.iter().filter(|session| session.date <= last.sunday()).collect();
    let plans = plans(db, gym, member, Week::containing(from), last).await?;
    let entries = entries(db, gym, member, first).await?;
    let config = &gym.facts.config;
    let history = VolumeHistory::new(sessions.iter().copied(), &plans, config);
    Ok(load::weekly(&sessions, weeks, last.sunday(), &config.load)
        .into_iter()
        .map(|load| {
            let end = load.week.sunday();
            let level = volume::signal(&history, end, tiredness(&entries, end, gym), config).level;
            TrainedWeek { load, level }
        })
        .collect())
}

/// Readiness as it stood on the last day of a week.
fn tiredness(entries: &[ReadinessFacts], end: NaiveDate, gym: &GymView) -> Tiredness {
    let from = end.checked_sub_days(Days::new(READINESS_DAYS)).unwrap_or(FIRST_DAY);
    let start = entries.partition_point(|entry| entry.date < from);
    let stop = entries.partition_point(|entry| entry.date <= end);
    let week = readiness::week(&entries[start..stop.max(start)], end, &gym.facts.config.readiness);
    Tiredness { score: week.score, hrv_z: week.hrv_z }
}

async fn sessions(
    db: &impl ConnectionTrait,
    gym: &GymView,
    member: Uuid,
    from: NaiveDate,
) -> Result<Vec<SessionFacts>> {
    let id = GymId::from_uuid(gym.row.id);
    let rows = store::session_logs::digests(db, id, &[MemberId::from_uuid(member)], from).await?;
    let read = rows.into_iter().map(|row| {
        Ok(SessionFacts {
            date: row.date,
            recorded_at: instant(row.recorded_at),
            track: String::new(), // whose track it was does not matter to its load
            answers: None,
            minutes: u32::try_from(row.duration_minutes).unwrap_or(0),
            session_rpe: row.session_rpe,
            completion: row.completion,
            digest: digest(&row.digest)?,
        })
    });
    read.collect()
}

/// Plans in force of these weeks, for what they programmed and which were conservative.
async fn plans(
    db: &impl ConnectionTrait,
    gym: &GymView,
    member: Uuid,
    first: Week,
    last: Week,
) -> Result<Vec<PastPlan>> {
    let id = GymId::from_uuid(gym.row.id);
    let of = [MemberId::from_uuid(member)];
    let rows = store::plans::between(db, id, &of, first.monday(), last.monday()).await?;
    let ids: Vec<PlanId> = rows.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    let documents = store::documents::of_plans(db, id, &ids, Which::Published).await?;
    let read = documents.into_iter().filter(|row| !row.document.is_empty()).map(|row| {
        let document: domain::plan::PlanDocument =
            pack::unpack(&row.document).map_err(anyhow::Error::from)?;
        Ok(PastPlan { week: document.week, document, excused: Vec::new() })
    });
    read.collect()
}

/// Readiness entries from before the first week on, oldest first.
async fn entries(
    db: &impl ConnectionTrait,
    gym: &GymView,
    member: Uuid,
    first: Week,
) -> Result<Vec<ReadinessFacts>> {
    let id = GymId::from_uuid(gym.row.id);
    let from = first.sunday().checked_sub_days(Days::new(READINESS_DAYS)).unwrap_or(FIRST_DAY);
    let mut rows = store::readiness::since(db, id, &[MemberId::from_uuid(member)], from).await?;
    rows.sort_by_key(|row| (row.date, row.recorded_at));
    Ok(rows.iter().map(readiness_facts).collect::<anyhow::Result<_>>()?)
}
