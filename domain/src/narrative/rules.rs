//! The week's narrative, written by rules: there from the moment the plan is computed.

use super::Text;
use crate::explain::{Reader, number};
use crate::plan::{Line, PlanDocument};
use crate::reason::Finding;
use crate::vocab::{Confidence, ReadinessBand, TrendClass, VolumeLevel};

/// Cues at most: more are not read.
const MOST_CUES: usize = 4;

/// The narrative of a week.
pub fn rules(reader: &Reader<'_>, document: &PlanDocument) -> Text {
    Text {
        focus: focus(reader, document),
        reasoning: reasoning(reader, document),
        cues: cues(reader, document),
    }
}

fn focus(reader: &Reader<'_>, document: &PlanDocument) -> String {
    let sessions = document.sessions.len();
    if sessions == 0 {
        return "No training is planned this week.".to_owned();
    }
    let count =
        if sessions == 1 { "one session".to_owned() } else { format!("{sessions} sessions") };
    let adjustment = &document.adjustment;
    if adjustment.conservative {
        return format!("A lighter week: {count}, with fewer sets and more in reserve.");
    }
    if matches!(adjustment.band, ReadinessBand::Low | ReadinessBand::VeryLow) {
        return format!("Recover: {count}, kept easy.");
    }
    let mut first: Option<&crate::plan::TrackShare> = None;
    for share in document.blend.iter().filter(|share| share.sessions > 0) {
        if first.is_none_or(|first| share.share > first.share) {
            first = Some(share);
        }
    }
    match first {
        Some(share) => {
            format!("{}, with most of it in {}.", capital(&count), reader.track(&share.track))
        }
        None => format!("{}.", capital(&count)),
    }
}

fn reasoning(reader: &Reader<'_>, document: &PlanDocument) -> String {
    let mut out = vec![format!(
        "Week {} of {} (version {}).",
        document.template.cycle_week, document.template.name, document.template.version
    )];
    let seats: Vec<String> = document
        .blend
        .iter()
        .filter(|share| share.sessions > 0)
        .map(|share| format!("{} {}", reader.track(&share.track), share.sessions))
        .collect();
    if !seats.is_empty() {
        out.push(format!("Sessions by track: {}.", seats.join(", ")));
    }
    let moved =
        document.blend.iter().filter(|share| (share.share - share.template_share).abs() >= 0.03);
    out.extend(moved.map(|share| reader.share(share)));
    out.extend(reader.reasons(&document.adjustment));
    out.extend(trends(reader, document));
    out.join(" ")
}

/// Lifts of the week that rise or fall.
fn trends(reader: &Reader<'_>, document: &PlanDocument) -> Vec<String> {
    let mut lifts: Vec<&str> =
        lines(document).map(|line| reader.facts.catalogue.lift_of(&line.movement)).collect();
    lifts.sort_unstable();
    lifts.dedup();
    let mut out = Vec::new();
    for key in lifts {
        let Some(lift) = reader.signals.lifts.get(key) else {
            continue;
        };
        let percent = lift.trend.percent_per_week.unwrap_or(0.0);
        let name = reader.movement(key);
        match lift.trend.class {
            TrendClass::Up => {
                out.push(format!("{name} is rising by {} % a week.", number(percent, 1)));
            }
            TrendClass::Down => out.push(format!("{name} has been falling.")),
            TrendClass::Stalled => out.push(format!("{name} has stood still.")),
            TrendClass::Flat | TrendClass::Insufficient => {}
        }
    }
    out
}

fn cues(reader: &Reader<'_>, document: &PlanDocument) -> Vec<String> {
    let mut out = Vec::new();
    let adjustment = &document.adjustment;
    for finding in &document.findings {
        if let Finding::Replaced { from, to } = finding {
            out.push(format!("{} stands in for {}.", reader.movement(to), reader.movement(from)));
        }
    }
    let unknown = lines(document)
        .filter(|line| line.min_rir.is_some())
        .map(|line| reader.movement(&line.movement));
    let mut unknown: Vec<String> = unknown.collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        out.push(format!(
            "Find a load that leaves three repetitions in reserve, and log it: {}.",
            unknown.join(", ")
        ));
    }
    if adjustment.rir_delta > 0 {
        out.push(match adjustment.rir_delta {
            1 => "Stop every set one repetition earlier than usual.".to_owned(),
            more => format!("Stop every set {more} repetitions earlier than usual."),
        });
    }
    if reader.signals.readiness.confidence == Confidence::None {
        out.push("Check in each morning: readiness lets loads rise.".to_owned());
    }
    if adjustment.volume == VolumeLevel::Elevated {
        out.push("Recent volume was higher than usual: nothing extra this week.".to_owned());
    }
    if out.is_empty() {
        out.push("Log how hard each set felt: the next week is computed from it.".to_owned());
    }
    out.truncate(MOST_CUES);
    out
}

fn lines(document: &PlanDocument) -> impl Iterator<Item = &Line> {
    document.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
