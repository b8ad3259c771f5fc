//! Where lifts are heading: the strengths and weaknesses that a coach would name.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;

use super::lines::Load;
use crate::explain::{Reader, number};
use crate::plan::PlanDocument;
use crate::signals::{Evidence, EvidenceKind, LiftSignal};
use crate::vocab::TrendClass;

/// One lift.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LiftFacts {
    /// Its name.
    pub lift: String,
    /// Where it is heading.
    pub trend: Cow<'static, str>,
    /// Percent a week, for one that rises or falls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_a_week: Option<f64>,
    /// Whether it is a strength or a weakness just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// Estimated best single.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_best_single: Option<Load>,
    /// A single tested lately: one that counts as a fresh test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tested_lately: Option<Load>,
    /// Whether the last sessions were lighter than prescribed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub done_lighter_than_prescribed: bool,
    /// Whether the week trains it.
    pub in_this_week: bool,
    #[serde(skip)]
    pub(crate) key: String,
    #[serde(skip)]
    pub(crate) class: TrendClass,
}

/// Lifts of the week, and others that rise, fall or stand still.
pub(super) fn lifts(reader: &Reader<'_>, document: &PlanDocument) -> Vec<LiftFacts> {
    let lines =
        document.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines);
    let of_week: std::collections::BTreeSet<&str> =
        lines.map(|line| reader.facts.catalogue.lift_of(&line.movement)).collect();
    let told = |key: &str, lift: &LiftSignal| {
        of_week.contains(key)
            || matches!(lift.trend.class, TrendClass::Up | TrendClass::Down | TrendClass::Stalled)
    };
    let all = reader.signals.lifts.iter().filter(|(key, lift)| told(key, lift));
    all.map(|(key, lift)| of_lift(reader, key, lift, of_week.contains(key.as_str()))).collect()
}

/// So many days as a reader says it: whole weeks as weeks, a few of them in letters.
pub(crate) fn span(days: u32) -> String {
    const LETTERS: [&str; 7] = ["", "one", "two", "three", "four", "five", "six"];
    let weeks = days / 7;
    let noun = if weeks == 1 { "week" } else { "weeks" };
    match LETTERS.get(weeks as usize) {
        _ if days == 0 || !days.is_multiple_of(7) => format!("{days} days"),
        Some(letters) => format!("{letters} {noun}"),
        None => format!("{weeks} {noun}"),
    }
}

fn of_lift(reader: &Reader<'_>, key: &str, lift: &LiftSignal, in_this_week: bool) -> LiftFacts {
    let class = lift.trend.class;
    let moving = matches!(class, TrendClass::Up | TrendClass::Down);
    let percent = lift.trend.percent_per_week.filter(|percent| moving && percent.is_finite());
    let fresh_days = i64::from(reader.facts.config.strength.fresh_days);
    let fresh =
        |date: NaiveDate| (0..=fresh_days).contains(&(reader.signals.today - date).num_days());
    let is_fresh_test = |evidence: &&Evidence| {
        evidence.kind == EvidenceKind::Tested && evidence.reps == 1 && fresh(evidence.date)
    };
    let tested = lift.evidence.iter().rev().find(is_fresh_test);
    LiftFacts {
        lift: reader.movement(key),
        trend: match class {
            TrendClass::Up => "rising".into(),
            TrendClass::Flat => "steady".into(),
            TrendClass::Down => "falling".into(),
            TrendClass::Stalled => {
                format!("stalled for {} or more", span(reader.facts.config.trend.stalled_days))
                    .into()
            }
            TrendClass::Insufficient => "too little is known".into(),
        },
        percent_a_week: percent.and_then(|percent| number(percent, 1).parse().ok()),
        standing: match class {
            TrendClass::Up => Some("strength"),
            TrendClass::Down | TrendClass::Stalled => Some("weakness"),
            _ if lift.lighter_than_prescribed => Some("weakness"),
            _ => None,
        },
        estimated_best_single: lift.capacity_kg.map(|kg| Load::whole(reader, kg)),
        tested_lately: tested.map(|evidence| Load::new(reader, evidence.value_kg)),
        done_lighter_than_prescribed: lift.lighter_than_prescribed,
        in_this_week,
        key: key.to_owned(),
        class,
    }
}
