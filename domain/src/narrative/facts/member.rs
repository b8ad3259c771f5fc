//! Goals and restrictions, in words.

use chrono::NaiveDate;
use serde::Serialize;

use super::written::SaidGoal;
use crate::explain::{Reader, goal, number, plain};
use crate::signals::Signals;
use crate::vocab::RestrictionRule;

/// One goal that the week was computed for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoalFacts {
    /// Its kind.
    pub goal: String,
    /// Percent of importance.
    pub weight_percent: u32,
    /// The day it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_date: Option<NaiveDate>,
}

/// One restriction in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RestrictionFacts {
    /// The region it protects.
    pub region: String,
    /// What it does.
    pub rule: String,
    /// What it is on; empty: whatever loads the region.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<String>,
    #[serde(skip)]
    pub(crate) cap_percent: Option<f64>,
}

/// The goals of the signals, weightiest first, with the dates that `said` has for them.
pub(super) fn goals(signals: &Signals, said: &[SaidGoal]) -> Vec<GoalFacts> {
    let mut goals: Vec<_> = signals.member.goals.iter().collect();
    goals.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.kind.cmp(&b.kind)));
    let total: f64 = goals.iter().map(|goal| goal.weight).sum();
    let of = |of: &crate::snapshot::GoalFacts| GoalFacts {
        goal: goal(of.kind),
        weight_percent: (of.weight / total * 100.0).round() as u32,
        target_date: said
            .iter()
            .find(|said| said.kind == of.kind)
            .and_then(|said| said.target_date),
    };
    goals.into_iter().map(of).collect()
}

pub(super) fn restrictions(reader: &Reader<'_>) -> Vec<RestrictionFacts> {
    let of = |of: &crate::snapshot::RestrictionFacts| {
        let cap = of.load_cap.filter(|_| of.rule == RestrictionRule::CapLoad);
        let cap_percent = cap.and_then(|cap| number(cap * 100.0, 0).parse::<f64>().ok());
        let patterns = of.patterns.iter().map(|pattern| plain(pattern.as_str()));
        RestrictionFacts {
            region: plain(of.region.as_str()),
            rule: match cap_percent {
                Some(percent) => format!("loads at most {percent} % of what is programmed"),
                None => "ruled out".to_owned(),
            },
            on: patterns.chain(of.movements.iter().map(|key| reader.movement(key))).collect(),
            cap_percent,
        }
    };
    reader.signals.member.restrictions.iter().map(of).collect()
}
