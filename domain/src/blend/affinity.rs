//! How much each track serves a goal (`engine.md` B8.1).

use std::collections::BTreeMap;

use super::normalised;
use crate::config::{AffinityConfig, TrackPercents};
use crate::snapshot::{GoalFacts, TrackFacts};
use crate::template::Template;
use crate::vocab::{GoalKind, TrackKind};

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
    config: &AffinityConfig,
) -> Vec<f64> {
    weighted(&template_shares(template), &rows(template, tracks, goals, config))
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
    config: &AffinityConfig,
) -> Vec<(GoalFacts, Vec<f64>)> {
    goals.iter().map(|goal| (goal.clone(), row(template, tracks, goal.kind, config))).collect()
}

fn row(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goal: GoalKind,
    config: &AffinityConfig,
) -> Vec<f64> {
    let own = |track: &str| {
        let named =
            template.goal_affinity.iter().filter(|one| one.goal == goal && one.track == track);
        named.map(|one| one.share).sum::<f64>()
    };
    let raw: Vec<f64> = if template.goal_affinity.iter().any(|one| one.goal == goal) {
        template.tracks.iter().map(|track| own(&track.track)).collect()
    } else {
        from_table(template, tracks, config.of(goal))
    };
    if raw.iter().sum::<f64>() > 0.0 { normalised(&raw) } else { template_shares(template) }
}

/// The table's percents, split evenly over tracks that read the same one.
fn from_table(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    percents: TrackPercents,
) -> Vec<f64> {
    let kinds: Vec<Option<TrackKind>> = template
        .tracks
        .iter()
        .map(|track| tracks.get(&track.track).map(|facts| column(facts.kind)))
        .collect();
    kinds
        .iter()
        .map(|of| {
            let Some(kind) = of else { return 0.0 };
            let alike = kinds.iter().filter(|other| **other == Some(*kind)).count();
            percents.of(*kind) / alike as f64
        })
        .collect()
}

/// Whose column a kind of track reads: a competitor's the general one.
const fn column(kind: TrackKind) -> TrackKind {
    match kind {
        TrackKind::Competitor => TrackKind::General,
        other => other,
    }
}

/// The track that serves the weightiest goal most; of equals the template's first.
pub fn priority_track<'t>(
    template: &'t Template,
    tracks: &BTreeMap<String, TrackFacts>,
    goals: &[GoalFacts],
    config: &AffinityConfig,
) -> Option<&'t str> {
    let mut weightiest = goals.first()?;
    for goal in goals {
        if goal.weight > weightiest.weight {
            weightiest = goal;
        }
    }
    let row = row(template, tracks, weightiest.kind, config);
    let mut best: Option<usize> = None;
    for index in 0..row.len() {
        if best.is_none_or(|best| row[index] > row[best]) {
            best = Some(index);
        }
    }
    best.map(|index| template.tracks[index].track.as_str())
}
