//! What takes the place of a movement is told truly, and read as true (`engine.md` B11).

mod common;

use chrono::Days;
use common::{block, gym, lift, monday, percent, quiet, session, template, track};
use domain::explain::Reader;
use domain::narrative::facts::Said;
use domain::narrative::{NarrativeAnswer, NarrativeFacts, rules, verify};
use domain::personalise::personalise;
use domain::plan::PlanDocument;
use domain::signals::Signals;
use domain::snapshot::{GymFacts, RestrictionFacts};
use domain::vocab::{BlockType, BodyRegion, MovementPattern, RestrictionRule, WorkoutFormat};

/// A week whose only session asks twice for a movement that a restriction rules out, by name or by pattern.
fn ruled_out(
    facts: &GymFacts,
    movement: &str,
    pattern: Option<MovementPattern>,
) -> (Signals, PlanDocument) {
    let mut signals = quiet();
    signals.lifts.insert("back-squat".into(), lift(140.0));
    signals.member.restrictions.push(RestrictionFacts {
        id: "restriction_01".into(),
        region: BodyRegion::Elbow,
        patterns: pattern.into_iter().collect(),
        movements: if pattern.is_none() { vec![movement.into()] } else { Vec::new() },
        rule: RestrictionRule::Forbid,
        load_cap: None,
        since: monday().monday() - Days::new(30),
        cleared_on: None,
    });
    let twice = vec![percent(movement, 3, 10, 0.6), percent(movement, 2, 12, 0.5)];
    let work = vec![block(BlockType::Strength, WorkoutFormat::StrengthSets, twice)];
    let tracks = vec![track("strength", 1.0, 0.0, 1.0)];
    let template = template(tracks, vec![session("strength", 1, 1, work)], 1);
    let document = personalise(&signals, facts, &template, None);
    (signals, document)
}

#[test]
fn two_movements_may_take_the_place_of_one() {
    let facts = gym();
    let mut wrong = Vec::new();
    let mut twice = 0;
    let by_name = facts.catalogue.iter().map(|movement| (movement, None));
    let by_pattern = facts.catalogue.iter().map(|movement| (movement, Some(movement.pattern)));
    for (movement, pattern) in by_name.chain(by_pattern) {
        let (signals, document) = ruled_out(&facts, &movement.key, pattern);
        let reader = Reader::new(&facts, &signals);
        let text = rules(&reader, &document);
        twice += u32::from(text.reasoning.matches("takes the place of").count() > 1);
        let answer =
            NarrativeAnswer { focus: text.focus, reasoning: text.reasoning, cues: text.cues };
        let told = NarrativeFacts::new(&reader, &document, &Said::default());
        if let Err(found) = verify(&answer, &told) {
            wrong.push(format!("{}: {found:?}\n  {}", movement.key, answer.reasoning));
        }
    }
    assert!(twice > 50, "{twice}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
