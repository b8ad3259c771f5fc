//! Five members' weeks to the byte: whatever machine, C library or build computes them.
//!
//! The digests stand in `golden_bytes/sha256.txt`; `MICROCYCLE_PIN=1` writes them anew after a change of the
//! rules, and a person reads why they changed. No number of the engine comes from the C library
//! (`domain/clippy.toml` forbids its functions), so a musl build must give the same bytes: `docs/replay.md` says
//! what of that was checked.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fmt::Write as _;
use std::path::Path;

use chrono::Days;
use common::season::Season;
use common::{day, monday};
use domain::personalise::compute;
use domain::plan::PlanDocument;
use domain::snapshot::{Base, RestrictionFacts};
use domain::vocab::{BodyRegion, Experience, MovementPattern, RestrictionRule, Trigger};
use sha2::{Digest as _, Sha256};

/// Where the digests stand, below the crate.
const PINNED: &str = "tests/golden_bytes/sha256.txt";

fn week(season: &Season) -> PlanDocument {
    compute(&season.snapshot(None)).document
}

/// A novice of whom nothing is known.
fn newcomer() -> PlanDocument {
    let mut season = Season::without_plans(0);
    season.member.experience = Experience::Novice;
    season.member.sessions_per_week = 3;
    week(&season)
}

/// A year of training, twelve plans, readiness every morning, and a fresh single.
fn regular() -> PlanDocument {
    let mut season = Season::new(52);
    season.test("back-squat", monday().monday() - Days::new(10), 137.5);
    week(&season)
}

/// A week of twice the work, after which the next is conservative.
fn overreached() -> PlanDocument {
    let mut season = Season::new(30);
    season.member.experience = Experience::Advanced;
    let last = monday().plus(-1).monday();
    for session in season.sessions.iter_mut().filter(|session| session.date >= last) {
        session.minutes *= 2;
        session.session_rpe = Some(9.0);
    }
    let document = week(&season);
    assert!(document.adjustment.conservative, "the week is conservative");
    document
}

/// Seven weeks away, and a knee that bears no squats.
fn returning() -> PlanDocument {
    let mut season = Season::new(40);
    let last = monday().plus(-7).monday();
    season.sessions.retain(|session| session.date < last);
    season.readiness.retain(|entry| entry.date < last);
    season.plans.retain(|plan| plan.week < monday().plus(-7));
    season.member.restrictions.push(RestrictionFacts {
        id: "restriction_01".into(),
        region: BodyRegion::Knee,
        patterns: vec![MovementPattern::Squat],
        movements: Vec::new(),
        rule: RestrictionRule::Forbid,
        load_cap: None,
        since: day("2026-02-20"),
        cleared_on: None,
    });
    week(&season)
}

/// A bad Wednesday morning in a week that had begun: what is left is reduced.
fn reduced_midweek() -> PlanDocument {
    let mut season = Season::new(52);
    let document = week(&season);
    let untouchable = vec![document.sessions[0].key.clone()];
    season.today = monday().monday() + Days::new(2);
    season.trigger = Trigger::Readiness;
    for back in 0..4 {
        let mut entry = season.readiness.last().unwrap().clone();
        entry.date = season.today - Days::new(back);
        entry.recorded_at = common::noon(entry.date) - chrono::Duration::hours(4);
        (entry.soreness, entry.stress, entry.energy, entry.mood) =
            (Some(5), Some(5), Some(1), Some(1));
        (entry.hrv_ms, entry.asleep_minutes) = (Some(31.0), Some(200));
        season.readiness.push(entry);
    }
    let base = Base {
        revision: 1,
        document: document.clone().into(),
        untouchable,
        excused: Vec::new(),
        reduce_only: true,
        redraw: false,
    };
    let again = compute(&season.snapshot(Some(base))).document;
    assert!(again.sessions != document.sessions, "something is reduced");
    again
}

#[test]
fn five_members_weeks_are_the_same_to_the_byte_everywhere() {
    let members: [(&str, PlanDocument); 5] = [
        ("newcomer", newcomer()),
        ("regular", regular()),
        ("overreached", overreached()),
        ("returning", returning()),
        ("reduced_midweek", reduced_midweek()),
    ];
    let mut computed = String::new();
    for (name, document) in &members {
        assert!(!document.sessions.is_empty(), "{name} trains");
        let digest = Sha256::digest(serde_json::to_vec(document).unwrap());
        writeln!(computed, "{name} {digest:x}").unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PINNED);
    if std::env::var_os("MICROCYCLE_PIN").is_some() {
        std::fs::write(&file, &computed).unwrap();
    }

    assert_eq!(
        computed,
        std::fs::read_to_string(&file).unwrap(),
        "MICROCYCLE_PIN=1 writes {PINNED}"
    );
}
