//! The member as the engine reads them.

use chrono::NaiveDate;

use super::report;
use crate::digest::BODYWEIGHT_KG;
use crate::reason::Finding;
use crate::signals::MemberSignals;
use crate::snapshot::{GoalFacts, RestrictionFacts, SessionFacts, Snapshot};
use crate::vocab::{Experience, RestrictionRule};

pub(super) fn member(
    snapshot: &Snapshot<'_>,
    today: NaiveDate,
    findings: &mut Vec<Finding>,
) -> MemberSignals {
    let member = &snapshot.member;
    let bodyweight_kg = member.bodyweight_kg.filter(|kg| BODYWEIGHT_KG.contains(kg));
    report(findings, "bodyweight", usize::from(bodyweight_kg != member.bodyweight_kg));
    let no_share = |one: &&RestrictionFacts| {
        one.rule == RestrictionRule::CapLoad
            && !one.load_cap.is_some_and(|cap| (0.0..=1.0).contains(&cap))
    };
    report(findings, "restriction", member.restrictions.iter().filter(no_share).count());
    MemberSignals {
        experience: member.experience,
        early_novice: member.experience == Experience::Novice && in_first_weeks(snapshot, today),
        sessions_per_week: member.sessions_per_week,
        available_days: member.available_days,
        bodyweight_kg,
        goals: goals(&member.goals, findings),
        restrictions: restrictions(snapshot, findings),
    }
}

/// Whether the newest logged session lies in the first weeks since the first set. Measured to the log and not to
/// today: who waits has learned nothing, and no load rises by waiting (decision 0017).
fn in_first_weeks(snapshot: &Snapshot<'_>, today: NaiveDate) -> bool {
    let counts = |one: &&SessionFacts| one.date < today && one.recorded_at <= snapshot.as_of;
    let newest = snapshot.sessions.iter().filter(counts).map(|session| session.date).max();
    let weeks = i64::from(snapshot.gym.config.strength.novice_days);
    let passed = snapshot.member.first_set_on.zip(newest).map(|(first, last)| last - first);
    passed.is_none_or(|passed| passed.num_days() < weeks)
}

/// Restrictions open on some day of the week; a cap that is no share caps nothing, and is reported.
fn restrictions(snapshot: &Snapshot<'_>, findings: &mut Vec<Finding>) -> Vec<RestrictionFacts> {
    let given = &snapshot.member.restrictions;
    let mut open: Vec<RestrictionFacts> =
        given.iter().filter(|one| is_open(one, snapshot)).cloned().collect();
    let mut dropped = 0;
    for restriction in &mut open {
        if restriction.load_cap.is_some_and(|cap| !(0.0..=1.0).contains(&cap)) {
            restriction.load_cap = None;
            dropped += 1;
        }
    }
    report(findings, "restriction", dropped);
    open
}

/// Goals with weights that sum to 1; a weight that is no positive number drops its goal.
fn goals(goals: &[GoalFacts], findings: &mut Vec<Finding>) -> Vec<GoalFacts> {
    let valid = |goal: &&GoalFacts| goal.weight.is_finite() && goal.weight > 0.0;
    let largest = goals.iter().filter(valid).map(|goal| goal.weight).fold(0.0, f64::max);
    // Scaled by the largest first: a sum of huge weights must not overflow.
    let total: f64 = goals.iter().filter(valid).map(|goal| goal.weight / largest).sum();
    let share =
        |goal: &GoalFacts| GoalFacts { kind: goal.kind, weight: goal.weight / largest / total };
    let kept: Vec<GoalFacts> = goals.iter().filter(valid).map(share).collect();
    report(findings, "goal", goals.len() - kept.len());
    kept
}

/// Whether a restriction is open on some day of the week.
fn is_open(restriction: &RestrictionFacts, snapshot: &Snapshot<'_>) -> bool {
    let begun = restriction.since <= snapshot.week.sunday();
    begun && restriction.cleared_on.is_none_or(|on| on > snapshot.week.monday())
}
