//! A week of days that are much alike, or strenuous, is told to the coach and changes no prescription (B3).
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::monday;
use common::season::Season;
use domain::explain::Reader;
use domain::load::StrainLimit;
use domain::narrative::rules;
use domain::personalise::compute;
use domain::reason::Finding;
use domain::text;

/// A member whose newest week was twice the work.
fn overreached() -> Season {
    let mut season = Season::new(30);
    let last = monday().plus(-1).monday();
    for session in season.sessions.iter_mut().filter(|session| session.date >= last) {
        session.minutes *= 2;
        session.session_rpe = Some(9.0);
    }
    season
}

fn is_strenuous(finding: &Finding) -> bool {
    matches!(finding, Finding::Strenuous { .. })
}

#[test]
fn a_strenuous_week_is_told_to_the_coach_alone() {
    let season = overreached();

    let week = compute(&season.snapshot(None));

    let found: Vec<&Finding> =
        week.document.findings.iter().filter(|one| is_strenuous(one)).collect();
    let [told @ Finding::Strenuous { limit: StrainLimit::Own, .. }] = found[..] else {
        panic!("{found:?}");
    };
    let reader = Reader::new(&season.facts, &week.signals);
    let sentence = reader.finding(told);
    assert!(text::week(&week.document, &week.signals, &season.facts, false).contains(&sentence));
    assert!(!rules(&reader, &week.document).reasoning.contains("strenuous"));
}

#[test]
fn it_changes_no_prescription() {
    let told = overreached();
    let mut quiet = overreached();
    let load = &mut quiet.facts.config.load;
    (load.strain_needs_weeks, load.strain_lookback_weeks) = (51, 51);
    (load.strain_watch, load.strain_high) = (50_000.0, 50_000.0);
    quiet.facts.config.validate().unwrap();

    let (told, quiet) = (compute(&told.snapshot(None)), compute(&quiet.snapshot(None)));

    assert!(told.document.findings.iter().any(is_strenuous));
    assert!(!quiet.document.findings.iter().any(is_strenuous));
    assert!(told.document.sessions == quiet.document.sessions);
    assert!(told.document.adjustment == quiet.document.adjustment);
}

#[test]
fn a_season_of_ordinary_weeks_tells_nothing() {
    let week = compute(&Season::new(30).snapshot(None));

    let load = |one: &Finding| is_strenuous(one) || matches!(one, Finding::EvenDays { .. });
    assert!(!week.document.findings.iter().any(load), "{:?}", week.document.findings);
}
