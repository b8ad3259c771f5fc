//! Logged sessions by lift and pattern, as far as they count.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::plans::Plans;
use super::report;
use crate::adherence::is_complete;
use crate::calendar::Week;
use crate::evidence::LiftSession;
use crate::load::{MINUTES_MAX, RATING_MOST};
use crate::reason::Finding;
use crate::snapshot::{RecordFacts, SessionFacts, Snapshot};
use crate::vocab::{E1rmBasis, MovementPattern};

/// Days of sessions that are read: a year, as far back as the floor of a basis looks (B1b).
pub(crate) const HISTORY_DAYS: u64 = 365;

/// What is known of one lift.
#[derive(Default)]
pub(super) struct LiftHistory<'s> {
    /// Its sessions, oldest first.
    pub(super) sessions: Vec<LiftSession<'s>>,
    /// Its records, oldest first.
    pub(super) records: Vec<&'s RecordFacts>,
    /// Its exposures, oldest first.
    pub(super) on: Vec<NaiveDate>,
}

/// What was logged, as far as it counts.
pub(super) struct History<'s> {
    /// Sessions of the last year before today, oldest first.
    pub(super) sessions: Vec<&'s SessionFacts>,
    /// The days of those sessions, each once.
    pub(super) logged: Vec<NaiveDate>,
    /// By key of the lift.
    pub(super) lifts: BTreeMap<&'s str, LiftHistory<'s>>,
    /// Days on which a pattern was worked, oldest first.
    pub(super) patterns: BTreeMap<MovementPattern, Vec<NaiveDate>>,
    /// Days since the last session of all.
    pub(super) days_since_any_log: Option<u32>,
}

impl<'s> History<'s> {
    pub(super) fn new(
        snapshot: &'s Snapshot<'_>,
        plans: &Plans<'_>,
        today: NaiveDate,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let counts =
            |session: &&SessionFacts| session.date < today && session.recorded_at <= snapshot.as_of;
        let logged = || snapshot.sessions.iter().filter(counts);
        let last = logged().map(|session| session.date).max();
        let from = today - Days::new(HISTORY_DAYS);
        let mut sessions: Vec<&SessionFacts> =
            logged().filter(|session| session.date >= from).collect();
        sessions.sort_by_key(|session| session.date);
        report(findings, "session", sessions.iter().filter(|session| impossible(session)).count());
        let dropped = sessions.iter().map(|session| session.digest.dropped_sets as usize).sum();
        report(findings, "set", dropped);

        let mut out = Self {
            logged: sessions.iter().map(|session| session.date).collect(),
            lifts: BTreeMap::new(),
            patterns: BTreeMap::new(),
            days_since_any_log: days_since(last, snapshot, today),
            sessions,
        };
        out.logged.dedup();
        for index in 0..out.sessions.len() {
            out.add(out.sessions[index], snapshot, plans);
        }
        out.add_records(snapshot, today, findings);
        out
    }

    fn add(&mut self, session: &'s SessionFacts, snapshot: &Snapshot<'_>, plans: &Plans<'_>) {
        let date = session.date;
        let conservative = plans.conservative.contains(&Week::containing(date));
        for digest in &session.digest.lifts {
            let lift = self.lifts.entry(&digest.lift).or_default();
            lift.sessions.push(LiftSession { date, conservative, digest });
            expose(&mut lift.on, date);
        }
        for worked in &session.digest.patterns {
            expose(self.patterns.entry(worked.pattern).or_default(), date);
        }
        // Done, but not written down set by set: what was planned was trained.
        if session.digest.sets == 0 && is_complete(session, &snapshot.gym.config.adherence) {
            for pattern in plans.planned_patterns(session, &snapshot.gym.catalogue) {
                expose(self.patterns.entry(pattern).or_default(), date);
            }
        }
    }

    fn add_records(
        &mut self,
        snapshot: &'s Snapshot<'_>,
        today: NaiveDate,
        findings: &mut Vec<Finding>,
    ) {
        let mut dropped = 0;
        let heaviest = snapshot.gym.config.strength.load_max_kg;
        for record in snapshot.records {
            if record.date >= today || record.recorded_at > snapshot.as_of {
                continue;
            }
            if !(record.load_kg > 0.0 && record.load_kg <= heaviest) || record.reps == 0 {
                dropped += 1;
                continue;
            }
            let lift =
                self.lifts.entry(snapshot.gym.catalogue.lift_of(&record.movement)).or_default();
            lift.records.push(record);
            // A coach's value is a judgement, not training.
            if record.basis != E1rmBasis::CoachSet {
                lift.on.push(record.date);
            }
        }
        for lift in self.lifts.values_mut() {
            lift.on.sort_unstable();
            lift.on.dedup();
            lift.records.sort_by_key(|record| record.date);
        }
        report(findings, "record", dropped);
    }
}

/// Days since anything was logged. Of a member who trained once, but not within what is read, no more is
/// known than that it is longer.
fn days_since(last: Option<NaiveDate>, snapshot: &Snapshot<'_>, today: NaiveDate) -> Option<u32> {
    let days = |on: NaiveDate| u32::try_from((today - on).num_days()).ok();
    let forgotten = || {
        let first = days(snapshot.member.first_set_on?)?;
        (u64::from(first) > HISTORY_DAYS).then_some(HISTORY_DAYS as u32 + 1)
    };
    last.and_then(days).or_else(forgotten)
}

fn expose(on: &mut Vec<NaiveDate>, date: NaiveDate) {
    if on.last() != Some(&date) {
        on.push(date);
    }
}

/// Whether a session's own values, apart from its sets, are impossible: it counts without them.
fn impossible(session: &SessionFacts) -> bool {
    let rating = session.session_rpe.is_some_and(|rpe| !(0.0..=RATING_MOST).contains(&rpe));
    let share = session.completion.is_some_and(|share| !(0.0..=1.0).contains(&share));
    let tonnage = !(session.digest.tonnage_kg.is_finite() && session.digest.tonnage_kg >= 0.0);
    session.minutes > MINUTES_MAX || rating || share || tonnage
}
