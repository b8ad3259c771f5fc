//! What earlier plans say: conservative weeks, the cycle, carry-over, cursors, prescribed bases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::history::History;
use crate::adherence::{PlanFacts, PlannedFate, is_complete};
use crate::blend;
use crate::calendar::Week;
use crate::catalogue::Catalogue;
use crate::config::EngineConfig;
use crate::digest::Work;
use crate::evidence::is_possible;
use crate::load::WEEK_AU_MAX;
use crate::plan::{Line, PlanDocument, PlannedSession};
use crate::signals::{ConservativeCause, LiftSignal, VolumeSignal, WeekReadiness};
use crate::snapshot::{GoalFacts, PastPlan, SessionFacts, Snapshot};
use crate::vocab::{MovementPattern, TrendClass, VolumeLevel};

/// How far apart two shares may be and still be the same: saved shares sum to 1 within as much.
const SAME_SHARE: f64 = 1e-6;

/// The plans around the week.
pub(super) struct Plans<'s> {
    /// Plans before the week, oldest first, and the revision that is recomputed.
    pub(super) facts: Vec<PlanFacts<'s>>,
    /// Weeks whose plan was conservative.
    pub(super) conservative: BTreeSet<Week>,
    /// Plans before the week, oldest first.
    before: Vec<&'s PastPlan>,
}

impl<'s> Plans<'s> {
    pub(super) fn new(snapshot: &'s Snapshot<'_>) -> Self {
        let mut before: Vec<&PastPlan> =
            snapshot.plans.iter().filter(|plan| plan.week < snapshot.week).collect();
        before.sort_by_key(|plan| plan.week);
        let mut facts: Vec<PlanFacts<'_>> = before
            .iter()
            .map(|plan| PlanFacts {
                week: plan.week,
                document: &plan.document,
                excused: &plan.excused,
            })
            .collect();
        if let Some(base) = &snapshot.request.base {
            let (document, excused) = (&*base.document, base.excused.as_slice());
            facts.push(PlanFacts { week: snapshot.week, document, excused });
        }
        let conservative = facts
            .iter()
            .filter(|plan| plan.document.adjustment.conservative)
            .map(|plan| plan.week)
            .collect();
        Self { facts, conservative, before }
    }

    /// The newest plan before the week that was made from the template version in force.
    fn newest_of_version(&self, snapshot: &Snapshot<'_>) -> Option<&'s PlanDocument> {
        let template = snapshot.template;
        let newest = self.before.last().map(|plan| &*plan.document)?;
        let cited = &newest.template;
        (cited.id == template.id && cited.version == template.version).then_some(newest)
    }

    /// The last order drawn by track; nothing from another version.
    pub(super) fn cursors(&self, snapshot: &Snapshot<'_>) -> BTreeMap<String, u32> {
        let newest = self.newest_of_version(snapshot);
        newest.map(|document| document.cursors.iter().cloned().collect()).unwrap_or_default()
    }

    /// What the newest plan carries over; nothing from another template, or from a version with other
    /// tracks or shares, after a change of goals, or after four weeks without a log.
    pub(super) fn carry_over(
        &self,
        snapshot: &Snapshot<'_>,
        goals: &[GoalFacts],
        days_since_any_log: Option<u32>,
    ) -> BTreeMap<String, f64> {
        let config = &snapshot.gym.config;
        let away = days_since_any_log.is_some_and(|days| days > config.layoff.restart_days);
        let newest = self.before.last().map(|plan| &*plan.document);
        let Some(newest) = newest.filter(|newest| !away && same_shares(newest, snapshot, goals))
        else {
            return BTreeMap::new();
        };
        let most = config.blend.most_carried;
        let carried = newest.blend.iter().filter(|share| share.carry_over.is_finite());
        carried.map(|share| (share.track.clone(), share.carry_over.clamp(-most, most))).collect()
    }

    /// Mean programmed load in AU of the last `plans` (four) that were not conservative; `None` before as many. A
    /// week without a session says nothing of what is usual.
    pub(super) fn usual_programmed_au(&self, plans: u32) -> Option<f64> {
        let usual = self.before.iter().rev().map(|plan| &*plan.document);
        let possible = |au: f64| au > 0.0 && au <= WEEK_AU_MAX;
        let usual =
            usual.filter(|plan| !plan.adjustment.conservative && possible(plan.programmed_au));
        let loads: Vec<f64> = usual.map(|plan| plan.programmed_au).take(plans as usize).collect();
        (loads.len() == plans as usize).then(|| loads.iter().sum::<f64>() / f64::from(plans))
    }

    /// How many hold numbers that no computation leads to: those count for nothing.
    pub(super) fn impossible(&self, config: &EngineConfig) -> usize {
        let broken = |plan: &&PlanFacts<'_>| {
            let document = plan.document;
            let lines = document.sessions.iter().flat_map(|session| &session.blocks);
            let mut bases = lines.flat_map(|block| &block.lines).filter_map(Line::lift_basis_kg);
            !(0.0..=WEEK_AU_MAX).contains(&document.programmed_au)
                || document.blend.iter().any(|share| !share.carry_over.is_finite())
                || bases.any(|kg| !is_possible(kg, &config.strength))
        };
        self.facts.iter().filter(broken).count()
    }

