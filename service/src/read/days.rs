//! Days of readiness: what was reported, and the score it makes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::ids::{GymId, MemberId};
use domain::readiness;
use domain::signals::{DailyReadiness, DailySignal};
use domain::snapshot::ReadinessFacts;
use entity::instant::FIRST_DAY;
use entity::{readiness_entry, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::GymView;
use crate::error::Result;
use crate::inputs::readiness as facts;

/// Days before one that its score looks back on: the longest baseline and the nights compared with it.
const LOOK_BACK: u64 = 100;

/// A member and a day.
pub type DayKey = (Uuid, NaiveDate);

/// One member's day.
#[derive(Debug)]
pub struct ReadDay {
    /// Whose.
    pub member: Uuid,
    /// Its score.
    pub daily: DailyReadiness,
    /// What the score rests on, what was left out included.
    pub signals: Vec<DailySignal>,
    /// What was reported.
    pub entries: Vec<readiness_entry::Model>,
}

/// These days, each as far as anything was reported on it.
pub async fn days(
    db: &impl ConnectionTrait,
    gym: &GymView,
    keys: &[DayKey],
) -> Result<HashMap<DayKey, Arc<ReadDay>>> {
    let members: BTreeSet<Uuid> = keys.iter().map(|key| key.0).collect();
    let Some(first) = keys.iter().map(|key| key.1).min() else { return Ok(HashMap::new()) };
    let last = keys.iter().map(|key| key.1).max().unwrap_or(first);
    let histories = histories(db, gym, &members, first, last).await?;
    let found = keys.iter().filter_map(|key| {
        let day = histories.get(&key.0)?.day(*key, gym)?;
        Some((*key, Arc::new(day)))
    });
    Ok(found.collect())
}

/// The days of each of these members with an entry, both ends included, oldest first.
pub async fn between(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &BTreeSet<Uuid>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<HashMap<Uuid, Vec<Arc<ReadDay>>>> {
    let histories = histories(db, gym, members, from, to).await?;
    let of_each = histories.into_iter().map(|(member, history)| {
        let dates = history.facts.iter().map(|entry| entry.date);
        let dates: BTreeSet<NaiveDate> = dates.filter(|date| (from..=to).contains(date)).collect();
        let days = dates.into_iter().filter_map(|date| history.day((member, date), gym));
        (member, days.map(Arc::new).collect())
    });
    Ok(of_each.collect())
}

/// The newest day of each member with an entry.
pub async fn latest(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &[Uuid],
) -> Result<HashMap<Uuid, Arc<ReadDay>>> {
    let id = GymId::from_uuid(gym.row.id);
    let ids: Vec<MemberId> = members.iter().map(|member| MemberId::from_uuid(*member)).collect();
    let newest = store::readiness::latest_days(db, id, &ids).await?;
    let keys: Vec<DayKey> =
        newest.into_iter().map(|(member, date)| (member.uuid(), date)).collect();
    let days = days(db, gym, &keys).await?;
    Ok(days.into_iter().map(|((member, _), day)| (member, day)).collect())
}

/// One member's entries, oldest first, as rows and as the engine reads them.
#[derive(Default)]
struct History {
    rows: Vec<readiness_entry::Model>,
    facts: Vec<ReadinessFacts>,
}

async fn histories(
    db: &impl ConnectionTrait,
    gym: &GymView,
    members: &BTreeSet<Uuid>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<Uuid, History>> {
    let id = GymId::from_uuid(gym.row.id);
    let ids: Vec<MemberId> = members.iter().map(|member| MemberId::from_uuid(*member)).collect();
    let first = from.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(FIRST_DAY);
    let mut rows = store::readiness::between(db, id, &ids, first, to).await?;
    rows.sort_by_key(|row| (row.member_id, row.date, row.recorded_at));
    let mut histories: HashMap<Uuid, History> = HashMap::new();
    for row in rows {
        let history = histories.entry(row.member_id).or_default();
        history.facts.push(facts(&(&row).into())?);
        history.rows.push(row);
    }
    Ok(histories)
}

impl History {
    fn day(&self, (member, date): DayKey, gym: &GymView) -> Option<ReadDay> {
        let oldest = date.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(FIRST_DAY);
        let place = |at: NaiveDate| self.facts.partition_point(|entry| entry.date < at);
        let (start, today, end) = (place(oldest), place(date), place(date.succ_opt()?));
        if today == end {
            return None;
        }
        let (daily, signals) =
            readiness::day(&self.facts[start..end], date, &gym.facts.config.readiness);
        Some(ReadDay { member, daily, signals, entries: self.rows[today..end].to_vec() })
    }
}
