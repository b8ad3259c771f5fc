//! How much each track serves a goal (`engine.md` B8.1).

use std::collections::BTreeMap;

use super::normalised;
use crate::snapshot::{GoalFacts, TrackFacts};
use crate::template::Template;
use crate::vocab::{GoalKind, TrackKind};

/// Columns of the table.
const COLUMNS: usize = 9;

/// Percent of the week that a goal asks of strength, weightlifting, hypertrophy, gymnastics,
/// conditioning, endurance, general, mobility and accessory work. House choice.
const fn table(goal: GoalKind) -> [f64; COLUMNS] {
    match goal {
        GoalKind::BuildStrength => [50.0, 10.0, 10.0, 5.0, 10.0, 0.0, 10.0, 0.0, 5.0],
        GoalKind::BuildMuscle => [25.0, 0.0, 40.0, 5.0, 10.0, 0.0, 10.0, 0.0, 10.0],
        GoalKind::ImproveConditioning => [10.0, 0.0, 0.0, 5.0, 45.0, 15.0, 20.0, 5.0, 0.0],
        GoalKind::ImproveGymnastics => [15.0, 0.0, 5.0, 50.0, 10.0, 0.0, 10.0, 5.0, 5.0],
        GoalKind::ImproveWeightlifting => [25.0, 50.0, 0.0, 0.0, 10.0, 0.0, 5.0, 5.0, 5.0],
        GoalKind::LoseWeight => [25.0, 0.0, 10.0, 0.0, 30.0, 10.0, 20.0, 5.0, 0.0],
        GoalKind::GeneralFitness => [20.0, 5.0, 5.0, 10.0, 20.0, 5.0, 30.0, 5.0, 0.0],
        GoalKind::Compete => [20.0, 20.0, 0.0, 20.0, 25.0, 5.0, 10.0, 0.0, 0.0],
        GoalKind::Mobility => [10.0, 0.0, 0.0, 15.0, 10.0, 5.0, 10.0, 50.0, 0.0],
        GoalKind::ReturnFromInjury => [20.0, 0.0, 5.0, 5.0, 15.0, 10.0, 15.0, 20.0, 10.0],
        GoalKind::EnduranceEvent => [15.0, 0.0, 0.0, 0.0, 20.0, 50.0, 10.0, 5.0, 0.0],
    }
}

/// Column of the table that a kind of track reads; a competitor's track reads the general one.
const fn column(kind: TrackKind) -> usize {
    match kind {
        TrackKind::Strength => 0,
        TrackKind::Weightlifting => 1,
        TrackKind::Hypertrophy => 2,
        TrackKind::Gymnastics => 3,
        TrackKind::Conditioning => 4,
        TrackKind::Endurance => 5,
        TrackKind::General | TrackKind::Competitor => 6,
        TrackKind::Mobility => 7,
        TrackKind::Accessory => 8,
    }
}

/// The template's target shares, scaled to a sum of 1; even where none is positive.
pub(super) fn template_shares(template: &Template) -> Vec<f64> {
    let shares: Vec<f64> = template
        .tracks
        .iter()
        .map(|track| if track.target_share.is_finite() { track.target_share.max(0.0) } else { 0.0 })
        .collect();
    if shares.iter().all(|share| *share == 0.0) {
        return vec![1.0 / shares.len().max(1) as f64; shares.len()];
    }
    normalised(&shares)
}

/// What the goals ask of each track, in the template's order; the template's shares without a goal.
pub fn goal_shares(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goals: &[GoalFacts],
) -> Vec<f64> {
    weighted(&template_shares(template), &rows(template, tracks, goals))
}

/// The weighted sum of the goals' rows.
pub(super) fn weighted(own: &[f64], rows: &[(GoalFacts, Vec<f64>)]) -> Vec<f64> {
    if rows.is_empty() {
        return own.to_vec();
    }
    let total: f64 = rows.iter().map(|(goal, _)| goal.weight).sum();
    (0..own.len())
        .map(|track| rows.iter().map(|(goal, row)| goal.weight / total * row[track]).sum())
        .collect()
}

/// One row for each goal: its affinity to every track, summing to 1.
pub(super) fn rows(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goals: &[GoalFacts],
) -> Vec<(GoalFacts, Vec<f64>)> {
    goals.iter().map(|goal| (goal.clone(), row(template, tracks, goal.kind))).collect()
}

fn row(template: &Template, tracks: &BTreeMap<String, TrackFacts>, goal: GoalKind) -> Vec<f64> {
    let own = |track: &str| {
        let named =
            template.goal_affinity.iter().filter(|one| one.goal == goal && one.track == track);
        named.map(|one| one.share).sum::<f64>()
    };
    let raw: Vec<f64> = if template.goal_affinity.iter().any(|one| one.goal == goal) {
        template.tracks.iter().map(|track| own(&track.track)).collect()
    } else {
        from_table(template, tracks, goal)
    };
    if raw.iter().sum::<f64>() > 0.0 { normalised(&raw) } else { template_shares(template) }
}

fn from_table(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goal: GoalKind,
) -> Vec<f64> {
    let percents = table(goal);
    let columns: Vec<Option<usize>> = template
        .tracks
        .iter()
        .map(|track| tracks.get(&track.track).map(|facts| column(facts.kind)))
        .collect();
    columns
        .iter()
        .map(|of| {
            let Some(column) = of else { return 0.0 };
            let alike = columns.iter().filter(|other| **other == Some(*column)).count();
            percents[*column] / alike as f64
        })
        .collect()
}

/// The track that serves the weightiest goal most; of equals the template's first.
pub fn priority_track<'t>(
    template: &'t Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goals: &[GoalFacts],
) -> Option<&'t str> {
    let mut weightiest = goals.first()?;
    for goal in goals {
        if goal.weight > weightiest.weight {
            weightiest = goal;
        }
    }
    let row = row(template, tracks, weightiest.kind);
    let mut best: Option<usize> = None;
    for index in 0..row.len() {
        if best.is_none_or(|best| row[index] > row[best]) {
            best = Some(index);
        }
    }
    best.map(|index| template.tracks[index].track.as_str())
}
