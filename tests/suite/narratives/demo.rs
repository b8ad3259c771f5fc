//! The words by rules for the demo gym's members, as a coach may read them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::narrative::{NarrativeAnswer, verify};
use serde_json::{Value, json};
use service::narrate::subject_of;
use tests::backend::{Backend, run};
use tests::demo::{COACH, Demo, MONDAY};

const WEEK: &str = "query($week: Date) { plans(first: 50, filter: { weekOf: $week }) { edges { node { \
    id member { externalId } narrative { source focus reasoning cues } } } } }";

fn answer(narrative: &Value) -> NarrativeAnswer {
    let text = |field: &str| narrative[field].as_str().unwrap().to_owned();
    let cues = narrative["cues"].as_array().unwrap().iter();
    NarrativeAnswer {
        focus: text("focus"),
        reasoning: text("reasoning"),
        cues: cues.map(|cue| cue.as_str().unwrap().to_owned()).collect(),
    }
}

#[test]
fn the_rules_words_for_the_demos_members_are_true_and_tell_them_apart() {
    run(async {
        let demo = Demo::start(Backend::sqlite(), 24).await;
        demo.run_week().await;

        let found = demo.app.client(Some(COACH)).data(WEEK, json!({ "week": MONDAY })).await;

        let mut plans: Vec<Value> = found["plans"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["node"].clone())
            .collect();
        plans.sort_by_key(|plan| plan["member"]["externalId"].as_str().unwrap().to_owned());
        let (mut page, mut texts) = (String::new(), BTreeSet::new());
        for plan in &plans {
            let (who, narrative) = (&plan["member"]["externalId"], &plan["narrative"]);
            assert_eq!(narrative["source"], "RULES", "{who}");
            let id = plan["id"].as_str().unwrap().parse().unwrap();
            let (_, subject) = subject_of(&demo.app.env, demo.gym, id).await.unwrap();
            let told = answer(narrative);
            let findings = verify(&told, &subject.facts).err().unwrap_or_default();
            assert!(findings.is_empty(), "{who}: {findings:?}\n{narrative:#}");
            let sentences: Vec<&str> = told.reasoning.split(". ").collect();
            let once: BTreeSet<&str> = sentences.iter().copied().collect();
            assert_eq!(once.len(), sentences.len(), "{who}: a sentence is told twice: {told:?}");
            let mut text = format!("{}\n{}\n", told.focus, told.reasoning);
            told.cues.iter().for_each(|cue| writeln!(text, "- {cue}").unwrap());
            writeln!(page, "## {}\n{text}", who.as_str().unwrap()).unwrap();
            texts.insert(text);
        }
        assert_eq!(plans.len(), 24);
        assert!(texts.len() >= 20, "{} of 24 differ", texts.len());
        insta::assert_snapshot!("demo_by_rules", page);
    });
}
