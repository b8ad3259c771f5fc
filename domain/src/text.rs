//! A week as a coach reads it on a terminal.

use std::fmt::Write as _;

use crate::explain::{Reader, TraceView, number, reserve};
use crate::narrative;
use crate::plan::{Line, PlanDocument, PlannedBlock, PlannedSession};
use crate::signals::Signals;
use crate::snapshot::GymFacts;
use crate::vocab::{Axis, PrescriptionNotice};

/// The week, with the why of each number where `trace`.
pub fn week(document: &PlanDocument, signals: &Signals, facts: &GymFacts, trace: bool) -> String {
    let page = Page { reader: Reader::new(facts, signals), trace };
    let mut out = String::new();
    page.head(document, &mut out);
    for session in &document.sessions {
        page.session(session, &mut out);
    }
    if !document.findings.is_empty() {
        line(&mut out, "\nFor the coach");
        for finding in &document.findings {
            line(&mut out, &format!("  · {}", page.reader.finding(finding)));
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{}", text.trim_end()); // writing to a String never fails
}

struct Page<'a> {
    reader: Reader<'a>,
    trace: bool,
}

impl Page<'_> {
    fn head(&self, document: &PlanDocument, out: &mut String) {
        let text = narrative::rules(&self.reader, document);
        let cited = &document.template;
        line(
            out,
            &format!("{} v{}, week {} of the cycle", cited.name, cited.version, cited.cycle_week),
        );
        line(out, &text.focus);
        line(out, "");
        for share in &document.blend {
            let sessions = share.sessions;
            line(
                out,
                &format!(
                    "  {:<16} {:>3} %  {sessions} session{}   {}",
                    self.reader.track(&share.track),
                    number(share.share * 100.0, 0),
                    if sessions == 1 { " " } else { "s" },
                    self.reader.share(share)
                ),
            );
        }
        line(out, "");
        for reason in self.reader.reasons(&document.adjustment) {
            line(out, &format!("  {reason}"));
        }
        for cue in &text.cues {
            line(out, &format!("  → {cue}"));
        }
    }

    fn session(&self, session: &PlannedSession, out: &mut String) {
        let hard = if session.hard { ", hard" } else { "" };
        line(
            out,
            &format!(
                "\n{}  {} · {} · {} min{hard}",
                session.date.format("%a %d %b"),
                session.title,
                self.reader.track(&session.track),
                session.minutes
            ),
        );
        for block in &session.blocks {
            self.block(block, out);
        }
    }

    fn block(&self, block: &PlannedBlock, out: &mut String) {
        let mut head = format!(
            "  {} ({})",
            block.title,
            block.format.as_str().to_lowercase().replace('_', " ")
        );
        if let Some(rounds) = block.rounds {
            let _ = write!(
                head,
                " · {rounds} round{}{}",
                if rounds == 1 { "" } else { "s" },
                was(block.programmed_rounds, rounds)
            );
        }
        if let Some(scheme) = &block.rep_scheme {
            let reps: Vec<String> = scheme.iter().map(u32::to_string).collect();
            let _ = write!(head, " · {}", reps.join("-"));
        }
        if let Some(minutes) = block.time_cap_minutes {
            let _ =
                write!(head, " · {minutes} min{}", was(block.programmed_time_cap_minutes, minutes));
        }
        line(out, &head);
        self.steps(&self.reader.block_trace(block), out);
        for prescribed in &block.lines {
            self.prescribed(prescribed, out);
        }
    }

    fn prescribed(&self, prescribed: &Line, out: &mut String) {
        let mut text = format!(
            "    {:<28} {}",
            self.reader.movement(&prescribed.movement),
            amount(prescribed)
        );
        if let Some(kg) = prescribed.load_kg {
            let _ = write!(text, " @ {}", self.reader.load(kg));
            if let Some(percent) = prescribed.percent_of_basis() {
                let _ = write!(text, " ({} %)", number(percent, 0));
            }
        }
        if let Some(rpe) = prescribed.target_rpe {
            let _ = write!(text, " RPE {}", number(rpe, 1));
        }
        if prescribed.sets != prescribed.programmed_sets {
            let _ = write!(text, "  [{} sets programmed]", prescribed.programmed_sets);
        }
        if let Some(asked) = &prescribed.substituted_for {
            let _ = write!(text, "  [for {}]", self.reader.movement(asked));
        }
        if let Some(notice) = prescribed.notice {
            let _ = write!(text, "  [{}]", said(notice, prescribed, self.reader.facts));
        }
        line(out, &text);
        self.steps(&self.reader.line_trace(prescribed), out);
    }

    /// Every step, where the why is asked for.
    fn steps(&self, steps: &[TraceView], out: &mut String) {
        if !self.trace {
            return;
        }
        for step in steps {
            let value = step.after.map_or_else(|| "–".to_owned(), |after| number(after, 3));
            let unit = if step.axis == Axis::Load { " kg" } else { "" };
            let mark = if step.bound { '*' } else { ' ' };
            line(
                out,
                &format!(
                    "      {mark} {:<7} {:<13} {value:>9}{unit:<3} {}",
                    step.axis.as_str(),
                    step.factor.as_str(),
                    step.reason
                ),
            );
        }
    }
}

fn was(programmed: Option<u32>, now: u32) -> String {
    programmed
        .filter(|programmed| *programmed != now)
        .map_or_else(String::new, |before| format!(" of {before}"))
}

/// Sets, repetitions and what else is counted.
fn amount(line: &Line) -> String {
    let reps = match (line.reps_min, line.reps_max) {
        (Some(min), Some(max)) if min != max => Some(format!("{min}–{max}")),
        (min, max) => max.or(min).map(|reps| reps.to_string()),
    };
    let mut parts = Vec::new();
    match reps {
        Some(reps) => parts.push(format!("{} × {reps}", line.sets)),
        None if line.sets > 1 => parts.push(format!("{} sets", line.sets)),
        None => {}
    }
    parts.extend(line.distance_metres.map(|metres| format!("{} m", number(metres, 0))));
    parts.extend(line.duration_seconds.map(|seconds| format!("{seconds} s")));
    parts.extend(line.calories.map(|calories| format!("{calories} cal")));
    parts.join(" · ")
}

fn said(notice: PrescriptionNotice, line: &Line, facts: &GymFacts) -> String {
    match notice {
        PrescriptionNotice::Calibrate => {
            let rir = line.min_rir.unwrap_or(facts.config.strength.calibrate_rir);
            return format!("find a load, {}", reserve(rir));
        }
        PrescriptionNotice::Retest => "test again",
        PrescriptionNotice::BelowEquipmentMinimum => "lighter than the gym can load",
        PrescriptionNotice::Recovery => "recovery",
    }
    .to_owned()
}
