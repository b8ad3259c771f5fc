//! What the engine allocates: counted, so that a storm of small allocations is seen when it is written.

mod common;

use allocation_counter::measure;
use common::season::{Season, sets};
use domain::digest::digest;
use domain::personalise::compute;

/// Allocations of a week from a year of history, at most: some two for each step of each trace and for each
/// key and text of the document.
const OF_A_WEEK: u64 = 2_500;
/// Allocations of a session's digest at most.
const OF_A_DIGEST: u64 = 60;

fn of_weeks(weeks: u32) -> u64 {
    let season = Season::new(weeks);
    let snapshot = season.snapshot(None);
    measure(|| drop(compute(&snapshot))).count_total
}

#[test]
fn a_week_from_a_year_of_history_allocates_little() {
    let count = of_weeks(52);

    assert!(count <= OF_A_WEEK, "{count} allocations");
}

#[test]
fn what_a_week_allocates_hardly_grows_with_the_history() {
    let (year, decade) = (of_weeks(52), of_weeks(520));

    assert!(decade < year + year / 4, "{year} allocations after a year, {decade} after ten");
}

#[test]
fn a_session_is_digested_with_few_allocations() {
    let season = Season::without_plans(0);
    let sets = sets(0, 10);

    let count = measure(|| {
        let (catalogue, config) = (&season.facts.catalogue, &season.facts.config.strength);
        drop(digest(&sets, 60, Some(7.0), Some(80.0), catalogue, config));
    })
    .count_total;

    assert!(count <= OF_A_DIGEST, "{count} allocations");
}
