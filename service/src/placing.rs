//! Where a new revision goes: into force, or to a coach first. No I/O.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::vocab::{PlanEventKind, PlanStatus, ReviewState};
use entity::instant::micros;
use entity::{gym, plan};

/// A revision waits at least this long before it is released unreviewed (design §4).
pub(crate) const SHORTEST_WAIT: Duration = Duration::hours(1);

/// What to do with a revision once it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// It comes into force.
    AtOnce,
    /// It waits for a coach.
    Waits,
    /// It comes into force and waits: a reduction that the gym releases at once.
    AtOnceAndWaits,
}

/// A plan moved on by one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The plan's row as it will be.
    pub plan: plan::Model,
    /// Number of the new revision.
    pub number: i32,
    /// State of its review, where one is called for.
    pub review: Option<ReviewState>,
    /// When it came into force, where it did.
    pub published_at: Option<i64>,
    /// When it is released unreviewed, where it is.
    pub auto_release_at: Option<i64>,
    /// Whether an older revision that waited gave up its place.
    pub lapsed: bool,
    /// What to tell.
    pub events: Vec<PlanEventKind>,
}

/// Moves a plan on by one revision.
pub fn place(
    mut plan: plan::Model,
    gym: &gym::Model,
    release: Release,
    now: DateTime<Utc>,
) -> Placed {
    let number = plan.newest + 1;
    let was_published = plan.published.is_some();
    let lapsed = plan.pending.is_some();
    plan.newest = number;
    plan.version += 1;
    plan.computed_at = micros(now);
    let mut events = Vec::new();
    if release != Release::Waits {
        plan.published = Some(number);
        plan.published_at = Some(micros(now));
        events.push(if was_published { PlanEventKind::Revised } else { PlanEventKind::Published });
    }
    plan.pending = (release != Release::AtOnce).then_some(number);
    if plan.pending.is_some() {
        events.push(PlanEventKind::ReadyForReview);
    }
    plan.status = status(&plan).to_string();
    let waits = plan.pending.is_some();
    Placed {
        number,
        review: waits.then_some(ReviewState::Waiting),
        published_at: (release != Release::Waits).then_some(micros(now)),
        auto_release_at: (waits && plan.published.is_none())
            .then(|| auto_release(gym, plan.week_of, now))
            .flatten(),
        lapsed,
        events,
        plan,
    }
}

/// The status that follows from which revisions stand.
fn status(plan: &plan::Model) -> PlanStatus {
    match (plan.published, plan.pending) {
        (Some(_), _) => PlanStatus::Published,
        (None, Some(_)) => PlanStatus::PendingReview,
        (None, None) => PlanStatus::Rejected,
    }
}

/// When an unreviewed plan is released: at its hour, never sooner than an hour from now.
fn auto_release(gym: &gym::Model, week_of: NaiveDate, now: DateTime<Utc>) -> Option<i64> {
    Some(micros(release_hour(gym, week_of)?.max(now + SHORTEST_WAIT)))
}

/// So many minutes before the week starts in the gym's time zone; `None`: the gym releases nothing unreviewed.
pub(crate) fn release_hour(gym: &gym::Model, week_of: NaiveDate) -> Option<DateTime<Utc>> {
    let before = Duration::minutes(i64::from(gym.auto_release_minutes_before?));
    let zone: chrono_tz::Tz = gym.time_zone.parse().ok()?;
    // Where midnight is skipped by a change of clocks, the week starts at the first instant after it.
    let start = (0..=3).find_map(|hour| {
        let midnight = week_of.and_time(NaiveTime::MIN) + Duration::hours(hour);
        zone.from_local_datetime(&midnight).earliest()
    })?;
    Some(start.with_timezone(&Utc) - before)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use uuid::Uuid;

    fn new_plan() -> plan::Model {
        plan::Model {
            id: Uuid::from_u128(1),
            gym_id: Uuid::from_u128(2),
            member_id: Uuid::from_u128(3),
            week_of: NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
            status: PlanStatus::Rejected.to_string(),
            published: None,
            pending: None,
            newest: 0,
            version: 0,
            template_id: None,
            published_at: None,
            computed_at: 0,
            created_at: 0,
        }
    }

    fn gym() -> gym::Model {
        gym::Model {
            id: Uuid::from_u128(2),
            name: "Gym".into(),
            time_zone: "Europe/London".into(),
            weight_unit: "KILOGRAM".into(),
            review_policy: "ALL".into(),
            large_change_percent: 10.0,
            auto_release_minutes_before: Some(60),
            release_reductions_at_once: true,
            goals_need_approval: false,
            weekly_run_day: "SUNDAY".into(),
            weekly_run_time: "18:00".into(),
            next_run_at: None,
            narrative_enabled: false,
            narrative_monthly_budget_usd: None,
            recompute_enabled: true,
            readiness_drop_points: 15,
            debounce_seconds: 900,
            max_recomputes_per_day: 1,
            max_recomputes_per_plan: 2,
            equipment: "{}".into(),
            engine_config: "{}".into(),
            catalogue_version: 1,
            served_at: 0,
            created_at: 0,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_first_revision_comes_into_force_at_once() {
        let placed = place(new_plan(), &gym(), Release::AtOnce, at("2026-11-24T10:00:00Z"));

        assert_eq!((placed.plan.published, placed.plan.pending), (Some(1), None));
        assert_eq!(placed.plan.status, "PUBLISHED");
        assert_eq!(placed.events, [PlanEventKind::Published]);
        assert_eq!(placed.review, None);
    }

    #[test]
    fn a_revision_that_waits_is_released_before_its_week_starts() {
        let placed = place(new_plan(), &gym(), Release::Waits, at("2026-11-24T10:00:00Z"));

        assert_eq!(placed.plan.status, "PENDING_REVIEW");
        assert_eq!(placed.events, [PlanEventKind::ReadyForReview]);
        assert_eq!(placed.auto_release_at, Some(micros(at("2026-11-29T23:00:00Z"))));
    }

    #[test]
    fn a_plan_computed_late_is_released_an_hour_later_at_the_soonest() {
        let placed = place(new_plan(), &gym(), Release::Waits, at("2026-11-29T22:30:00Z"));

        assert_eq!(placed.auto_release_at, Some(micros(at("2026-11-29T23:30:00Z"))));
    }

    #[test]
    fn a_newer_revision_that_waits_never_hides_the_one_in_force() {
        let first = place(new_plan(), &gym(), Release::AtOnce, at("2026-11-24T10:00:00Z"));

        let second = place(first.plan, &gym(), Release::Waits, at("2026-11-25T10:00:00Z"));

        assert_eq!((second.plan.published, second.plan.pending), (Some(1), Some(2)));
        assert_eq!(second.plan.status, "PUBLISHED");
        assert_eq!(second.auto_release_at, None);
    }

    #[test]
    fn a_reduction_released_at_once_is_in_force_and_waits() {
        let first = place(new_plan(), &gym(), Release::AtOnce, at("2026-11-24T10:00:00Z"));

        let second = place(first.plan, &gym(), Release::AtOnceAndWaits, at("2026-11-25T10:00:00Z"));

        assert_eq!((second.plan.published, second.plan.pending), (Some(2), Some(2)));
        assert_eq!(second.events, [PlanEventKind::Revised, PlanEventKind::ReadyForReview]);
    }
}
