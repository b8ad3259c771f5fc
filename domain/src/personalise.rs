//! From a snapshot to a member's week (`engine.md` B0).
//!
//! Deterministic: the same snapshot gives the same plan, to the byte. What the history says is stored
//! with the plan as its signals, so the week can be made again without the history.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::adjustment;
use crate::blend::{self, Blend, TrackRoom};
use crate::calendar::Week;
use crate::chain::Context;
use crate::draw::{self, Drawn};
use crate::guard;
use crate::landmarks;
use crate::observe::observe;
use crate::plan::{ENGINE_VERSION, PlanDocument, PlannedSession, TemplateRef};
use crate::readiness::effect_of;
use crate::reason::Finding;
use crate::recompute;
use crate::restrict;
use crate::schedule::{self, Fixed, Shape};
use crate::session;
use crate::signals::Signals;
use crate::snapshot::{GymFacts, Snapshot, TemplateFacts};
use crate::template::TemplateSession;
use crate::vocab::ReadinessBand;

/// A week and what it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// What the history says.
    pub signals: Signals,
    /// The week.
    pub document: PlanDocument,
}

/// Computes the week that `snapshot` asks for.
pub fn compute(snapshot: &Snapshot<'_>) -> Computed {
    let signals = observe(snapshot);
    let base = snapshot.request.base.as_ref().map(|base| &*base.document);
    let document = personalise(&signals, snapshot.gym, snapshot.template, base);
    Computed { signals, document }
}

/// The week that `signals` lead to, with the versions they cite; `base`: the revision that is recomputed.
pub fn personalise(
    signals: &Signals,
    facts: &GymFacts,
    template: &TemplateFacts,
    base: Option<&PlanDocument>,
) -> PlanDocument {
    match (base, &signals.base) {
        (Some(base), Some(asked)) => recompute::recompute(signals, facts, template, base, asked),
        _ => afresh(signals, facts, template, &Standing::none(signals)),
    }
}

/// What stands of a week that is drawn again.
pub(crate) struct Standing<'a> {
    /// Sessions that stay.
    pub(crate) sessions: &'a [PlannedSession],
    /// Keys of sessions that a coach took out: as many are drawn less.
    pub(crate) removed: &'a [String],
    /// The last order drawn for each track before what is drawn now.
    pub(crate) cursors: &'a BTreeMap<String, u32>,
}

impl<'a> Standing<'a> {
    fn none(signals: &'a Signals) -> Self {
        Self { sessions: &[], removed: &[], cursors: &signals.cursors }
    }
}

/// A week with nothing in force but what stands.
pub(crate) fn afresh(
    signals: &Signals,
    facts: &GymFacts,
    template: &TemplateFacts,
    standing: &Standing<'_>,
) -> PlanDocument {
    let stand = standing.sessions;
    let mut findings = signals.findings.clone();
    let days = free_days(signals, stand);
    let wanted = signals.member.sessions_per_week.saturating_sub(standing.removed.len() as u32);
    let slots = slots(wanted, facts, days.len(), stand.len(), &mut findings);
    let seats = Seats { slots, stand, cursors: standing.cursors };
    let drawn = draw_all(signals, facts, template, &seats, &mut findings);
    let dates = place(&drawn.sessions, signals, facts, template, &days, stand, &mut findings);
    let fixed = stand.iter().map(|session| (session.minutes, session.hard));
    let programmed = drawn.sessions.iter().map(|one| (one.session.minutes, one.session.hard));
    let programmed_au = guard::programmed_au(fixed.chain(programmed), &facts.config);
    let guard = guard::set_factor(programmed_au, signals, &facts.config);

    let mut sessions = stand.to_vec();
    let mut placed: Vec<_> = drawn.sessions.iter().zip(dates.iter().copied()).collect();
    placed.sort_by_key(|(_, date)| *date);
    for (drawn, date) in placed {
        let context = Context::new(facts, signals, date, guard, None);
        let key = free_key(session::key(drawn, template.version), &sessions);
        sessions.push(session::prescribe(drawn.session, key, date, &context, &mut findings));
    }
    sessions.sort_by_key(|session| (session.date, session.order));
    findings.extend(told(signals, facts, &dates));
    let mut document = PlanDocument {
        engine: ENGINE_VERSION.to_owned(),
        config: facts.config.version,
        week: signals.week,
        template: TemplateRef {
            id: template.id.clone(),
            name: template.template.name.clone(),
            version: template.version,
            cycle_week: signals.cycle_week,
        },
        blend: drawn.blend.shares,
        cursors: drawn.cursors.into_iter().collect(),
        sessions,
        adjustment: adjustment::of(signals, &dates, guard, &facts.config),
        programmed_au,
        findings,
        removed: standing.removed.to_vec(),
    };
    document.findings.extend(landmarks::warnings(&document, signals, facts));
    document
}

/// A key that no session has yet.
fn free_key(mut key: String, sessions: &[PlannedSession]) -> String {
    while sessions.iter().any(|session| session.key == key) {
        key.push('b');
    }
    key
}

/// Days on which a session can be put: available, not past while the week runs, not taken.
fn free_days(signals: &Signals, stand: &[PlannedSession]) -> Vec<NaiveDate> {
    let from = if Week::containing(signals.today) == signals.week {
        signals.today
    } else {
        signals.week.monday()
    };
    let days = signals.member.available_days.iter().map(|day| signals.week.day(day));
    let taken = |date: &NaiveDate| stand.iter().any(|session| session.date == *date);
    days.filter(|date| *date >= from && !taken(date)).collect()
}

