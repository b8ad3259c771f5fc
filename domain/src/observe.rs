//! Reads a member's history into [`Signals`] (`engine.md` B0, steps 1 to 4, 6 and 7).
//!
//! Linear in the history. Only what is dated before today and recorded by `as_of` counts, readiness of
//! today too. Impossible input is left out and reported.

mod history;
mod lifts;
mod member;
pub mod neighbours;
mod plans;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::adherence;
use crate::calendar::local_date;
use crate::config::READINESS_DAYS;
use crate::layoff;
use crate::load;
use crate::readiness;
use crate::reason::Finding;
use crate::signals::{BaseSignal, Signals, VolumeSignal, WeekReadiness};
use crate::snapshot::{ReadinessFacts, Snapshot};
use crate::vocab::EntryQuality;
use crate::volume::{self, Tiredness, VolumeHistory};

pub(crate) use history::HISTORY_DAYS;
use history::History;
use plans::Plans;

/// What `snapshot` says. The same snapshot always says the same.
pub fn observe(snapshot: &Snapshot<'_>) -> Signals {
    let config = &snapshot.gym.config;
    let today = local_date(snapshot.as_of, snapshot.gym.time_zone);
    let mut findings = Vec::new();
    let entries = readiness_entries(snapshot, today, &mut findings);
    let week_readiness = readiness::week(&entries, today, &config.readiness);
    let member = member::member(snapshot, today, &mut findings);
    let plans = Plans::new(snapshot);
    report(&mut findings, "plan", plans.impossible(config));
    let history = History::new(snapshot, &plans, today, &mut findings);
    let lifts = lifts::lifts(snapshot, &history, &plans, today, &mut findings);
    let volume = volume_signal(snapshot, &history, &plans, &week_readiness, today);
    let conservative =
        plans::conservative_cause(snapshot, &history, &plans, &lifts, &week_readiness, &volume);
    let yesterday = today - Days::new(1);
    findings.extend(load::told(&history.sessions, yesterday, &config.load));
    let layoffs = history
        .patterns
        .iter()
        .map(|(pattern, on)| (*pattern, layoff::signal(on, snapshot.week, &config.layoff)))
        .collect();

    let fates = adherence::fates(&plans.facts, &history.sessions, today, &config.adherence);
    let ill: BTreeSet<NaiveDate> =
        entries.iter().filter(|entry| is_ill(entry)).map(|entry| entry.date).collect();
    let tracks = snapshot.template.template.tracks.iter().map(|track| track.track.as_str());
    let adherence =
        adherence::counts(tracks, &fates, &ill, &history.logged, today, &config.adherence);

    Signals {
        as_of: snapshot.as_of,
        today,
        week: snapshot.week,
        trigger: snapshot.request.trigger,
        cycle_week: plans::cycle_week(snapshot, &history, &plans, &fates, today),
        carry_over: plans.carry_over(snapshot, &member.goals, history.days_since_any_log),
        cursors: plans.cursors(snapshot),
        neighbours: neighbours::around(snapshot),
        usual_programmed_au: plans.usual_programmed_au(config.chain.guard_plans),
        days_since_any_log: history.days_since_any_log,
        base: base(snapshot),
        member,
        readiness: week_readiness,
        volume,
        conservative,
        lifts,
        layoffs,
        adherence,
        findings,
    }
}

fn is_ill(entry: &ReadinessFacts) -> bool {
    entry.illness && entry.quality == EntryQuality::Final
}

/// Entries up to today that had been recorded, oldest first.
fn readiness_entries<'s>(
    snapshot: &'s Snapshot<'_>,
    today: NaiveDate,
    findings: &mut Vec<Finding>,
) -> Vec<&'s ReadinessFacts> {
    let from = today - Days::new(u64::from(READINESS_DAYS));
    let mut entries: Vec<&ReadinessFacts> = snapshot
        .readiness
        .iter()
        .filter(|entry| (from..=today).contains(&entry.date) && entry.recorded_at <= snapshot.as_of)
        .collect();
    entries.sort_by_key(|entry| (entry.date, entry.recorded_at));
    let impossible = entries.iter().filter(|entry| !readiness::usable(entry)).count();
    report(findings, "readiness", impossible);
    entries
}

/// Reports how many of `what` were left out, wholly or in part, for impossible values.
fn report(findings: &mut Vec<Finding>, what: &str, count: usize) {
    if count > 0 {
        findings.push(Finding::InputDropped { what: what.to_owned(), count: count as u32 });
    }
}

fn volume_signal(
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
    plans: &Plans<'_>,
    readiness: &WeekReadiness,
    today: NaiveDate,
) -> VolumeSignal {
    let config = &snapshot.gym.config;
    let sessions = history.sessions.iter().copied();
    let mut windows = VolumeHistory::new(sessions, snapshot.plans, config);
    windows.conservative.clone_from(&plans.conservative);
    if let Some(base) = &snapshot.request.base {
        windows.program(&base.document, config);
    }
    let tired = Tiredness { score: readiness.score, hrv_z: readiness.hrv_z };
    volume::signal(&windows, today - Days::new(1), tired, config)
}

fn base(snapshot: &Snapshot<'_>) -> Option<BaseSignal> {
    snapshot.request.base.as_ref().map(|base| BaseSignal {
        revision: base.revision,
        untouchable: base.untouchable.clone(),
        reduce_only: base.reduce_only,
        redraw: base.redraw,
    })
}
