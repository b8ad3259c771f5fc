//! What property tests share.

use chrono::NaiveDate;
use domain::snapshot::RestrictionFacts;
use domain::vocab::{BodyRegion, MovementPattern, RestrictionRule};
use proptest::test_runner::{Config, FileFailurePersistence};

/// As many cases as `MICROCYCLE_CASES` says, else `usual`; counter-examples are kept beside the test.
pub fn config(usual: u32) -> Config {
    let cases = std::env::var("MICROCYCLE_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: cases.unwrap_or(usual),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        max_shrink_iters: 2_000,
        ..Config::default()
    }
}

/// A knee that hurts since this morning: squats and lunges are ruled out.
pub fn hurt_knee(today: NaiveDate) -> RestrictionFacts {
    RestrictionFacts {
        id: "restriction_new".to_owned(),
        region: BodyRegion::Knee,
        patterns: vec![MovementPattern::Squat, MovementPattern::Lunge],
        movements: Vec::new(),
        rule: RestrictionRule::Forbid,
        load_cap: None,
        since: today,
        cleared_on: None,
    }
}
