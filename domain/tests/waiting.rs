//! Nothing gets heavier by waiting (promise 2, decision 0017).

mod common;

use chrono::Days;
use common::season::Season;
use common::{monday, noon};
use domain::calendar::Week;
use domain::observe::observe;
use domain::signals::Signals;
use domain::snapshot::Snapshot;
use domain::vocab::Experience;

/// What is known of a member so many days later, nothing logged meanwhile.
fn later(season: &Season, days: u64) -> Signals {
    let today = monday().monday() + Days::new(days);
    let week = Week::containing(today).plus(1);
    observe(&Snapshot { as_of: noon(today), week, ..season.snapshot(None) })
}

#[test]
fn a_novice_who_stays_away_is_still_in_the_first_weeks() {
    let mut season = Season::without_plans(3);
    season.member.experience = Experience::Novice;

    assert!(later(&season, 0).member.early_novice);
    assert!(later(&season, 100).member.early_novice);
}

#[test]
fn a_novice_who_trains_for_twelve_weeks_is_past_them() {
    let mut season = Season::without_plans(13);
    season.member.experience = Experience::Novice;

    assert!(!later(&season, 0).member.early_novice);
}

#[test]
fn the_ceiling_of_the_last_prescription_does_not_lapse_by_waiting() {
    let season = Season::new(20);
    let ceiling = |days| later(&season, days).lifts["back-squat"].ceiling_kg;

    assert!(ceiling(0).is_some());
    assert_eq!(ceiling(0), ceiling(20));
    assert_eq!(ceiling(0), ceiling(60));
}
