//! Estimates, trend and gaps of every lift.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::history::{History, LiftHistory};
use super::plans::Plans;
use crate::config::{EngineConfig, StrengthConfig};
use crate::estimate::{self, Estimates};
use crate::evidence::{self, Reading};
use crate::layoff;
use crate::reason::Finding;
use crate::signals::{Evidence, EvidenceKind, LiftSignal};
use crate::snapshot::Snapshot;
use crate::trend;

pub(super) fn lifts(
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
    plans: &Plans<'_>,
    today: NaiveDate,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, LiftSignal> {
    let reading = Reading::of(
        snapshot.member.experience,
        snapshot.member.first_set_on,
        &snapshot.gym.config.strength,
    );
    let prescribed = plans.prescribed_bases(snapshot, today);
    let mut out = BTreeMap::new();
    for (key, lift) in &history.lifts {
        let planned = prescribed.get(key).map_or(&[][..], Vec::as_slice);
        let bases = Bases::new(lift, planned, &snapshot.gym.config.strength);
        let pieces =
            evidence::pieces(&lift.sessions, &lift.records, reading, &snapshot.gym.config.strength);
        let recent = today - Days::new(u64::from(snapshot.gym.config.strength.typo_days));
        let newest = pieces.waiting.iter().max_by_key(|waiting| waiting.date);
        if let Some(waiting) = newest.filter(|waiting| waiting.date >= recent) {
            findings.push(Finding::ValueWaits {
                lift: (*key).to_owned(),
                date: waiting.date,
                value_kg: waiting.value_kg,
            });
        }
        if let Some(signal) = signal(snapshot, history, key, lift, &pieces.confirmed, &bases, today)
        {
            out.insert((*key).to_owned(), signal);
        }
    }
    out
}

/// Bases that were prescribed for a lift, oldest first.
struct Bases(Vec<(NaiveDate, f64)>);

impl Bases {
    /// From what logs answered, and from the plans.
    fn new(lift: &LiftHistory<'_>, planned: &[(NaiveDate, f64)], config: &StrengthConfig) -> Self {
        let answered = lift.sessions.iter().filter_map(|session| {
            let basis = session.digest.basis_kg.filter(|kg| evidence::is_possible(*kg, config))?;
            Some((session.date, basis))
        });
        let mut out: Vec<(NaiveDate, f64)> = answered.chain(planned.iter().copied()).collect();
        out.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Self(out)
    }

    fn last(&self) -> Option<(NaiveDate, f64)> {
        self.0.last().copied()
    }

    fn highest_since(&self, from: NaiveDate) -> Option<f64> {
        self.0.iter().filter(|basis| basis.0 >= from).map(|basis| basis.1).max_by(f64::total_cmp)
    }
}

fn signal(
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
    key: &str,
    lift: &LiftHistory<'_>,
    pieces: &[Evidence],
    bases: &Bases,
    today: NaiveDate,
) -> Option<LiftSignal> {
    let config = &snapshot.gym.config;
    // Without any exposure a coach's value is as fresh as the day it was set.
    let last_on = lift.on.last().copied().or(pieces.last().map(|piece| piece.date))?;
    let on = with_pattern(&lift.on, key, snapshot, history);
    let returned = returned_on(&on, config);
    let Read { estimates, waits_for_retest, since } = read(
        pieces,
        last_on,
        returned,
        &Known { bases, rated: is_rated(lift, last_on, config) },
        config,
    );

    let before = |days: u32| today - Days::new(u64::from(days));
    let since = before(config.strength.floor_days).max(since);
    let floor = bases.highest_since(since).filter(|_| !estimates.rated_or_missed);
    // To the last exposure, as every age of a lift: no bound lapses by waiting (decision 0017).
    let within = last_on - Days::new(u64::from(config.strength.ceiling_days));
    let ceiling = bases.last().filter(|last| last.0 >= within);
    let open = on.last().map_or(0, |last| (snapshot.week.monday() - *last).num_days());
    Some(LiftSignal {
        capacity_kg: estimates.capacity_kg,
        pieces: estimates.pieces,
        recent_sessions: estimates.recent_sessions,
        fresh_tested_kg: estimates.fresh_tested_kg,
        evidence: estimates.evidence,
        floor_kg: floor.map(|basis| config.strength.floor_share * basis),
        ceiling_kg: ceiling.map(|(_, basis)| config.strength.ceiling * basis),
        last_on: Some(last_on),
        trend: trend::classify(&trend::points(pieces), today, &config.trend),
        layoff: layoff::signal(&on, snapshot.week, &config.layoff),
        retest: waits_for_retest || open > i64::from(config.layoff.retest_days),
        lighter_than_prescribed: is_lighter(lift, config),
    })
}

/// Exposures of a lift or of any movement of its pattern: a gap is one only where neither was trained.
fn with_pattern(
    on: &[NaiveDate],
    key: &str,
    snapshot: &Snapshot<'_>,
    history: &History<'_>,
) -> Vec<NaiveDate> {
    let pattern = snapshot.gym.catalogue.get(key).map(|movement| movement.pattern);
    let mut out = on.to_vec();
    if let Some(trained) = pattern.and_then(|pattern| history.patterns.get(&pattern)) {
        out.extend_from_slice(trained);
        out.sort_unstable();
        out.dedup();
    }
    out
}

/// The day of return from the last gap after which the lift must be tested again.
fn returned_on(on: &[NaiveDate], config: &EngineConfig) -> Option<NaiveDate> {
    let long =
        |pair: &&[NaiveDate]| (pair[1] - pair[0]).num_days() > i64::from(config.layoff.retest_days);
    on.windows(2).rev().find(long).map(|pair| pair[1])
}

/// What is known of a lift beside its evidence.
struct Known<'a> {
    bases: &'a Bases,
    /// Whether any set was rated in the days that evidence is read from.
    rated: bool,
}