/// Sessions to draw: as many as wanted, as there are days, and never on all seven.
fn slots(
    wanted: u32,
    facts: &GymFacts,
    days: usize,
    standing: usize,
    findings: &mut Vec<Finding>,
) -> u32 {
    let most = facts.config.blend.most_sessions.saturating_sub(standing as u32);
    let planned = wanted.saturating_sub(standing as u32).min(days as u32).min(most);
    if planned + standing as u32 == 0 {
        findings.push(Finding::NoDay);
    } else if planned + (standing as u32) < wanted {
        findings.push(Finding::FewerSessions { wanted, planned: planned + standing as u32 });
    }
    planned
}

/// What is to be drawn, beside what stands.
struct Seats<'a> {
    slots: u32,
    stand: &'a [PlannedSession],
    cursors: &'a BTreeMap<String, u32>,
}

/// The blend and what it draws.
struct DrawnWeek<'t> {
    blend: Blend,
    sessions: Vec<Drawn<'t>>,
    cursors: BTreeMap<String, u32>,
}

fn draw_all<'t>(
    signals: &Signals,
    facts: &GymFacts,
    template: &'t TemplateFacts,
    seats: &Seats<'_>,
    findings: &mut Vec<Finding>,
) -> DrawnWeek<'t> {
    let content = &template.template;
    let pools: Vec<Vec<&TemplateSession>> = content
        .tracks
        .iter()
        .map(|track| draw::sessions_of(content, &track.track, signals.cycle_week))
        .collect();
    let most = facts.config.blend.most_draws;
    for (track, pool) in content.tracks.iter().zip(&pools) {
        if pool.is_empty() && track.max_share > 0.0 {
            findings.push(Finding::NoSessions(track.track.clone()));
        }
    }
    let standing = |key: &str| seats.stand.iter().filter(|one| one.track == key).count() as u32;
    let room: Vec<TrackRoom> = content
        .tracks
        .iter()
        .zip(&pools)
        .map(|(track, pool)| TrackRoom {
            draws: pool.len() as u32 * most,
            standing: standing(&track.track),
        })
        .collect();
    let blend = blend::blend(signals, &facts.tracks, content, &room, seats.slots, &facts.config);
    findings.extend(blend.findings.iter().cloned());
    let mut cursors = seats.cursors.clone();
    let mut sessions = Vec::new();
    for ((share, pool), room) in blend.shares.iter().zip(&pools).zip(&room) {
        let last = cursors.get(&share.track).copied();
        let (drawn, last) = draw::draw(pool, share.sessions - room.standing, last);
        sessions.extend(drawn);
        if let Some(last) = last {
            cursors.insert(share.track.clone(), last);
        }
    }
    DrawnWeek { blend, sessions, cursors }
}

fn place(
    drawn: &[Drawn<'_>],
    signals: &Signals,
    facts: &GymFacts,
    template: &TemplateFacts,
    days: &[NaiveDate],
    stand: &[PlannedSession],
    findings: &mut Vec<Finding>,
) -> Vec<NaiveDate> {
    let shapes: Vec<Shape> = drawn.iter().map(|one| session::shape(one.session, facts)).collect();
    let around = signals.neighbours.iter().map(|other| Fixed {
        date: other.date,
        shape: Shape {
            hard: other.hard,
            heavy: other.heavy.clone(),
            hard_running: other.hard_running,
            track: other.track.clone(),
            title: other.title.clone(),
        },
    });
    let standing = stand.iter().map(|session| standing_shape(session, facts));
    let fixed: Vec<Fixed> = around.chain(standing).collect();
    let goals = &signals.member.goals;
    let first =
        blend::priority_track(&template.template, &facts.tracks, goals, &facts.config.affinity);
    let first = first.filter(|_| stand.is_empty());
    let placed = schedule::place(&shapes, &fixed, days, first, &facts.config.schedule);
    findings.extend(placed.findings);
    placed.dates
}

fn standing_shape(session: &PlannedSession, facts: &GymFacts) -> Fixed {
    use crate::observe::neighbours::{has_running, heavy_patterns};
    Fixed {
        date: session.date,
        shape: Shape {
            hard: session.hard,
            heavy: heavy_patterns(session, facts),
            hard_running: session.hard && has_running(session, &facts.catalogue),
            track: session.track.clone(),
            title: session.title.clone(),
        },
    }
}

/// What a coach should know of the member this week, beyond the plan; `dates`: the days of its sessions.
pub(crate) fn told(signals: &Signals, facts: &GymFacts, dates: &[NaiveDate]) -> Vec<Finding> {
    use crate::vocab::TrendClass;
    let mut out = restrict::unmatched(signals, &facts.catalogue);
    for (lift, signal) in &signals.lifts {
        if signal.retest && signal.capacity_kg.is_some() {
            out.push(Finding::Retest(lift.clone()));
        }
        match signal.trend.class {
            TrendClass::Stalled => out.push(Finding::Stalled(lift.clone())),
            TrendClass::Down => out.push(Finding::Declining(lift.clone())),
            _ => {}
        }
        if signal.lighter_than_prescribed {
            out.push(Finding::LighterThanPrescribed(lift.clone()));
        }
    }
    let readiness = &signals.readiness;
    let recovers = |date: &NaiveDate| effect_of(signals, *date, &facts.config).recovery;
    if readiness.band == ReadinessBand::VeryLow || dates.iter().any(recovers) {
        out.push(Finding::VeryLowReadiness);
    }
    let days = i64::from(facts.config.readiness.scale.flag_days);
    let recent = |on: &NaiveDate| (signals.today - *on).num_days() < days;
    out.extend(readiness.ill_on.filter(recent).map(|_| Finding::Ill));
    out.extend(readiness.pain_on.filter(recent).map(|_| Finding::Pain));
    out
}
