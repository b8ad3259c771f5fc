//! Asking for a computation: a new row of the ledger, or a join with the one that waits.

use chrono::{DateTime, Duration, Utc};
use domain::calendar::Week;
use domain::ids::{Computation, ComputationId, GymId, MemberId, RunId};
use domain::vocab::{ComputationKind, ComputationStatus, Trigger};
use entity::instant::{instant, micros};
use entity::{computation, store};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Set};

use super::{LONGEST_WAIT, Priority, id};
use crate::env::Env;
use crate::error::{Error, Result};

/// A computation that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The gym.
    pub gym: GymId,
    /// Whose week.
    pub member: MemberId,
    /// Which week.
    pub week: Week,
    /// Plan or narrative.
    pub kind: ComputationKind,
    /// Why.
    pub trigger: Trigger,
    /// Whether it may lower loads only.
    pub reduce_only: bool,
    /// How urgent.
    pub priority: Priority,
    /// The weekly run it belongs to.
    pub run: Option<RunId>,
    /// How long to wait for more of the same; 0: at once.
    pub debounce_seconds: i32,
    /// A coach's note.
    pub note: Option<String>,
    /// The revision a narrative belongs to.
    pub plan_number: Option<i32>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The computation that will answer.
    pub computation: ComputationId,
    /// Whether it waited already.
    pub joined: bool,
}

/// Asks for one computation. Lock the member's row before, lest two changes be judged at once.
pub async fn request(txn: &DatabaseTransaction, env: &Env, ask: Ask) -> Result<Asked> {
    let now = env.now();
    let waiting = async || {
        let monday = ask.week.monday();
        store::computations::lock_queued(txn, ask.gym, ask.member, monday, ask.kind).await
    };
    let mut found = waiting().await?;
    if found.is_none() {
        let new = row(env, &ask);
        let computation = id(&new);
        store::computations::insert_queued(txn, ask.gym, vec![new]).await?;
        // Whoever asked at the same moment, without the member's lock, may have been faster.
        found = waiting().await?;
        if found.as_ref().is_some_and(|row| id(row) == computation) {
            return Ok(Asked { computation, joined: false });
        }
    }
    let found =
        found.ok_or_else(|| anyhow::anyhow!("the computation just asked for is not there"))?;
    write_joined(txn, ask.gym, &join(&found, &ask, now)).await?;
    Ok(Asked { computation: id(&found), joined: true })
}

/// The row of a computation that is asked for and joins no other.
pub(crate) fn row(env: &Env, ask: &Ask) -> computation::Model {
    new_row(env.id::<Computation>(), ask, env.now())
}

fn new_row(id: ComputationId, ask: &Ask, now: DateTime<Utc>) -> computation::Model {
    computation::Model {
        id: id.uuid(),
        gym_id: ask.gym.uuid(),
        member_id: ask.member.uuid(),
        week_of: ask.week.monday(),
        kind: ask.kind.to_string(),
        trigger: ask.trigger.to_string(),
        priority: ask.priority.value(),
        run_id: ask.run.map(|run| run.uuid()),
        status: ComputationStatus::Queued.to_string(),
        due_at: micros(now + window(ask).min(LONGEST_WAIT)),
        first_requested_at: micros(now),
        requested_at: micros(now),
        requests: 1,
        attempts: 0,
        lease_id: None,
        reduce_only: ask.reduce_only,
        plan_number: ask.plan_number,
        note: ask.note.clone(),
        error: None,
        finished_at: None,
    }
}

fn window(ask: &Ask) -> Duration {
    Duration::seconds(i64::from(ask.debounce_seconds.max(0)))
}

/// The waiting computation with one more request in it. A join never lowers the priority, delays a
/// row of a run, or narrows a full computation to one that may only reduce.
fn join(row: &computation::Model, ask: &Ask, now: DateTime<Utc>) -> computation::Model {
    let run_id = row.run_id.or(ask.run.map(|run| run.uuid()));
    computation::Model {
        due_at: joined_due(row, ask, now),
        trigger: wider(&row.trigger, ask.trigger).to_string(),
        priority: row.priority.max(ask.priority.value()),
        requested_at: micros(now),
        requests: row.requests.saturating_add(1),
        reduce_only: row.reduce_only && ask.reduce_only,
        plan_number: ask.plan_number.or(row.plan_number),
        note: ask.note.clone().or_else(|| row.note.clone()),
        run_id,
        ..row.clone()
    }
}

fn joined_due(row: &computation::Model, ask: &Ask, now: DateTime<Utc>) -> i64 {
    let asked = now + window(ask);
    if ask.debounce_seconds <= 0 {
        return row.due_at.min(micros(asked));
    }
    if row.attempts > 0 {
        return row.due_at; // it waits because it failed
    }
    if row.run_id.is_some() || ask.run.is_some() || row.priority != ask.priority.value() {
        return row.due_at.min(micros(asked));
    }
    micros(asked.min(instant(row.first_requested_at) + LONGEST_WAIT))
}

/// Which of two triggers a computation for both has: the one that may change more; of equals, the
/// newer.
pub(super) fn wider(waiting: &str, asked: Trigger) -> Trigger {
    match waiting.parse::<Trigger>() {
        Ok(waiting) if reach(waiting) > reach(asked) => waiting,
        _ => asked,
    }
}

