//! Planned against completed sessions, per track (`engine.md` B8.3).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::Week;
use crate::config::AdherenceConfig;
use crate::plan::PlanDocument;
use crate::signals::AdherenceSignal;
use crate::snapshot::SessionFacts;
use crate::vocab::SetKind;

/// Days without a logged session after which a member's data is stale: the gap from which a layoff counts
/// (`engine.md` B10). Fixed, for the API's description of the flag names it.
const STALE_DAYS: i64 = 14;

/// A plan by the last revision in force, and its excused sessions.
#[derive(Debug, Clone, Copy)]
pub struct PlanFacts<'a> {
    /// Its week.
    pub week: Week,
    /// Its document.
    pub document: &'a PlanDocument,
    /// Keys of excused sessions.
    pub excused: &'a [String],
}

/// A planned session dated before today, and whether it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFate<'a> {
    /// Week of its plan.
    pub week: Week,
    /// Its key.
    pub key: &'a str,
    /// Key of its track.
    pub track: &'a str,
    /// Its day.
    pub date: NaiveDate,
    /// Whether it was excused.
    pub excused: bool,
    /// Whether a log completed it.
    pub completed: bool,
    answered: bool,
}

/// Whether a log did enough of what was planned to count; what is not given counts as all of it.
pub fn is_complete(session: &SessionFacts, config: &AdherenceConfig) -> bool {
    session.completion.is_none_or(|share| share >= config.completed_share)
}

/// Share of a planned session that its logged sets did, 0 to 1: sets done, warm-ups apart, over sets planned; all of
/// it where no set was planned or logged.
pub fn completion(planned_sets: u32, logged: impl IntoIterator<Item = SetKind>) -> f64 {
    let done = logged.into_iter().filter(|kind| *kind != SetKind::WarmUp).count();
    if planned_sets == 0 || done == 0 {
        return 1.0;
    }
    (done as f64 / f64::from(planned_sets)).min(1.0)
}

/// Whether what is known of a member is stale: nothing logged for longer than `STALE_DAYS` or, where nothing ever
/// was, since they joined.
pub fn is_stale(days_since_any_log: Option<u32>, joined_on: NaiveDate, today: NaiveDate) -> bool {
    let since_joined = (today - joined_on).num_days();
    days_since_any_log.map_or(since_joined, i64::from) > STALE_DAYS
}

/// What became of every session planned before `today`: completed by a log that answers it, or by one
/// of the same track in the same week, matched to the earliest that is still open.
pub fn fates<'a>(
    plans: &[PlanFacts<'a>],
    sessions: &[&SessionFacts],
    today: NaiveDate,
    config: &AdherenceConfig,
) -> Vec<PlannedFate<'a>> {
    let mut planned = planned_before(plans, today);
    let mut by_key: BTreeMap<(Week, &str), usize> = BTreeMap::new();
    let mut by_week: BTreeMap<Week, Vec<usize>> = BTreeMap::new();
    for (index, session) in planned.iter().enumerate() {
        by_key.insert((session.week, session.key), index);
        by_week.entry(session.week).or_default().push(index);
    }
    let mut extra = Vec::new();
    for session in sessions {
        let answers = session.answers.as_ref().map(|(week, key)| (*week, key.as_str()));
        match answers.and_then(|answers| by_key.get(&answers)) {
            Some(index) => {
                planned[*index].answered = true;
                planned[*index].completed |= is_complete(session, config);
            }
            None if answers.is_some_and(|answers| is_planned(plans, answers)) => {}
            None => extra.push(session),
        }
    }
    for session in extra {
        let of_week = by_week.get(&Week::containing(session.date));
        let open = |index: &&usize| {
            let open = &planned[**index];
            !open.answered && open.track == session.track
        };
        if let Some(index) = of_week.and_then(|week| week.iter().find(open)).copied() {
            (planned[index].answered, planned[index].completed) = (true, true);
        }
    }
    planned
}

