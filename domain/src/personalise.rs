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
    /// Keys of sessions that a coach took out: they are not drawn again, nor others for them.
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
    let slots = slots(signals, facts, days.len(), standing, &mut findings);
    let seats = Seats { slots, stand, cursors: standing.cursors };
    let mut drawn = draw_all(signals, facts, template, &seats, &mut findings);
    drawn.take_out(standing.removed, template.version);
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
        let key = free_key(session::key(drawn, template.version), &sessions, standing.removed);
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

/// A key that no session has yet, nor one that was taken out.
fn free_key(mut key: String, sessions: &[PlannedSession], removed: &[String]) -> String {
    while removed.contains(&key) || sessions.iter().any(|session| session.key == key) {
        key.push('b');
    }
    key
}

/// The member's days of the week on which nothing stands, past ones too.
fn untaken(signals: &Signals, stand: &[PlannedSession]) -> impl Iterator<Item = NaiveDate> {
    let days = signals.member.available_days.iter().map(|day| signals.week.day(day));
    days.filter(|date| stand.iter().all(|session| session.date != *date))
}

/// Days on which a session can be put: available, not past while the week runs, not taken.
fn free_days(signals: &Signals, stand: &[PlannedSession]) -> Vec<NaiveDate> {
    let runs = Week::containing(signals.today) == signals.week;
    let from = if runs { signals.today } else { signals.week.monday() };
    untaken(signals, stand).filter(|date| *date >= from).collect()
}

/// Sessions to draw: as many as wanted, as there are days, and never on all seven. Those that a coach took out are
/// among them, for they are what the week would have had.
fn slots(
    signals: &Signals,
    facts: &GymFacts,
    days: usize,
    standing: &Standing<'_>,
    findings: &mut Vec<Finding>,
) -> u32 {
    let removed = standing.removed.len() as u32;
    let stand = standing.sessions.len() as u32;
    let wanted = signals.member.sessions_per_week;
    let most = wanted.min(facts.config.blend.most_sessions).saturating_sub(stand);
    let slots =
        most.min(untaken(signals, standing.sessions).count() as u32).min(days as u32 + removed);
    if slots + stand == 0 {
        findings.push(Finding::NoDay);
    } else if slots + stand < wanted {
        let (wanted, planned) = (wanted.saturating_sub(removed), slots + stand);
        findings.push(Finding::FewerSessions { wanted, planned: planned.saturating_sub(removed) });
    }
    slots
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

impl DrawnWeek<'_> {
    /// Takes out what a coach has taken out before: the same sessions, else the last of their tracks.
    fn take_out(&mut self, removed: &[String], version: u32) {
        for key in removed {
            let same = self.sessions.iter().position(|one| session::key(one, version) == *key);
            let of_track = || {
                let track = session::track_of(key);
                self.sessions.iter().rposition(|one| one.session.track == track)
            };
            let Some(at) = same.or_else(of_track).or(self.sessions.len().checked_sub(1)) else {
                return;
            };
            let gone = self.sessions.remove(at);
            let mut shares = self.blend.shares.iter_mut();
            if let Some(share) = shares.find(|share| share.track == gone.session.track) {
                share.sessions = share.sessions.saturating_sub(1);
            }
        }
    }
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
