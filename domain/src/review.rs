//! Which plans wait for a coach.

use chrono::NaiveDate;

use crate::plan::PlanDocument;
use crate::vocab::ReviewPolicy;

/// Days in which a member is new: the contract's first four weeks.
const NEW_DAYS: i64 = 28;

/// Whether a revision waits for a coach under the gym's policy.
///
/// `before`: the newest revision of the week, else the plan of the week before. `large_change_percent`:
/// the change of load, or of a track's share in points, from which a plan waits.
pub fn waits(
    policy: ReviewPolicy,
    joined_on: NaiveDate,
    before: Option<&PlanDocument>,
    after: &PlanDocument,
    large_change_percent: f64,
) -> bool {
    match policy {
        ReviewPolicy::None => false,
        ReviewPolicy::All => true,
        ReviewPolicy::NewMembers => (after.week.monday() - joined_on).num_days() < NEW_DAYS,
        // Nothing to compare with is the largest change there is.
        ReviewPolicy::LargeChanges => {
            before.is_none_or(|before| largest(before, after) >= large_change_percent)
        }
    }
}

/// The largest change in percent: of the mean load factor, or of a track's share.
fn largest(before: &PlanDocument, after: &PlanDocument) -> f64 {
    let load = |document: &PlanDocument| document.adjustment.load_multiplier;
    let mut most = (load(after) / load(before) - 1.0).abs() * 100.0;
    for share in &after.blend {
        let old =
            before.blend.iter().find(|old| old.track == share.track).map_or(0.0, |old| old.share);
        most = most.max((share.share - old).abs() * 100.0);
    }
    most
}