    /// The session of a plan that a log answers.
    fn answered(&self, session: &SessionFacts) -> Option<&'s PlannedSession> {
        let (week, key) = session.answers.as_ref()?;
        let plan = self.facts.iter().rev().find(|plan| plan.week == *week)?;
        plan.document.sessions.iter().find(|planned| planned.key == *key)
    }

    /// The patterns that the session a log answers had planned.
    pub(super) fn planned_patterns(
        &self,
        session: &SessionFacts,
        catalogue: &Catalogue,
    ) -> BTreeSet<MovementPattern> {
        let blocks = self.answered(session).map_or(&[][..], |planned| &planned.blocks);
        let lines = blocks.iter().flat_map(|block| &block.lines);
        let patterns = lines.filter_map(|line| catalogue.get(&line.movement));
        patterns.map(|movement| movement.pattern).collect()
    }

    /// Bases prescribed before today in the days that the floor looks back, by lift.
    pub(super) fn prescribed_bases(
        &self,
        snapshot: &'s Snapshot<'_>,
        today: NaiveDate,
    ) -> BTreeMap<&'s str, Vec<(NaiveDate, f64)>> {
        let config = &snapshot.gym.config.strength;
        let from = today - Days::new(u64::from(config.floor_days));
        let mut out: BTreeMap<&str, Vec<(NaiveDate, f64)>> = BTreeMap::new();
        let sessions = self.facts.iter().flat_map(|plan| &plan.document.sessions);
        for session in sessions.filter(|session| (from..today).contains(&session.date)) {
            for line in session.blocks.iter().flat_map(|block| &block.lines) {
                if let Some(basis) = line.lift_basis_kg().filter(|kg| is_possible(*kg, config)) {
                    let lift = snapshot.gym.catalogue.lift_of(&line.movement);
                    out.entry(lift).or_default().push((session.date, basis));
                }
            }
        }
        out
    }
}

/// Whether a plan was made from the template in force, by a version with the same tracks and shares, for
/// the same goals.
fn same_shares(plan: &PlanDocument, snapshot: &Snapshot<'_>, goals: &[GoalFacts]) -> bool {
    let template = &snapshot.template.template;
    let wanted =
        blend::goal_shares(template, &snapshot.gym.tracks, goals, &snapshot.gym.config.affinity);
    let tracks = &template.tracks;
    plan.template.id == snapshot.template.id
        && plan.blend.len() == tracks.len()
        && plan.blend.iter().zip(tracks).zip(wanted).all(|((share, track), wanted)| {
            let apart = (share.template_share - track.target_share).abs();
            let moved = (share.goal_share - wanted).abs();
            share.track == track.track && apart <= SAME_SHARE && moved <= SAME_SHARE
        })
}