/// Whether a log answers a session that is planned for a later day: it completes no other.
fn is_planned(plans: &[PlanFacts<'_>], (week, key): (Week, &str)) -> bool {
    let of_week = plans.iter().filter(|plan| plan.week == week);
    of_week.flat_map(|plan| &plan.document.sessions).any(|session| session.key == key)
}

fn planned_before<'a>(plans: &[PlanFacts<'a>], today: NaiveDate) -> Vec<PlannedFate<'a>> {
    let mut out: Vec<PlannedFate<'a>> = Vec::new();
    for plan in plans {
        for session in plan.document.sessions.iter().filter(|session| session.date < today) {
            out.push(PlannedFate {
                week: plan.week,
                key: &session.key,
                track: &session.track,
                date: session.date,
                excused: plan.excused.contains(&session.key),
                completed: false,
                answered: false,
            });
        }
    }
    out.sort_by_key(|session| (session.date, session.week));
    out
}

/// Counts by track, for every one of `tracks` and every track that was planned.
///
/// Excused sessions, days flagged `ill` and days inside a long gap between `logged` days (ascending)
/// count in neither number.
pub fn counts<'a>(
    tracks: impl IntoIterator<Item = &'a str>,
    fates: &[PlannedFate<'_>],
    ill: &BTreeSet<NaiveDate>,
    logged: &[NaiveDate],
    today: NaiveDate,
    config: &AdherenceConfig,
) -> BTreeMap<String, AdherenceSignal> {
    let mut out: BTreeMap<String, AdherenceSignal> =
        tracks.into_iter().map(|track| (track.to_owned(), none())).collect();
    let first = fates.first().map(|session| session.date);
    for session in fates {
        let age = (today - session.date).num_days();
        let away = in_gap(session.date, first, logged, today, config);
        if age > i64::from(config.window_days)
            || session.excused
            || away
            || ill.contains(&session.date)
        {
            continue;
        }
        let weight = libm::pow(0.5, age as f64 / config.half_life_days);
        let counts = out.entry(session.track.to_owned()).or_insert_with(none);
        counts.planned += 1;
        counts.weighted_planned += weight;
        if session.completed {
            counts.completed += 1;
            counts.weighted_completed += weight;
        }
    }
    for counts in out.values_mut() {
        counts.rate = rate(counts.weighted_completed, counts.weighted_planned, config);
    }
    out
}

const fn none() -> AdherenceSignal {
    AdherenceSignal {
        planned: 0,
        completed: 0,
        weighted_planned: 0.0,
        weighted_completed: 0.0,
        rate: 0.0,
    }
}

/// The share of planned sessions that is completed, with its prior: Beta(8, 2).
pub fn rate(completed: f64, planned: f64, config: &AdherenceConfig) -> f64 {
    let prior = config.prior_completed + config.prior_missed;
    (config.prior_completed + completed) / (prior + planned)
}

/// Whether a track is avoided: a low rate on enough planned sessions.
pub fn is_avoided(signal: &AdherenceSignal, config: &AdherenceConfig) -> bool {
    signal.planned >= config.avoidance_planned && signal.rate < config.avoidance_rate
}

/// Whether `date` lies between two logs more than `gap_days` apart; the stretch since the last log, and
/// that from the `first` planned day to the first log, count likewise.
fn in_gap(
    date: NaiveDate,
    first: Option<NaiveDate>,
    logged: &[NaiveDate],
    today: NaiveDate,
    config: &AdherenceConfig,
) -> bool {
    let next = logged.partition_point(|on| *on < date);
    let to = logged.get(next).copied().unwrap_or(today);
    let before = next.checked_sub(1).and_then(|index| logged.get(index)).copied();
    let from = before.or(first).unwrap_or(date);
    to != date && (to - from).num_days() > i64::from(config.gap_days)
}

#[cfg(test)]
mod tests;