/// How much a trigger may change (`engine.md` B7): redraw sessions, compute in full, replace a
/// movement, reduce.
pub(crate) const fn reach(trigger: Trigger) -> u8 {
    match trigger {
        Trigger::Template | Trigger::Goals => 3,
        Trigger::Weekly | Trigger::CoachRequest | Trigger::CoachEdit | Trigger::Manual => 2,
        Trigger::Restriction => 1,
        Trigger::Readiness | Trigger::Volume | Trigger::PersonalRecord => 0,
    }
}

async fn write_joined(
    db: &impl ConnectionTrait,
    gym: GymId,
    row: &computation::Model,
) -> Result<()> {
    let changes = computation::ActiveModel {
        due_at: Set(row.due_at),
        trigger: Set(row.trigger.clone()),
        priority: Set(row.priority),
        requested_at: Set(row.requested_at),
        requests: Set(row.requests),
        reduce_only: Set(row.reduce_only),
        plan_number: Set(row.plan_number),
        note: Set(row.note.clone()),
        run_id: Set(row.run_id),
        ..Default::default()
    };
    if store::computations::update(db, gym, id(row), changes).await? {
        return Ok(());
    }
    Err(Error::NotFound("computation"))
}

/// Cancels what is still open of these computations: their cause is gone.
pub async fn cancel(
    txn: &DatabaseTransaction,
    gym: GymId,
    computations: &[ComputationId],
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(store::computations::cancel(txn, gym, computations, None, now).await?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use chrono::{NaiveDate, TimeZone};
    use uuid::Uuid;

    fn at(minute: u32, second: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 4, 9, minute, second).unwrap()
    }

    /// A readiness change of one member that waits 90 seconds for more.
    fn readiness() -> Ask {
        Ask {
            gym: GymId::from_uuid(Uuid::from_u128(1)),
            member: MemberId::from_uuid(Uuid::from_u128(2)),
            week: Week::containing(NaiveDate::from_ymd_opt(2026, 3, 4).unwrap()),
            kind: ComputationKind::Plan,
            trigger: Trigger::Readiness,
            reduce_only: true,
            priority: Priority::Triggered,
            run: None,
            debounce_seconds: 90,
            note: None,
            plan_number: None,
        }
    }

    fn row(ask: &Ask, now: DateTime<Utc>) -> computation::Model {
        new_row(ComputationId::from_uuid(Uuid::from_u128(3)), ask, now)
    }

    #[test]
    fn changes_that_keep_coming_wait_ten_minutes_at_the_most() {
        let ask = readiness();
        let mut row = row(&ask, at(0, 0));
        assert_eq!(instant(row.due_at), at(1, 30));

        for minute in 1..10 {
            row = join(&row, &ask, at(minute, 0));
        }

        assert_eq!(instant(row.due_at), at(10, 0));
        assert_eq!(row.requests, 10);
    }

    #[test]
    fn a_window_longer_than_ten_minutes_is_cut() {
        let patient = Ask { debounce_seconds: 900, ..readiness() };

        assert_eq!(instant(row(&patient, at(0, 0)).due_at), at(10, 0));
    }

    #[test]
    fn a_coach_who_asks_does_not_wait_for_the_window() {
        let coach = Ask {
            trigger: Trigger::CoachRequest,
            reduce_only: false,
            priority: Priority::Asked,
            debounce_seconds: 0,
            ..readiness()
        };

        let joined = join(&row(&readiness(), at(0, 0)), &coach, at(0, 30));

        assert_eq!(instant(joined.due_at), at(0, 30));
        assert_eq!(joined.trigger, "COACH_REQUEST");
        assert!(!joined.reduce_only);

        let again = join(&joined, &readiness(), at(0, 31));
        assert_eq!(instant(again.due_at), at(0, 30));
        assert_eq!((again.priority, again.reduce_only), (Priority::Asked.value(), false));
        assert_eq!(again.trigger, "COACH_REQUEST");
    }

    #[test]
    fn a_change_that_joins_a_weekly_run_does_not_delay_it() {
        let run = RunId::from_uuid(Uuid::from_u128(9));
        let weekly = Ask {
            trigger: Trigger::Weekly,
            reduce_only: false,
            priority: Priority::Bulk,
            run: Some(run),
            debounce_seconds: 0,
            ..readiness()
        };

        let joined = join(&row(&weekly, at(0, 0)), &readiness(), at(5, 0));

        assert_eq!(instant(joined.due_at), at(0, 0));
        assert_eq!(joined.run_id, Some(run.uuid()));
        assert_eq!(joined.priority, Priority::Triggered.value());
        assert!(!joined.reduce_only);
    }

    #[test]
    fn a_change_does_not_shorten_the_wait_after_a_failure() {
        let failed = computation::Model {
            attempts: 2,
            due_at: micros(at(8, 0)),
            ..row(&readiness(), at(0, 0))
        };

        assert_eq!(instant(join(&failed, &readiness(), at(1, 0)).due_at), at(8, 0));
    }
}
