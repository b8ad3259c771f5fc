//! What is left of a week, computed again (`engine.md` B7, C3).
//!
//! Started, completed and past sessions and coach-edited values stay. An automatic recomputation only
//! lowers; only a changed template or goal draws again what has not begun.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::adjustment;
use crate::chain::Context;
use crate::diff;
use crate::edit;
use crate::guard;
use crate::landmarks;
use crate::personalise::{Standing, afresh, told};
use crate::plan::{PlanDocument, PlannedSession};
use crate::reason::Finding;
use crate::restrict::Open;
use crate::session;
use crate::signals::{BaseSignal, Signals};
use crate::snapshot::{GymFacts, TemplateFacts};
use crate::template::TemplateSession;

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
        return redrawn(signals, facts, template, base, asked);
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
    document.findings.extend(landmarks::warnings(&document, signals, facts));
    // One that changes no prescription is no news.
    if asked.reduce_only && diff::changes(base, &document).is_empty() {
        base.clone()
    } else {
        document
    }
}

/// The last order drawn for each track: of the plans before, and of what stands of any version of the
/// template, so that what is drawn beside it goes on after it.
fn cursors(
    signals: &Signals,
    stand: &[PlannedSession],
    same_template: bool,
) -> BTreeMap<String, u32> {
    let mut out = signals.cursors.clone();
    for session in stand.iter().filter(|_| same_template) {
        out.insert(session.track.clone(), session.template_order);
    }
    out
}

/// The week drawn again around what stands; a session that a coach edited stands too.
fn redrawn(
    signals: &Signals,
    facts: &GymFacts,
    template: &TemplateFacts,
    base: &PlanDocument,
    asked: &BaseSignal,
) -> PlanDocument {
    let mut found = Vec::new();
    let mut stand: Vec<PlannedSession> = Vec::new();
    for one in &base.sessions {
        if stands(one, signals, asked) {
            stand.push(one.clone());
        } else if edit::is_edited(one) {
            let open = Open::on(&signals.member.restrictions, one.date);
            let kept = edit::standing(one, &open, &facts.catalogue, &mut found);
            stand.extend(Some(kept).filter(|kept| !kept.blocks.is_empty()));
        }
    }
    let cursors = cursors(signals, &stand, base.template.id == template.id);
    let standing = Standing { sessions: &stand, removed: &base.removed, cursors: &cursors };
    let mut document = afresh(signals, facts, template, &standing);
    document.findings.extend(found);
    document
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
        let context = Context::new(self.facts, self.signals, before.date, guard, in_force)
            .with_edits(edit::chosen(before), &before.removed);
        let key = before.key.clone();
        let mut after =
            session::prescribe(programmed, key, before.date, &context, &mut self.findings);
        after.order = before.order;
        self.dates.push(before.date);
        let catalogue = &self.facts.catalogue;
        edit::keep(before, &mut after, &context.open, catalogue, &mut self.findings);
        after
    }
}

/// The session of the template that `planned` was drawn from.
pub(crate) fn programmed<'t>(
    template: &'t TemplateFacts,
    planned: &PlannedSession,
) -> Option<&'t TemplateSession> {
    template.template.sessions.iter().find(|session| {
        session.track == planned.track
            && session.week == planned.template_week
            && session.order == planned.template_order
    })
}
