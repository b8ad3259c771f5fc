//! What a gym sets is what the week is computed with; what was stored before a constant was there still reads.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::season::Season;
use domain::config::EngineConfig;
use domain::explain::Reader;
use domain::personalise::{Computed, compute};
use domain::plan::TrackShare;
use domain::signals::Signals;
use domain::vocab::{FactorKind, VolumeLevel};

/// The week of a season in a gym with these constants.
fn week(season: &mut Season, constants: &str) -> Computed {
    season.facts.config = serde_json::from_str(constants).unwrap();
    season.facts.config.validate().unwrap();
    compute(&season.snapshot(None))
}

fn share<'w>(week: &'w Computed, track: &str) -> &'w TrackShare {
    week.document.blend.iter().find(|share| share.track == track).unwrap()
}

#[test]
fn goals_ask_for_what_the_gym_says() {
    let mut season = Season::new(20);
    let strong = r#"{"affinity":{"build_strength":{"gymnastics":100}}}"#;

    let usual = week(&mut season, "{}");
    let asked = week(&mut season, strong);

    assert!(share(&usual, "strength").goal_share > share(&usual, "gymnastics").goal_share);
    // Three quarters of the goals are for strength, which now asks for gymnastics alone.
    assert!(share(&asked, "gymnastics").goal_share > 0.75);
    assert!(share(&asked, "conditioning").goal_share > 0.0, "the other goal keeps its row");
}

#[test]
fn adherence_weighs_as_much_as_the_gym_says() {
    let mut season = Season::new(20);
    let missed = |session: &domain::snapshot::SessionFacts| session.track == "conditioning";
    season.sessions.retain(|session| !missed(session));

    let multiplier = |season: &mut Season, power: &str| {
        let found = week(season, &format!(r#"{{"blend":{{"adherence_power":{power}}}}}"#));
        share(&found, "conditioning").adherence_multiplier
    };

    assert_eq!(multiplier(&mut season, "0"), 1.0);
    let half = multiplier(&mut season, "0.5");
    assert!(half < 1.0);
    assert!(multiplier(&mut season, "1") <= half);
}

#[test]
fn a_score_is_read_off_the_gyms_own_curve() {
    let mut season = Season::new(20);
    let flat = r#"{"readiness":{"score_by_z":[[-3,50],[3,50]],"cap_by_sleep":[[0,100],[1,100]]}}"#;

    assert_eq!(week(&mut season, flat).signals.readiness.score, Some(50.0));
}

#[test]
fn the_usual_programmed_load_is_that_of_as_many_plans_as_the_gym_says() {
    let mut season = Season::new(20);
    season.plans.drain(..season.plans.len() - 3);

    assert_eq!(week(&mut season, "{}").signals.usual_programmed_au, None);
    let three = week(&mut season, r#"{"chain":{"guard_plans":3}}"#);
    assert!(three.signals.usual_programmed_au.is_some());
}

#[test]
fn fitness_and_fatigue_stand_beside_the_volume_of_a_step() {
    let mut season = Season::new(20);
    let last = common::monday().plus(-1).monday();
    for session in season.sessions.iter_mut().filter(|session| session.date >= last) {
        session.minutes *= 2;
        session.session_rpe = Some(9.0);
    }

    let found = week(&mut season, "{}");

    assert_eq!(found.signals.volume.level, VolumeLevel::High);
    let form = found.signals.volume.form.unwrap();
    assert!(form.fatigue > form.fitness && form.balance() < 0.0);
    let reader = Reader::new(&season.facts, &found.signals);
    let lines = found.document.sessions.iter().flat_map(|one| &one.blocks).flat_map(|b| &b.lines);
    let steps: Vec<_> = lines.flat_map(|line| reader.line_trace(line)).collect();
    let volume = steps.iter().find(|step| step.factor == FactorKind::Volume).unwrap();
    let view = volume.evidence.iter().find(|view| view.metric == "fatigue_against_fitness");
    let view = view.unwrap();
    assert_eq!((view.value, view.baseline), (Some(form.fatigue), Some(form.fitness)));

    let mut newcomer = Season::without_plans(5);
    assert_eq!(week(&mut newcomer, "{}").signals.volume.form, None, "too few days are known");
}

#[test]
fn signals_and_constants_of_before_still_read() {
    let found = week(&mut Season::new(20), "{}");
    let mut signals = serde_json::to_value(&found.signals).unwrap();
    signals["volume"].as_object_mut().unwrap().remove("form").unwrap();
    let mut config = serde_json::to_value(EngineConfig::default()).unwrap();
    let sections = config.as_object_mut().unwrap();
    for new in ["affinity", "landmarks"] {
        sections.remove(new).unwrap();
    }
    for (section, new) in [
        ("load", "strain_watch"),
        ("strength", "hard_rpe"),
        ("readiness", "score_by_z"),
        ("blend", "adherence_power"),
        ("chain", "guard_plans"),
    ] {
        sections[section].as_object_mut().unwrap().remove(new).unwrap();
    }

    assert_eq!(serde_json::from_value::<Signals>(signals).unwrap().volume.form, None);
    let read: EngineConfig = serde_json::from_value(config).unwrap();
    assert_eq!(read, EngineConfig::default());
}
