//! What if: two weeks of one member side by side, as another template or configuration would make them.
//!
//! Keys name the template's version, so sessions are matched by track and place, blocks by place, lines by
//! movement. Pure and symmetric but for the words: nothing here decides anything.

mod matching;
mod summary;

use crate::diff::{self, Change};
use crate::plan::{Line, PlanDocument, TrackShare, WeekAdjustment};
use crate::reason::Finding;
use crate::vocab::ChangeKind;

pub use summary::{Summary, TrackMean, summarise};

/// One week against another of the same member.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Each track of either week, those of `after` first.
    pub tracks: Vec<TrackDelta>,
    /// What the week-wide adjustment does more or less.
    pub adjustment: AdjustmentDelta,
    /// Mean change of the loads of lines that both weeks have, in percent; `None`: no such line.
    pub load_change_percent: Option<f64>,
    /// Lines that only `after` has.
    pub lines_added: u32,
    /// Lines that only `before` has.
    pub lines_removed: u32,
    /// Lines that both have, with other values.
    pub lines_changed: u32,
    /// Every difference, under the keys of `after`.
    pub changes: Vec<Change>,
    /// What `after` could not meet and `before` could: empty seats, bounds, minima, days.
    pub unmet: Vec<Finding>,
}

impl Comparison {
    /// Whether anything that is prescribed differs.
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Lines that differ in any way.
    pub fn lines(&self) -> u32 {
        self.lines_added + self.lines_removed + self.lines_changed
    }
}

/// A track's part of both weeks; zero where a week does not know it.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackDelta {
    /// Key of the track.
    pub track: String,
    /// Share before, 0 to 1.
    pub share_before: f64,
    /// Share after, 0 to 1.
    pub share_after: f64,
    /// Sessions before.
    pub sessions_before: u32,
    /// Sessions after.
    pub sessions_after: u32,
}

/// What the week-wide adjustment of `after` has over that of `before`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdjustmentDelta {
    /// Load factor after less before, fractions of 1.
    pub load_multiplier: f64,
    /// Set factor after less before, fractions of 1.
    pub set_multiplier: f64,
    /// Repetitions in reserve after less before.
    pub rir: i64,
    /// Whether the week was a conservative one, before and after.
    pub conservative: (bool, bool),
}

/// Compares two weeks of one member.
pub fn compare(before: &PlanDocument, after: &PlanDocument) -> Comparison {
    let before = matching::under_keys_of(before, after);
    let changes = diff::changes(&before, after);
    let (old, new): (Vec<&Line>, Vec<&Line>) = (lines(&before).collect(), lines(after).collect());
    let both: Vec<(&Line, &Line)> = new
        .iter()
        .filter_map(|line| Some((*old.iter().find(|old| old.key == line.key)?, *line)))
        .collect();
    let touched = both.iter().filter(|(_, line)| is_touched(&changes, &line.key)).count();
    Comparison {
        tracks: tracks(&before.blend, &after.blend),
        adjustment: adjustment(&before.adjustment, &after.adjustment),
        load_change_percent: load_change_percent(&both),
        lines_added: (new.len() - both.len()) as u32,
        lines_removed: (old.len() - both.len()) as u32,
        lines_changed: touched as u32,
        unmet: unmet(&before, after),
        changes,
    }
}

fn lines(document: &PlanDocument) -> impl Iterator<Item = &Line> {
    let blocks = document.sessions.iter().flat_map(|session| &session.blocks);
    blocks.flat_map(|block| &block.lines)
}

fn is_touched(changes: &[Change], key: &str) -> bool {
    let of_line = |change: &&Change| change.line_key.as_deref() == Some(key);
    changes.iter().filter(of_line).any(|change| change.kind == ChangeKind::Changed)
}

fn tracks(before: &[TrackShare], after: &[TrackShare]) -> Vec<TrackDelta> {
    let of = |shares: &[TrackShare], track: &str| {
        shares
            .iter()
            .find(|share| share.track == track)
            .map_or((0.0, 0), |share| (share.share, share.sessions))
    };
    let gone = before.iter().filter(|old| !after.iter().any(|share| share.track == old.track));
    let all = after.iter().chain(gone).map(|share| share.track.as_str());
    all.map(|track| {
        let (was, is) = (of(before, track), of(after, track));
        TrackDelta {
            track: track.to_owned(),
            share_before: was.0,
            share_after: is.0,
            sessions_before: was.1,
            sessions_after: is.1,
        }
    })
    .collect()
}

fn adjustment(before: &WeekAdjustment, after: &WeekAdjustment) -> AdjustmentDelta {
    AdjustmentDelta {
        load_multiplier: after.load_multiplier - before.load_multiplier,
        set_multiplier: after.set_multiplier - before.set_multiplier,
        rir: i64::from(after.rir_delta) - i64::from(before.rir_delta),
        conservative: (before.conservative, after.conservative),
    }
}

/// Unrounded loads, so that plates hide no change and make none.
fn load_change_percent(both: &[(&Line, &Line)]) -> Option<f64> {
    let percents: Vec<f64> = both
        .iter()
        .filter_map(|(before, after)| {
            let (was, is) = (before.exact_kg?, after.exact_kg?);
            (was > 0.0).then(|| 100.0 * (is / was - 1.0))
        })
        .filter(|percent| percent.is_finite())
        .collect();
    crate::load::mean(&percents)
}

/// How far a week falls short of its template, or of what the member wants.
fn unmet(before: &PlanDocument, after: &PlanDocument) -> Vec<Finding> {
    let short = |finding: &&Finding| {
        matches!(
            finding,
            Finding::NoDay
                | Finding::FewerSessions { .. }
                | Finding::EmptySeats(_)
                | Finding::MinimumUnmet { .. }
                | Finding::Infeasible
                | Finding::NoSessions(_)
        )
    };
    let new = after.findings.iter().filter(short);
    new.filter(|finding| !before.findings.contains(finding)).cloned().collect()
}

#[cfg(test)]
pub(crate) mod tests;
