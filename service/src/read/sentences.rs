//! One-sentence texts about revisions and events that a member may read.

use domain::vocab::{PlanEventKind, RevisionAuthor, Trigger};

/// Why a revision was made.
pub fn reason(author: RevisionAuthor, trigger: Trigger) -> &'static str {
    match (author, trigger) {
        (RevisionAuthor::Coach, _) | (_, Trigger::CoachEdit) => "A coach edited the week.",
        (_, Trigger::Weekly) => "The week was computed ahead of time.",
        (_, Trigger::Readiness) => "Readiness changed enough to matter.",
        (_, Trigger::Volume) => "Recent training volume changed enough to matter.",
        (_, Trigger::PersonalRecord) => "A new result changed what a lift is worth.",
        (_, Trigger::Goals) => "The goals changed.",
        (_, Trigger::Restriction) => "A restriction was added or cleared.",
        (_, Trigger::Template) => "The programme changed.",
        (_, Trigger::CoachRequest) => "A coach asked for the week to be computed again.",
        (_, Trigger::Manual) => "The week was computed on request.",
    }
}

/// What an event says in a notification.
pub fn summary(kind: PlanEventKind, trigger: Trigger) -> String {
    let what = match kind {
        PlanEventKind::ReadyForReview => "A plan waits for review",
        PlanEventKind::Published => "The plan for the week is out",
        PlanEventKind::Revised => "The plan for the week was revised",
        PlanEventKind::Edited => "A coach edited a plan that waits for review.",
        PlanEventKind::Approved => "A coach confirmed the plan.",
        PlanEventKind::Rejected => "A coach sent the plan back; it is computed again.",
        PlanEventKind::NarrativeReady => "The words to the plan are ready.",
        PlanEventKind::Expired => "The week passed before the plan was reviewed.",
    };
    let why = match trigger {
        Trigger::Weekly | Trigger::Manual => "",
        Trigger::Readiness => ": readiness changed",
        Trigger::Volume => ": recent volume changed",
        Trigger::PersonalRecord => ": a new result came in",
        Trigger::Goals => ": the goals changed",
        Trigger::Restriction => ": a restriction changed",
        Trigger::Template => ": the programme changed",
        Trigger::CoachRequest | Trigger::CoachEdit => ": a coach asked for it",
    };
    if what.ends_with('.') { what.to_owned() } else { format!("{what}{why}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_summary_is_one_sentence() {
        for kind in PlanEventKind::ALL {
            for trigger in Trigger::ALL {
                let text = summary(*kind, *trigger);
                assert_eq!(text.matches('.').count(), 1, "{text}");
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}
