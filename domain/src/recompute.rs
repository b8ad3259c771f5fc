//! What is left of a week, computed again (`engine.md` B7, C3).
//!
//! Started, completed and past sessions and coach-edited values stay. An automatic recomputation only
//! lowers; only a changed template or goal draws again what has not begun.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::adjustment;
use crate::chain::Context;
use crate::diff;
use crate::guard;
use crate::landmarks;
use crate::personalise::{afresh, told};
use crate::plan::{Line, PlanDocument, PlannedBlock, PlannedSession};
use crate::reason::Finding;
use crate::restrict::Open;
use crate::session;
use crate::signals::{BaseSignal, Signals};
use crate::snapshot::{GymFacts, TemplateFacts};
use crate::template::TemplateSession;
use crate::vocab::Provenance;

/// The week of `base` with what is left of it computed again.
pub fn recompute(
    signals: &Signals,
    facts: &GymFacts,
    template: &TemplateFacts,
    base: &PlanDocument,
    asked: &BaseSignal,
) -> PlanDocument {
    let same_version = base.template.id == template.id && base.template.version == template.version;
    if asked.redraw || !same_version {
        let kept = |one: &&PlannedSession| stands(one, signals, asked) || is_edited(one);
        let stand: Vec<PlannedSession> = base.sessions.iter().filter(kept).cloned().collect();
        let cursors = cursors(signals, &stand, same_version);
        return afresh(signals, facts, template, &stand, &cursors);
    }
    let mut left =
        Left { signals, facts, template, asked, findings: Vec::new(), dates: Vec::new() };
    let au = base.sessions.iter().map(|session| (session.minutes, session.hard));
    let guard = guard::set_factor(guard::programmed_au(au, &facts.config), signals, &facts.config);
    let sessions = base.sessions.iter().map(|session| left.session(session, guard)).collect();
    let mut findings = signals.findings.clone();
    findings.extend(base.findings.iter().filter(|finding| finding.is_of_draw()).cloned());
    findings.append(&mut left.findings);
    findings.extend(told(signals, facts, &left.dates));
    let mut document = PlanDocument {
        engine: crate::plan::ENGINE_VERSION.to_owned(),
        config: facts.config.version,
        sessions,
        adjustment: adjustment::of(signals, &left.dates, guard, &facts.config),
        findings,
        ..base.clone()
    };
    document.findings.extend(landmarks::warnings(&document, &facts.catalogue));
    // One that changes no prescription is no news.
    if asked.reduce_only && diff::changes(base, &document).is_empty() {
        base.clone()
    } else {
        document
    }
}

/// Whether a coach edited anything of a session: it is not drawn again.
fn is_edited(session: &PlannedSession) -> bool {
    let of_block = |block: &PlannedBlock| {
        let edited = |line: &Line| line.provenance == Provenance::CoachEdited;
        block.coach_edited || block.lines.iter().any(edited)
    };
    session.coach_edited || session.blocks.iter().any(of_block)
}

/// The last order drawn for each track: of the plans before, and of what stands of the same version.
fn cursors(
    signals: &Signals,
    stand: &[PlannedSession],
    same_version: bool,
) -> BTreeMap<String, u32> {
    let mut out = signals.cursors.clone();
    for session in stand.iter().filter(|_| same_version) {
        out.insert(session.track.clone(), session.template_order);
    }
    out
}

/// Whether a session stays as it is: started, completed, or past.
fn stands(session: &PlannedSession, signals: &Signals, asked: &BaseSignal) -> bool {
    session.date < signals.today && signals.week.monday() <= signals.today
        || asked.untouchable.contains(&session.key)
}

/// What is left of the week, on its way.
struct Left<'a> {
    signals: &'a Signals,
    facts: &'a GymFacts,
    template: &'a TemplateFacts,
    asked: &'a BaseSignal,
    findings: Vec<Finding>,
    /// Days of the sessions that were computed again.
    dates: Vec<NaiveDate>,
}

impl Left<'_> {
    fn session(&mut self, before: &PlannedSession, guard: Option<f64>) -> PlannedSession {
        let Some(programmed) =
            programmed(self.template, before).filter(|_| !stands(before, self.signals, self.asked))
        else {
            return before.clone();
        };
        let in_force = self.asked.reduce_only.then_some(before.blocks.as_slice());
        let context = Context::new(self.facts, self.signals, before.date, guard, in_force);
        let key = before.key.clone();
        let mut after =
            session::prescribe(programmed, key, before.date, &context, &mut self.findings);
        after.order = before.order;
        after.coach_edited = before.coach_edited;
        self.dates.push(before.date);
        self.keep_edits(before, &mut after, &context.open);
        after
    }

    /// Puts back what a coach edited; an edit whose movement is barred now is dropped, and said.
    fn keep_edits(&mut self, before: &PlannedSession, after: &mut PlannedSession, open: &Open<'_>) {
        for block in &before.blocks {
            let edited =
                block.lines.iter().filter(|line| line.provenance == Provenance::CoachEdited);
            for line in edited {
                let movement = self.facts.catalogue.get(&line.movement);
                if movement.is_some_and(|movement| open.bars(movement)) {
                    self.findings.push(Finding::EditDropped(line.movement.clone()));
                } else {
                    put_back(block, line, after);
                }
            }
            if block.coach_edited
                && let Some(now) = after.blocks.iter_mut().find(|now| now.key == block.key)
            {
                now.rounds = block.rounds;
                now.time_cap_minutes = block.time_cap_minutes;
                now.notes.clone_from(&block.notes);
                now.trace.clone_from(&block.trace);
                now.coach_edited = true;
            }
        }
    }
}

/// The session of the template that `planned` was drawn from.
fn programmed<'t>(
    template: &'t TemplateFacts,
    planned: &PlannedSession,
) -> Option<&'t TemplateSession> {
    template.template.sessions.iter().find(|session| {
        session.track == planned.track
            && session.week == planned.template_week
            && session.order == planned.template_order
    })
}

fn put_back(block: &PlannedBlock, line: &Line, after: &mut PlannedSession) {
    let Some(now) = after.blocks.iter_mut().find(|now| now.key == block.key) else {
        let mut block = block.clone();
        block.lines = vec![line.clone()];
        after.blocks.push(block);
        return;
    };
    match now.lines.iter_mut().find(|other| other.key == line.key) {
        Some(other) => other.clone_from(line),
        None => now.lines.push(line.clone()),
    }
}
