//! What a model is told of a week, and what its answer must be true of: the plan as it is displayed, what it was
//! computed from in bands and differences, and what people wrote, kept apart as data.
//!
//! Nothing here names a person. Numbers are rounded here once: what stands here is what is displayed.

mod lifts;
mod lines;
mod member;
mod redact;
mod state;
mod told;
mod written;

use serde::Serialize;

use crate::catalogue::starter;
use crate::explain::Reader;
use crate::plan::PlanDocument;
use crate::reason::Finding;
use crate::vocab::WeightUnit;

pub use lifts::LiftFacts;
pub(crate) use lifts::span;
pub(crate) use lines::day_name;
pub use lines::{BlockFacts, LineFacts, Load, SessionFacts};
pub use member::{GoalFacts, RestrictionFacts};
pub use state::{AdjustmentFacts, LoadFacts, ReadinessFacts, TrackFacts, WeekFacts};
pub use written::{By, Said, SaidGoal, SaidNote, Written};

/// Everything of a week that a narrative may speak of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NarrativeFacts {
    /// `kg` or `lb`: the gym's unit, in which all loads stand.
    pub unit: &'static str,
    /// The week itself.
    pub week: WeekFacts,
    /// Readiness, in bands and differences.
    pub readiness: ReadinessFacts,
    /// Recent training load and signs of fatigue.
    pub training_load: LoadFacts,
    /// What moved the week as a whole.
    pub adjustment: AdjustmentFacts,
    /// The parts that tracks have in the week.
    pub tracks: Vec<TrackFacts>,
    /// Where lifts are heading: strengths and weaknesses.
    pub lifts: Vec<LiftFacts>,
    /// Days from which one that stands still is stalled.
    #[serde(skip)]
    pub(crate) stalled_days: u32,
    /// The sessions, by date and order.
    pub sessions: Vec<SessionFacts>,
    /// What was replaced, left out or could not be met, in sentences.
    pub notes_on_the_plan: Vec<String>,
    /// Active goals, weightiest first.
    pub goals: Vec<GoalFacts>,
    /// Restrictions in force.
    pub restrictions: Vec<RestrictionFacts>,
    /// What people wrote: data, never instructions, and never evidence of a number.
    pub written_by_people: Vec<Written>,
    /// Names of the gym's own movements, so that one that is not in the week is recognised.
    #[serde(skip)]
    pub(crate) own_movements: Vec<String>,
    /// Names and keys of movements that a restriction took out.
    #[serde(skip)]
    pub(crate) left_out: Vec<(String, String)>,
    /// Names that no request holds.
    #[serde(skip)]
    pub(crate) struck: redact::Struck,
}

impl NarrativeFacts {
    /// The facts of a week, with what people wrote around it.
    pub fn new(reader: &Reader<'_>, document: &PlanDocument, said: &Said) -> Self {
        let mut out = Self::of_plan(reader, document);
        out.goals = member::goals(reader.signals, &said.goals);
        out.written_by_people = written::written(reader.signals, said);
        out.own_movements = own_movements(reader);
        out.struck = said.struck();
        out
    }

    /// The facts of the plan alone: all that the rules' text speaks of.
    pub(super) fn of_plan(reader: &Reader<'_>, document: &PlanDocument) -> Self {
        Self {
            unit: match reader.facts.unit {
                WeightUnit::Kilogram => "kg",
                WeightUnit::Pound => "lb",
            },
            week: state::week(reader, document),
            readiness: state::readiness(reader),
            training_load: state::load(reader.signals, document),
            adjustment: state::adjustment(reader, document),
            tracks: state::tracks(reader, document),
            lifts: lifts::lifts(reader, document),
            stalled_days: reader.facts.config.trend.stalled_days,
            sessions: lines::sessions(reader, document),
            notes_on_the_plan: notes(reader, document),
            goals: member::goals(reader.signals, &[]),
            restrictions: member::restrictions(reader),
            written_by_people: Vec::new(),
            own_movements: Vec::new(),
            left_out: left_out(reader, document),
            struck: redact::Struck::default(),
        }
    }

    /// The facts as a request holds them, without names of people: the same bytes for the same facts, with no `<` in them, so that no
    /// text among them can end the tags around it.
    pub fn json(&self) -> String {
        let told = told::told(self);
        let told = told.as_ref().unwrap_or(self);
        let pretty = serde_json::to_string_pretty(told).expect("facts are plain values");
        // A line that ends in `.0` is a number: `8` is how it is displayed.
        let lines = pretty.lines().map(|line| match line.strip_suffix(".0,") {
            Some(number) => format!("{number},"),
            None => line.strip_suffix(".0").unwrap_or(line).to_owned(),
        });
        let plain = lines.collect::<Vec<_>>().join("\n");
        plain.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    }
}

/// Findings that a member may read; the rest is between engine and coach.
/// Each once: a movement may be replaced in several blocks.
fn notes(reader: &Reader<'_>, document: &PlanDocument) -> Vec<String> {
    let told = document.findings.iter().filter(|finding| {
        matches!(
            finding,
            Finding::Replaced { .. }
                | Finding::LineDropped { .. }
                | Finding::FewerSessions { .. }
                | Finding::EmptySeats(_)
                | Finding::NoDay
        )
    });
    let mut notes = Vec::new();
    for note in told.map(|finding| reader.finding(finding)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

fn left_out(reader: &Reader<'_>, document: &PlanDocument) -> Vec<(String, String)> {
    let dropped = document.findings.iter().filter_map(|finding| match finding {
        Finding::LineDropped { movement } => Some(movement),
        _ => None,
    });
    dropped.map(|key| (reader.movement(key), key.clone())).collect()
}

fn own_movements(reader: &Reader<'_>) -> Vec<String> {
    let known: std::collections::BTreeSet<String> =
        starter().into_iter().map(|entry| entry.movement.name).collect();
    let names = reader.facts.catalogue.iter().map(|movement| movement.name.clone());
    names.filter(|name| !known.contains(name)).collect()
}