fn is_rated(lift: &LiftHistory<'_>, last_on: NaiveDate, config: &EngineConfig) -> bool {
    let days = Days::new(u64::from(config.strength.evidence_days));
    let recent = lift.sessions.iter().rev().take_while(|session| session.date + days >= last_on);
    recent.into_iter().any(|session| session.digest.rated)
}

/// What the evidence of a lift comes to.
struct Read {
    estimates: Estimates,
    /// What stood before a gap that asks for a retest still stands.
    waits_for_retest: bool,
    /// The day from which prescribed bases rest on the evidence that is read.
    since: NaiveDate,
}

/// Estimates as of the last exposure. After a gap that asks for a retest, what stood before it stands
/// until three new pieces, or a test, replace it (decision 0006).
fn read(
    pieces: &[Evidence],
    last_on: NaiveDate,
    returned: Option<NaiveDate>,
    known: &Known<'_>,
    config: &EngineConfig,
) -> Read {
    let last_basis = known.bases.last().map(|last| last.1);
    let of = |pieces: &[Evidence], as_of| {
        estimate::estimates(pieces, as_of, last_basis, known.rated, &config.strength)
    };
    let all =
        || Read { estimates: of(pieces, last_on), waits_for_retest: false, since: NaiveDate::MIN };
    let Some(returned) = returned else {
        return all();
    };
    let (old, new) = pieces.split_at(pieces.partition_point(|piece| piece.date < returned));
    if let Some(replaced) = replaced_on(new, config) {
        let estimates = of(new, last_on);
        return Read { estimates, waits_for_retest: false, since: replaced + Days::new(1) };
    }
    let standing = old.last().map(|newest| of(old, newest.date));
    match standing.filter(|old| old.capacity_kg.is_some()) {
        Some(estimates) => Read { estimates, waits_for_retest: true, since: NaiveDate::MIN },
        None => all(),
    }
}

/// The day on which the evidence after a long gap replaced what stood before it: that of a test, or of the
/// third piece that proves something.
fn replaced_on(new: &[Evidence], config: &EngineConfig) -> Option<NaiveDate> {
    let proofs = || new.iter().filter(|piece| piece.kind != EvidenceKind::Missed);
    let enough = proofs().nth(config.layoff.retest_pieces.saturating_sub(1) as usize);
    let tested = new.iter().find(|piece| piece.kind == EvidenceKind::Tested);
    [enough, tested].into_iter().flatten().map(|piece| piece.date).min()
}

/// Lighter than prescribed in three of the last four sessions that had a prescribed load.
fn is_lighter(lift: &LiftHistory<'_>, config: &EngineConfig) -> bool {
    let newest = lift.sessions.iter().rev().filter_map(|session| session.digest.lighter);
    let lighter =
        newest.take(config.strength.lighter_of as usize).filter(|lighter| *lighter).count();
    lighter >= config.strength.lighter_sessions as usize
}
