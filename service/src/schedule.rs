//! The weekly schedule: when each gym's run is due by its own wall clock, and starting those that are.

use chrono::{
    DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc,
};
use chrono_tz::Tz;
use domain::calendar::{Week, local_date, weekday};
use domain::ids::GymId;
use domain::vocab::Weekday;
use entity::instant::instant;
use entity::{gym, store};

use crate::env::Env;
use crate::error::{Error, Result};
use crate::runs::{self, Started, coming_week, zone};

/// How far to look for a run's next day. A zone may skip a calendar day, so a week is not enough.
const DAYS_AHEAD: u64 = 15;

/// Longest that clocks ever skipped at once: the day that Samoa (2011) and Kiritimati (1995) left out.
const LONGEST_GAP_MINUTES: i64 = 25 * 60;

/// When the gym's next run after an instant is due.
pub fn next_run(row: &gym::Model, after: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let slot = Slot::of(row)?;
    Ok(slot.days(after).find(|due| *due > after))
}

/// The gym's day, time and zone.
struct Slot {
    day: Weekday,
    time: NaiveTime,
    zone: Tz,
}

impl Slot {
    fn of(row: &gym::Model) -> Result<Self> {
        let time = NaiveTime::parse_from_str(&row.weekly_run_time, "%H:%M");
        Ok(Self {
            day: row.weekly_run_day.parse().map_err(anyhow::Error::from)?,
            time: time.map_err(|_| {
                anyhow::anyhow!("weekly run time must be HH:MM, got {:?}", row.weekly_run_time)
            })?,
            zone: zone(row)?,
        })
    }

    /// Instants of the slot around `near`, oldest first: from a fortnight before on.
    fn days(&self, near: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        let first = local_date(near, self.zone) - Days::new(DAYS_AHEAD);
        let days = first.iter_days().take(2 * DAYS_AHEAD as usize + 1);
        days.filter(|date| weekday(*date) == self.day)
            .map(|date| resolve(self.zone, date.and_time(self.time)))
    }
}

/// The instant of a wall-clock time: a time that occurs twice is its earlier one, a time that is
/// skipped is the first that exists after it.
pub fn resolve(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    for minutes in 0..=LONGEST_GAP_MINUTES {
        match zone.from_local_datetime(&(local + Duration::minutes(minutes))) {
            LocalResult::Single(found) => return found.to_utc(),
            LocalResult::Ambiguous(earlier, _) => return earlier.to_utc(),
            LocalResult::None => {}
        }
    }
    local.and_utc()
}

/// The week that a run due at `seen` is for, run now. After a downtime only the newest slot that was
/// missed matters: the weeks of those before it are over.
fn week_that_matters(row: &gym::Model, seen: DateTime<Utc>, now: DateTime<Utc>) -> Result<Week> {
    let slot = Slot::of(row)?;
    let due = slot.days(now).filter(|due| *due <= now).last();
    let due = due.map_or(seen, |newest| newest.max(seen));
    let target = coming_week(local_date(due, slot.zone));
    let current: NaiveDate = local_date(now, slot.zone);
    Ok(target.max(Week::containing(current)))
}

/// A run that the schedule started.
#[derive(Debug, Clone)]
pub struct Scheduled {
    /// Whose.
    pub gym: GymId,
    /// The run.
    pub started: Started,
}

/// Starts the run of every gym that is due. Any number of schedulers may ask at once: whoever moves
/// the gym's next run has won. A gym that can't be started does not hold up the others.
pub async fn start_due(env: &Env) -> Result<Vec<Scheduled>> {
    let mut all = Vec::new();
    for row in store::gyms::due(env.db.read(), env.now()).await? {
        let gym = GymId::from_uuid(row.id);
        match start_one(env, gym, row.next_run_at).await {
            Ok(Some(started)) => all.push(Scheduled { gym, started }),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(gym.id = %gym, error = %error.report(), "a weekly run could not be started");
            }
        }
    }
    Ok(all)
}

/// One transaction: moves the gym's next run from where it was seen, and starts the run.
async fn start_one(env: &Env, gym: GymId, seen: Option<i64>) -> Result<Option<Started>> {
    let Some(seen) = seen.map(instant) else {
        return Ok(None);
    };
    let now = env.now();
    let txn = env.db.write().await?;
    let row = store::gyms::lock(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let next = next_run(&row, now)?;
    if !store::gyms::advance(&txn, gym, Some(seen), next).await? {
        return Ok(None);
    }
    let week = week_that_matters(&row, seen, now)?;
    let started = runs::start_in(&txn, env, gym, week, now).await?;
    txn.commit().await?;
    tracing::info!(gym.id = %gym, run.id = %started.run, week = %week, computations = started.computations, "a weekly run is due");
    if started.computations == 0 && !started.joined {
        runs::close_finished(env, Some(gym)).await?;
    }
    Ok(Some(started))
}
