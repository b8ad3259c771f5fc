//! What becomes of a computed week: nothing new, in force at once, or to a coach first.

use domain::vocab::ReviewPolicy;

use super::{Draft, redraws};
use crate::inputs::{Inputs, MemberInputs, Revision};
use crate::placing::Release;

/// Whether the revision that stands says the same already. After a rejection it is written again.
pub(super) fn says_the_same(read: &MemberInputs, draft: &Draft) -> bool {
    let (Some(plan), Some(base)) = (&read.plan, &read.base) else {
        return false;
    };
    let rejected = plan.pending.max(plan.published) != Some(plan.newest);
    let asked_again = rejected && !draft.item.reduce_only;
    !asked_again && *base.document == draft.computed.document
}

/// Whether the new revision comes into force or waits for a coach. What takes the place of a revision
/// that no coach has seen waits in its stead.
pub(super) fn release(inputs: &Inputs, read: &MemberInputs, draft: &Draft) -> Release {
    let policy = inputs.gym.review_policy.parse().unwrap_or(ReviewPolicy::All);
    let in_force = in_force(read).map(|base| &*base.document);
    let unseen = read.base.is_some() && in_force.is_none() && policy != ReviewPolicy::None;
    let waits = unseen
        || domain::review::waits(
            policy,
            read.member.joined_on,
            in_force.or(read.previous.as_deref()),
            &draft.computed.document,
            inputs.gym.large_change_percent,
        );
    match (waits, inputs.gym.release_reductions_at_once && only_reduces(read, draft)) {
        (false, _) => Release::AtOnce,
        (true, true) => Release::AtOnceAndWaits,
        (true, false) => Release::Waits,
    }
}

/// The revision that was computed again, where it is the one in force.
fn in_force(read: &MemberInputs) -> Option<&Revision> {
    let published = read.plan.as_ref()?.published?;
    read.base.as_ref().filter(|base| base.number == published)
}

/// Whether the revision lowers what is in force and does nothing else: sessions that are drawn again,
/// for new goals or another version of the template, may ask for more.
fn only_reduces(read: &MemberInputs, draft: &Draft) -> bool {
    let Some(base) = in_force(read) else {
        return false;
    };
    let same_version = base.document.template == draft.computed.document.template;
    draft.item.reduce_only && !redraws(draft.item.trigger) && same_version
}
