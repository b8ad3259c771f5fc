//! Tracks, their shares and bounds, and the goals' affinities.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, ProblemCode, SHARE};
use crate::limits;
use crate::snapshot::TrackFacts;
use crate::template::Template;

/// How far sums of decimal shares may be from 1.
const SLACK: f64 = 1e-6;

pub(super) fn check(template: &Template, known: &BTreeMap<String, TrackFacts>, found: &mut Found) {
    if template.tracks.is_empty() {
        found.add(&["tracks"], ProblemCode::Invalid, "a template needs at least one track");
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, track) in template.tracks.iter().enumerate() {
        let at = |field: &str| ["tracks".to_owned(), index.to_string(), field.to_owned()];
        if !known.contains_key(&track.track) {
            let message = format!("the gym has no track {:?}", track.track);
            found.add(&at("trackKey"), ProblemCode::NotFound, message);
        }
        if !seen.insert(&track.track) {
            let message = format!("track {:?} is named twice", track.track);
            found.add(&at("trackKey"), ProblemCode::Invalid, message);
        }
        found.range(&at("targetShare"), track.target_share, SHARE);
        found.range(&at("minShare"), track.min_share, SHARE);
        found.range(&at("maxShare"), track.max_share, (track.min_share.clamp(0.0, 1.0), 1.0));
        if track.target_share < track.min_share || track.target_share > track.max_share {
            let message = format!(
                "targetShare must be {} to {}, got {}",
                track.min_share, track.max_share, track.target_share
            );
            found.add(&at("targetShare"), ProblemCode::Invalid, message);
        }
        found.range(&at("minSessions"), f64::from(track.min_sessions), limits::SESSIONS);
        if let Some(most) = track.max_sessions {
            let range = (f64::from(track.min_sessions), limits::SESSIONS.1);
            found.range(&at("maxSessions"), f64::from(most), range);
        }
    }
    sums(template, found);
    affinities(template, found);
}

/// Shares must be able to sum to 1, and says by how much they can't.
fn sums(template: &Template, found: &mut Found) {
    let sum = |of: fn(&crate::template::TemplateTrack) -> f64| {
        template.tracks.iter().map(of).sum::<f64>()
    };
    let (target, least, most) = (
        sum(|track| track.target_share),
        sum(|track| track.min_share),
        sum(|track| track.max_share),
    );
    if (target - 1.0).abs() > SLACK {
        let message = format!("the tracks' targetShare must sum to 1, got {}", decimals(target));
        found.add(&["tracks"], ProblemCode::Invalid, message);
    }
    if least > 1.0 + SLACK {
        let over = decimals(least - 1.0);
        let message =
            format!("the tracks' minShare sum to {}, {over} more than 1", decimals(least));
        found.add(&["tracks"], ProblemCode::Infeasible, message);
    }
    if most < 1.0 - SLACK {
        let under = decimals(1.0 - most);
        let message =
            format!("the tracks' maxShare sum to {}, {under} less than 1", decimals(most));
        found.add(&["tracks"], ProblemCode::Infeasible, message);
    }
}

fn affinities(template: &Template, found: &mut Found) {
    let mut totals = BTreeMap::new();
    for (index, affinity) in template.goal_affinity.iter().enumerate() {
        let at = |field: &str| ["goalAffinity".to_owned(), index.to_string(), field.to_owned()];
        found.range(&at("share"), affinity.share, SHARE);
        if !template.tracks.iter().any(|track| track.track == affinity.track) {
            let message = format!("the template has no track {:?}", affinity.track);
            found.add(&at("trackKey"), ProblemCode::NotFound, message);
        }
        *totals.entry(affinity.goal).or_insert(0.0) += affinity.share;
    }
    for (goal, total) in totals {
        if (total - 1.0_f64).abs() > SLACK {
            let message = format!("the shares of {goal} must sum to 1, got {}", decimals(total));
            found.add(&["goalAffinity"], ProblemCode::Invalid, message);
        }
    }
}

fn decimals(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
