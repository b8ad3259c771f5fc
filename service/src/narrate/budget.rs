//! What a gym may still spend on words this month.

use chrono::{DateTime, Datelike as _, NaiveTime, TimeZone as _, Utc};
use domain::ids::GymId;
use entity::{gym, store};

use crate::env::Env;
use crate::error::Result;
use crate::runs::zone;

/// A gym's month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// Spent since the month began, in the gym's time zone, with what batches that are out will cost, in US
    /// dollars.
    pub spent: f64,
    /// What may be spent; `None`: no limit.
    pub limit: Option<f64>,
}

impl Budget {
    /// Whether so much more may be spent.
    pub fn allows(&self, more: f64) -> bool {
        self.limit.is_none_or(|limit| self.spent + more <= limit)
    }

    /// Sets so much more aside, where that may be spent: others see it before it is.
    pub fn reserve(&mut self, more: f64) -> bool {
        let allowed = self.allows(more);
        if allowed {
            self.spent += more;
        }
        allowed
    }

    /// So much more was spent than was set aside, or less.
    pub fn correct(&mut self, more: f64) {
        self.spent += more;
    }
}

/// How a gym stands this month.
pub async fn budget(env: &Env, gym: &gym::Model) -> Result<Budget> {
    let (db, id) = (env.db.read(), GymId::from_uuid(gym.id));
    let since = month_start(env.now(), zone(gym)?);
    let spent: f64 = store::narrative_calls::costs_since(db, id, since).await?.iter().sum();
    let out: f64 = store::narrative_batches::estimates(db, id).await?.iter().sum();
    // The sum of nothing is a negative zero.
    Ok(Budget { spent: spent + out + 0.0, limit: gym.narrative_monthly_budget_usd })
}

/// The first instant of the calendar month.
fn month_start(now: DateTime<Utc>, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let first = today.with_day(1).unwrap_or(today).and_time(NaiveTime::MIN);
    // Where clocks change at midnight the month begins at the first instant there is.
    let hours = (0..=3).filter_map(|hour| {
        zone.from_local_datetime(&(first + chrono::Duration::hours(hour))).earliest()
    });
    hours.map(|start| start.with_timezone(&Utc)).next().unwrap_or(now)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_where_the_gym_is() {
        let now: DateTime<Utc> = "2026-03-01T03:00:00Z".parse().unwrap();

        let london = month_start(now, chrono_tz::Europe::London);
        let new_york = month_start(now, chrono_tz::America::New_York);

        assert_eq!(london.to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(new_york.to_rfc3339(), "2026-02-01T05:00:00+00:00");
    }

    #[test]
    fn nothing_is_spent_beyond_the_limit_and_everything_without_one() {
        let mut budget = Budget { spent: 9.0, limit: Some(10.0) };
        assert!(budget.allows(1.0) && !budget.allows(1.5));
        assert!(
            budget.reserve(0.75) && !budget.reserve(0.75),
            "what one sets aside the other lacks"
        );
        budget.correct(-0.5);
        assert!(budget.reserve(0.75) && !budget.allows(0.001));
        assert!(Budget { limit: None, ..budget }.allows(1e9));
    }
}
