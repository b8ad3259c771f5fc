//! Many members' comparisons together: what another template would do to a gym.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Comparison;
use crate::load::mean;

/// What a change does to many members.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Members compared.
    pub members: u32,
    /// Those of whom anything changes.
    pub changed: u32,
    /// Those whose week falls short where it did not before.
    pub short: u32,
    /// Mean over the members of their mean load change, in percent; members without a common line do
    /// not count, and none at all is 0.
    pub mean_load_change_percent: f64,
    /// Mean share of each track, by key.
    pub tracks: Vec<TrackMean>,
    /// Places in the list of comparisons, most changed first: by lines that differ, then by how far the
    /// loads move. Unchanged members are left out.
    pub largest: Vec<usize>,
}

/// The mean share of a track over many members.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackMean {
    /// Key of the track.
    pub track: String,
    /// Before, 0 to 1.
    pub before: f64,
    /// After, 0 to 1.
    pub after: f64,
}

/// Puts the comparisons of many members together.
pub fn summarise(comparisons: &[Comparison]) -> Summary {
    let loads: Vec<f64> = comparisons.iter().filter_map(|one| one.load_change_percent).collect();
    let count =
        |holds: fn(&Comparison) -> bool| comparisons.iter().filter(|one| holds(one)).count() as u32;
    Summary {
        members: comparisons.len() as u32,
        changed: count(Comparison::is_changed),
        short: count(|one| !one.unmet.is_empty()),
        mean_load_change_percent: mean(&loads).unwrap_or(0.0),
        tracks: tracks(comparisons),
        largest: largest(comparisons),
    }
}

/// A member whose template has not the track counts with none of it.
fn tracks(comparisons: &[Comparison]) -> Vec<TrackMean> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for delta in comparisons.iter().flat_map(|one| &one.tracks) {
        let sum = sums.entry(&delta.track).or_default();
        *sum = (sum.0 + delta.share_before, sum.1 + delta.share_after);
    }
    let members = comparisons.len().max(1) as f64;
    sums.into_iter()
        .map(|(track, (before, after))| TrackMean {
            track: track.to_owned(),
            before: before / members,
            after: after / members,
        })
        .collect()
}

fn largest(comparisons: &[Comparison]) -> Vec<usize> {
    let mut places: Vec<usize> =
        (0..comparisons.len()).filter(|place| comparisons[*place].is_changed()).collect();
    let moved = |place: usize| comparisons[place].load_change_percent.unwrap_or(0.0).abs();
    // Stable: of two that change alike the earlier comes first.
    places.sort_by(|a, b| moved(*b).total_cmp(&moved(*a)));
    places.sort_by_key(|place| Reverse(comparisons[*place].lines()));
    places
}
