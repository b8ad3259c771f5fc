//! Which plans wait for a coach.

use chrono::NaiveDate;

use crate::compare::compare;
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

/// The largest change in percent: of the week-wide load factor, of the mean load of the lines that both weeks
/// have, or of a track's share in points.
fn largest(before: &PlanDocument, after: &PlanDocument) -> f64 {
    let load = |document: &PlanDocument| document.adjustment.load_multiplier;
    let factor = (load(after) / load(before) - 1.0).abs() * 100.0;
    let compared = compare(before, after);
    let loads = compared.load_change_percent.unwrap_or(0.0).abs();
    let shares = compared.tracks.iter().map(|of| (of.share_after - of.share_before).abs() * 100.0);
    shares.fold(factor.max(loads), f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::tests::{day, line, session, share, week};

    /// One squat session of so many kilograms, in a week with this load factor, where so much is strength.
    fn squats(kg: f64, factor: f64, strength: f64) -> PlanDocument {
        let blend = vec![share("strength", strength, 1), share("conditioning", 1.0 - strength, 0)];
        let lines = vec![line("a.1", "back-squat", kg)];
        let mut document = week(blend, vec![session(1, "strength", "2026-03-02", lines)]);
        document.adjustment.load_multiplier = factor;
        document
    }

    /// Whether the second week waits after the first, where 10 percent is a large change.
    fn large(before: &PlanDocument, after: &PlanDocument) -> bool {
        waits(ReviewPolicy::LargeChanges, day("2020-01-01"), Some(before), after, 10.0)
    }

    #[test]
    fn every_plan_waits_or_none() {
        let (plain, joined) = (squats(100.0, 1.0, 0.5), day("2026-03-01"));

        assert!(waits(ReviewPolicy::All, day("2020-01-01"), Some(&plain), &plain, 10.0));
        assert!(!waits(ReviewPolicy::None, joined, None, &plain, 0.0));
    }

    #[test]
    fn plans_of_a_members_first_four_weeks_wait() {
        let plain = squats(100.0, 1.0, 0.5);
        let waits_for =
            |joined: &str| waits(ReviewPolicy::NewMembers, day(joined), Some(&plain), &plain, 10.0);

        // The week begins on 2 March: 27 days after 3 February, 28 after the 2nd.
        assert!(waits_for("2026-02-03"));
        assert!(!waits_for("2026-02-02"));
        assert!(waits_for("2026-03-05"), "who joins within the week is new");
    }

    #[test]
    fn a_week_with_nothing_to_compare_it_with_is_a_large_change() {
        let plain = squats(100.0, 1.0, 0.5);

        assert!(waits(ReviewPolicy::LargeChanges, day("2020-01-01"), None, &plain, 10.0));
        assert!(!large(&plain, &plain));
    }

    #[test]
    fn loads_that_change_without_the_weeks_factor_are_a_large_change() {
        let before = squats(100.0, 1.0, 0.5);

        assert!(!large(&before, &squats(109.0, 1.0, 0.5)));
        assert!(large(&before, &squats(111.0, 1.0, 0.5)));
        assert!(!large(&before, &squats(91.0, 1.0, 0.5)));
        assert!(large(&before, &squats(89.0, 1.0, 0.5)));
    }

    #[test]
    fn the_weeks_factor_alone_is_a_large_change() {
        let before = squats(100.0, 1.0, 0.5);

        assert!(!large(&before, &squats(100.0, 0.91, 0.5)));
        assert!(large(&before, &squats(100.0, 0.89, 0.5)));
    }

    #[test]
    fn a_share_that_moves_is_a_large_change_also_of_a_track_that_goes() {
        let before = squats(100.0, 1.0, 0.5);
        let mut gone = squats(100.0, 1.0, 0.5);
        gone.blend.truncate(1);

        assert!(!large(&before, &squats(100.0, 1.0, 0.59)));
        assert!(large(&before, &squats(100.0, 1.0, 0.61)));
        assert!(large(&before, &gone));
    }
}