/// Week of the template's cycle, from 1 (B0 step 7): one further for every week since its start in which
/// a planned session was completed, the running one included; from the start again after a long absence.
pub(super) fn cycle_week(
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
    plans: &Plans<'_>,
    fates: &[PlannedFate<'_>],
    today: NaiveDate,
) -> u32 {
    let config = &snapshot.gym.config;
    let restart = config.layoff.restart_days;
    if history.days_since_any_log.is_some_and(|days| days > restart) {
        return 1;
    }
    let absent = |pair: &&[NaiveDate]| (pair[1] - pair[0]).num_days() > i64::from(restart);
    let returned =
        history.logged.windows(2).rev().find(absent).map(|pair| Week::containing(pair[1]));
    let start = snapshot.starts_on.max(returned.unwrap_or(snapshot.starts_on));
    let weeks = snapshot.template.template.weeks.max(1);
    let (anchor, before) = anchor(snapshot, plans, start);
    let completed = completed_weeks(history, plans, fates, today, config);
    let passed = completed.range(anchor..snapshot.week.max(anchor)).count() as u32;
    1 + (before % weeks + passed) % weeks
}

/// Where counting starts, and how many weeks of the cycle lay before: the oldest plan of the template that
/// is remembered, for what is older is in its own week of the cycle; else the start.
fn anchor(snapshot: &Snapshot<'_>, plans: &Plans<'_>, start: Week) -> (Week, u32) {
    let of_cycle =
        |plan: &&&PastPlan| plan.document.template.id == snapshot.template.id && plan.week >= start;
    match plans.before.iter().find(of_cycle) {
        Some(plan) => (plan.week, plan.document.template.cycle_week.saturating_sub(1)),
        None => (start, 0),
    }
}

/// Weeks in which a planned session was completed, and the running one where it has a plan.
fn completed_weeks(
    history: &History<'_>,
    plans: &Plans<'_>,
    fates: &[PlannedFate<'_>],
    today: NaiveDate,
    config: &EngineConfig,
) -> BTreeSet<Week> {
    let planned = fates.iter().filter(|session| session.completed).map(|session| session.week);
    let answered =
        history.sessions.iter().filter(|session| is_complete(session, &config.adherence));
    let answered = answered.filter_map(|session| session.answers.as_ref().map(|answers| answers.0));
    let mut weeks: BTreeSet<Week> = planned.chain(answered).collect();
    let running = Week::containing(today);
    if plans.facts.iter().any(|plan| plan.week == running) {
        weeks.insert(running);
    }
    weeks
}

/// Why the week is a conservative one, where it is (B4, B10): at most one automatic one in three.
pub(super) fn conservative_cause(
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
    plans: &Plans<'_>,
    lifts: &BTreeMap<String, LiftSignal>,
    readiness: &WeekReadiness,
    volume: &VolumeSignal,
) -> Option<ConservativeCause> {
    let config = &snapshot.gym.config.conservative;
    if let Some(standing) = standing_cause(snapshot) {
        return Some(standing);
    }
    let was = |back: u32| plans.conservative.contains(&snapshot.week.plus(-i64::from(back)));
    if (1..=config.spacing_weeks).any(was) {
        return None;
    }
    if volume.level == VolumeLevel::High {
        return Some(ConservativeCause::HighVolume);
    }
    let stalled: BTreeSet<&str> = lifts
        .iter()
        .filter(|(_, lift)| lift.trend.class == TrendClass::Stalled)
        .map(|(key, _)| key.as_str())
        .collect();
    let tired = readiness.score.is_some_and(|score| score < config.tired_readiness)
        || over_target(history, &stalled, config.tired_exposures)
            .is_some_and(|over| over >= config.tired_over_target);
    let worn = stalled.len() >= config.stalled_lifts as usize && tired;
    let rested = |back: u32| {
        let week = snapshot.week.plus(-i64::from(back));
        let first = history.logged.partition_point(|on| *on < week.monday());
        let logged = history.logged.get(first).is_some_and(|on| *on <= week.sunday());
        was(back) || !logged
    };
    (worn && !(1..=config.weeks_between).any(rested)).then_some(ConservativeCause::StalledAndTired)
}

/// Why the week that is recomputed is a conservative one already: it stays one for its seven days, though
/// its own light days are what the newest window holds by now.
fn standing_cause(snapshot: &Snapshot<'_>) -> Option<ConservativeCause> {
    let base = snapshot.request.base.as_ref()?;
    let adjustment = &base.document.adjustment;
    let inferred = match adjustment.volume {
        VolumeLevel::High => ConservativeCause::HighVolume,
        _ => ConservativeCause::StalledAndTired,
    };
    adjustment.conservative.then_some(adjustment.cause.unwrap_or(inferred))
}

/// Mean of logged minus target ratings over the newest rated sessions of the `stalled` lifts.
fn over_target(history: &History<'_>, stalled: &BTreeSet<&str>, exposures: u32) -> Option<f64> {
    let rated = history.sessions.iter().rev().flat_map(|session| &session.digest.lifts);
    let rated = rated.filter(|lift| stalled.contains(lift.lift.as_str()));
    let over: Vec<f64> = rated
        .filter_map(|lift| lift.over_target.filter(|over| over.is_finite()))
        .take(exposures as usize)
        .collect();
    (over.len() == exposures as usize).then(|| over.iter().sum::<f64>() / f64::from(exposures))
}

/// Whether a block's sets are strength work.
pub(super) const fn is_strength(work: Work) -> bool {
    matches!(work, Work::Strength | Work::MaxLoad)
}
