//! What is said of a change: why it counts, or why it does not.

use domain::material::MaterialChange;
use domain::signals::Signals;
use domain::vocab::Trigger;

/// Every change that counts, in one sentence.
pub(super) fn of(changes: &[MaterialChange]) -> String {
    changes.iter().map(describe).collect::<Vec<_>>().join("; ")
}

fn describe(change: &MaterialChange) -> String {
    match change {
        MaterialChange::ReadinessFell { from, to } => {
            format!("readiness fell to {to:.0} from the week's {from:.0}")
        }
        MaterialChange::TwoLowDays { from, to } => {
            format!("two days in a row are at {to:.0} or lower, against the week's {from:.0}")
        }
        MaterialChange::HrvFell { .. } => "heart-rate variability left its usual band".to_owned(),
        MaterialChange::Illness => "the member feels ill".to_owned(),
        MaterialChange::Pain => "the member reports pain".to_owned(),
        MaterialChange::Restriction(_) => "a restriction was added".to_owned(),
        MaterialChange::BasisFell { lift, .. } => format!("the estimate of {lift} fell"),
        MaterialChange::VolumeHigh => "recent volume became unusually high".to_owned(),
        MaterialChange::Goals => "the goals changed".to_owned(),
        MaterialChange::Template => "the programme changed".to_owned(),
    }
}

/// Why what changed does not matter to the week.
pub(super) fn immaterial(cause: Trigger, before: &Signals, now: &Signals) -> String {
    match cause {
        Trigger::Readiness => readiness(before, now),
        Trigger::Goals => "the goals that count are as the week was built on them".to_owned(),
        Trigger::Restriction => "no restriction was added or tightened; what is eased waits for the weekly run".to_owned(),
        Trigger::Template => "the week was drawn from the version in force".to_owned(),
        _ => "no estimate fell far and the volume of the days before is not unusually high; what rose waits for the weekly run".to_owned(),
    }
}

fn readiness(before: &Signals, now: &Signals) -> String {
    let latest = now.readiness.latest.as_ref().and_then(|day| day.score);
    match (before.readiness.score, latest) {
        (Some(week), Some(day)) => {
            format!("readiness {day:.0} is not far enough below the week's {week:.0} to change it")
        }
        (None, Some(day)) => {
            format!("readiness {day:.0} has no week's score yet to be compared with")
        }
        (_, None) => "too little is known of the day to score it".to_owned(),
    }
}
