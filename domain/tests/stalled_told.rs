//! How long a lift has stood still is told as the gym's configuration has it, and read as true.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{block, gym, lift, percent, quiet, session, template, track};
use domain::explain::Reader;
use domain::narrative::facts::Said;
use domain::narrative::{NarrativeAnswer, NarrativeFacts, rules, verify};
use domain::personalise::personalise;
use domain::vocab::{BlockType, TrendClass, WorkoutFormat};

/// The rules' text of a week with a stalled squat, in a gym where so many days make it one; and whether the
/// text is true, as it is and with `said` in place of the time.
fn told(stalled_days: u32, time: &str, said: &str) -> (bool, bool) {
    let mut facts = gym();
    facts.config.trend.stalled_days = stalled_days;
    let mut signals = quiet();
    let mut squat = lift(140.0);
    squat.trend.class = TrendClass::Stalled;
    signals.lifts.insert("back-squat".into(), squat);
    let lines = vec![percent("back-squat", 5, 5, 0.75)];
    let work = vec![block(BlockType::Strength, WorkoutFormat::StrengthSets, lines)];
    let strength = vec![track("strength", 1.0, 0.0, 1.0)];
    let template = template(strength, vec![session("strength", 1, 1, work)], 1);
    let document = personalise(&signals, &facts, &template, None);
    let reader = Reader::new(&facts, &signals);
    let text = rules(&reader, &document);
    let sentence = format!("Back Squat has stood still for {time} or more.");
    assert!(text.reasoning.contains(&sentence), "{}", text.reasoning);
    let told = NarrativeFacts::new(&reader, &document, &Said::default());
    let squat = told.lifts.iter().find(|lift| lift.lift == "Back Squat").unwrap();
    assert_eq!(squat.trend, format!("stalled for {time} or more"));
    let mut answer =
        NarrativeAnswer { focus: text.focus, reasoning: text.reasoning, cues: text.cues };
    let as_it_is = verify(&answer, &told).is_ok();
    answer.reasoning =
        answer.reasoning.replace(&format!("for {time} or"), &format!("for {said} or"));
    (as_it_is, verify(&answer, &told).is_ok())
}

#[test]
fn a_lift_stands_still_for_as_long_as_the_gym_says() {
    assert_eq!(told(21, "three weeks", "21 days"), (true, true));
    assert_eq!(told(21, "three weeks", "four weeks"), (true, false));
    assert_eq!(told(28, "four weeks", "three weeks"), (true, false));
    assert_eq!(told(28, "four weeks", "4 weeks"), (true, true));
    assert_eq!(told(30, "30 days", "28 days"), (true, false));
    assert_eq!(told(7, "one week", "two weeks"), (true, false));
    assert_eq!(told(70, "10 weeks", "ten weeks"), (true, true));
}
