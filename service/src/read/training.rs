//! The training load of complete weeks, and how unusual each was.

use std::collections::HashMap;

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

/// The `weeks` newest complete weeks of each of these members, oldest first.
pub async fn weeks(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &[Uuid],
    weeks: u32,
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Vec<TrainedWeek>>> {
    let today = local_date(now, gym.facts.time_zone);
    let last = Week::containing(today).plus(-1);
    let first = last.plus(1 - i64::from(weeks));
    let from = first.plus(-WEEKS_BEFORE).monday();
    let ids: Vec<MemberId> = members.iter().map(|member| MemberId::from_uuid(*member)).collect();
    let mut sessions = sessions(db, gym, &ids, from, last).await?;
    let mut plans = plans(db, gym, &ids, Week::containing(from), last).await?;
    let mut entries = entries(db, gym, &ids, first).await?;
    let of_each = members.iter().map(|member| {
        let past = Past {
            sessions: sessions.remove(member).unwrap_or_default(),
            plans: plans.remove(member).unwrap_or_default(),
            entries: entries.remove(member).unwrap_or_default(),
        };
        (*member, past.weeks(gym, weeks, last))
    });
    Ok(of_each.collect())
}

/// What was of one member, as far back as its weeks are judged by.
struct Past {
    sessions: Vec<SessionFacts>,
    plans: Vec<PastPlan>,
    entries: Vec<ReadinessFacts>,
}

impl Past {
    fn weeks(&self, gym: &GymView, weeks: u32, last: Week) -> Vec<TrainedWeek> {
        let config = &gym.facts.config;
        let sessions: Vec<&SessionFacts> = self.sessions.iter().collect();
        let history = VolumeHistory::new(sessions.iter().copied(), &self.plans, config);
        let judged = |load: WeekLoad| {
            let end = load.week.sunday();
            let tiredness = tiredness(&self.entries, end, gym);
            let level = volume::signal(&history, end, tiredness, config).level;
            TrainedWeek { load, level }
        };
        let loads = load::weekly(&sessions, weeks, last.sunday(), &config.load);
        loads.into_iter().map(judged).collect()
    }
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
    members: &[MemberId],
    from: NaiveDate,
    last: Week,
) -> Result<HashMap<Uuid, Vec<SessionFacts>>> {
    let id = GymId::from_uuid(gym.row.id);
    let rows = store::session_logs::digests(db, id, members, from).await?;
    let mut of_each: HashMap<Uuid, Vec<SessionFacts>> = HashMap::new();
    for row in rows.into_iter().filter(|row| row.date <= last.sunday()) {
        let facts = SessionFacts {
            date: row.date,
            recorded_at: instant(row.recorded_at),
            track: String::new(), // whose track it was does not matter to its load
            answers: None,
            minutes: u32::try_from(row.duration_minutes).unwrap_or(0),
            session_rpe: row.session_rpe,
            completion: row.completion,
            digest: digest(&row.digest)?,
        };
        of_each.entry(row.member_id).or_default().push(facts);
    }
    Ok(of_each)
}

/// Plans in force of these weeks, for what they programmed and which were conservative.
async fn plans(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &[MemberId],
    first: Week,
    last: Week,
) -> Result<HashMap<Uuid, Vec<PastPlan>>> {
    let id = GymId::from_uuid(gym.row.id);
    let rows = store::plans::between(db, id, members, first.monday(), last.monday()).await?;
    let ids: Vec<PlanId> = rows.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    let owners: HashMap<Uuid, Uuid> = rows.iter().map(|plan| (plan.id, plan.member_id)).collect();
    let documents = store::documents::of_plans(db, id, &ids, Which::Published).await?;
    let mut of_each: HashMap<Uuid, Vec<PastPlan>> = HashMap::new();
    for row in documents.into_iter().filter(|row| !row.document.is_empty()) {
        let Some(owner) = owners.get(&row.plan_id) else { continue };
        let document: domain::plan::PlanDocument =
            pack::unpack(&row.document).map_err(anyhow::Error::from)?;
        let past = PastPlan { week: document.week, document: document.into(), excused: Vec::new() };
        of_each.entry(*owner).or_default().push(past);
    }
    Ok(of_each)
}

/// Readiness entries from before the first week on, oldest first.
async fn entries(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &[MemberId],
    first: Week,
) -> Result<HashMap<Uuid, Vec<ReadinessFacts>>> {
    let id = GymId::from_uuid(gym.row.id);
    let from = first.sunday().checked_sub_days(Days::new(READINESS_DAYS)).unwrap_or(FIRST_DAY);
    let mut rows = store::readiness::reported(db, id, members, from).await?;
    rows.sort_by_key(|row| (row.date, row.recorded_at));
    let mut of_each: HashMap<Uuid, Vec<ReadinessFacts>> = HashMap::new();
    for row in &rows {
        of_each.entry(row.member_id).or_default().push(readiness_facts(row)?);
    }
    Ok(of_each)
}
