//! The rules' narrative: good enough to stand alone, and never wrong.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use common::people;
use common::property::config;
use common::random::{Case, World, cases};
use domain::explain::Reader;
use domain::narrative::facts::Said;
use domain::narrative::{NarrativeAnswer, NarrativeFacts, Text, carried, rules, verify};
use domain::personalise::compute;
use domain::vocab::WeightUnit;
use proptest::prelude::*;

fn answer(text: Text) -> NarrativeAnswer {
    NarrativeAnswer { focus: text.focus, reasoning: text.reasoning, cues: text.cues }
}

/// A random member's week: its facts and the rules' text.
fn week(case: &Case, pounds: bool) -> (NarrativeFacts, NarrativeAnswer) {
    let mut world = World::of(case);
    let gym = Arc::make_mut(&mut world.facts);
    if pounds {
        gym.unit = WeightUnit::Pound;
    }
    for (key, name) in
        [("strength", "Strength"), ("conditioning", "Engine"), ("gymnastics", "Gymnastics")]
    {
        if let Some(track) = gym.tracks.get_mut(key) {
            name.clone_into(&mut track.name);
        }
    }
    let computed = compute(&world.snapshot(None));
    let reader = Reader::new(&world.facts, &computed.signals);
    let facts = NarrativeFacts::new(&reader, &computed.document, &Said::default());
    (facts, answer(rules(&reader, &computed.document)))
}

#[test]
fn the_rules_tell_each_member_their_own_week() {
    let mut page = String::new();
    for person in people::everyone() {
        let computed = person.week();
        let reader = Reader::new(&person.season.facts, &computed.signals);
        let text = rules(&reader, &computed.document);
        let _ = writeln!(page, "{}\n  {}\n  {}", person.name, text.focus, text.reasoning);
        for cue in &text.cues {
            let _ = writeln!(page, "  → {cue}");
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn no_number_of_the_rules_can_be_changed_unseen() {
    for person in people::everyone() {
        let computed = person.week();
        let reader = Reader::new(&person.season.facts, &computed.signals);
        let text = answer(rules(&reader, &computed.document));
        let facts = person.facts();
        verify(&text, &facts).unwrap_or_else(|found| panic!("{}: {found:?}", person.name));
        for changed in mutants(&text, &facts) {
            assert!(verify(&changed, &facts).is_err(), "{}: {changed:?}", person.name);
        }
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn the_rules_say_only_what_is_true(case in cases(), pounds in any::<bool>()) {
        let (facts, text) = week(&case, pounds);
        let found = verify(&text, &facts);
        prop_assert!(found.is_ok(), "{text:#?}\n{:#?}", found.unwrap_err());
    }

    #[test]
    fn a_number_that_stands_nowhere_in_the_facts_is_found(case in cases(), pick in any::<usize>()) {
        let (facts, text) = week(&case, false);
        let all = mutants(&text, &facts);
        if !all.is_empty() {
            let changed = &all[pick % all.len()];
            prop_assert!(verify(changed, &facts).is_err(), "{changed:#?}");
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}", words in proptest::collection::vec(0..VOCABULARY.len(), 0..30)) {
        let (facts, _) = week(&CASE, false);
        let spoken: Vec<&str> = words.iter().map(|index| VOCABULARY[*index]).collect();
        let reasoning = format!("{text} {}", spoken.join(" "));
        let _ = verify(&NarrativeAnswer { focus: text, reasoning, cues: vec![] }, &facts);
    }
}

#[test]
fn a_coachs_words_go_along_part_by_part_while_they_are_true() {
    let (fresh, tired) = (people::fresh().facts(), people::tired().facts());
    let text = Text {
        focus: "Ours, not theirs: squat with patience.".to_owned(),
        reasoning: "Deadlift is 5 x 3 at 105 kg on Tuesday, as we spoke about.".to_owned(),
        cues: vec!["Last week was great.".to_owned(), "Back Squat has 5 sets.".to_owned()],
    };

    assert_eq!(carried(&text, &fresh, &fresh), Some(text.clone()), "nothing changed");

    let gone = carried(&text, &fresh, &tired).unwrap();
    assert_eq!(gone.focus, text.focus);
    assert!(!gone.reasoning.contains("105 kg") && !gone.cues.contains(&text.cues[1]), "{gone:?}");
    let told = NarrativeAnswer { focus: gone.focus, reasoning: gone.reasoning, cues: gone.cues };
    assert!(verify(&told, &tired).is_ok(), "what took its place is true");

    let none = Text { focus: text.reasoning.clone(), ..text };
    assert_eq!(carried(&none, &fresh, &tired), None, "nothing of the coach's stands");
}

/// A member with some of everything.
const CASE: Case = Case {
    seed: 7,
    sessions_per_week: 5,
    days: 127,
    weeks_of_history: 12,
    readiness_days: 20,
    goals: 2,
    restrictions: 1,
    experience: 1,
    as_of_offset: -1,
    gym: 0,
};

/// Words that mean something to the reader of a narrative.
const VOCABULARY: &[&str] = &[
    "Back Squat",
    "Deadlift",
    "5",
    "x",
    "sets",
    "of",
    "reps",
    "kg",
    "lb",
    "%",
    "Monday",
    "and",
    ",",
    ".",
    "heavier",
    "less",
    "than",
    "from",
    "to",
    "instead of",
    "programmed",
    "a",
    "week",
    "twice",
    "one",
    "hundred",
    "point",
    "-",
    "–",
    "×",
    "in reserve",
    "RPE",
    "readiness",
    "up",
    "down",
    "2026",
    "March",
    "without",
    "both",
    "it",
    "is",
    "Strength",
    "sessions",
    "between",
    "21-15-9",
    "half",
];

/// The text with one number changed to one that stands nowhere in the facts.
fn mutants(text: &NarrativeAnswer, facts: &NarrativeFacts) -> Vec<NarrativeAnswer> {
    let mut known: BTreeSet<String> =
        numbers(&facts.json()).into_iter().map(|(_, number)| number).collect();
    // What a rating leaves in reserve stands in the facts too, though not as a number of its own.
    let blocks = facts.sessions.iter().flat_map(|session| &session.blocks);
    let ratings = blocks.flat_map(|block| &block.lines).filter_map(|line| line.rpe);
    known.extend(ratings.map(|rpe| domain::explain::number(10.0 - rpe, 1)));
    let changed = |part: &str| -> Vec<String> {
        numbers(part)
            .into_iter()
            .flat_map(|(at, number)| {
                let value: f64 = number.parse().unwrap();
                let others =
                    [value + 1.0, value - 1.0, value + 2.5, value * 2.0, value + 0.1, value + 13.0];
                let texts = others.map(|other| domain::explain::number(other.max(0.0), 1));
                let new =
                    texts.into_iter().filter(|other| !known.contains(other) && *other != number);
                let (head, tail) = (part[..at].to_owned(), part[at + number.len()..].to_owned());
                new.map(move |other| format!("{head}{other}{tail}")).collect::<Vec<_>>()
            })
            .collect()
    };
    let mut out = Vec::new();
    out.extend(
        changed(&text.focus).into_iter().map(|focus| NarrativeAnswer { focus, ..text.clone() }),
    );
    out.extend(
        changed(&text.reasoning)
            .into_iter()
            .map(|reasoning| NarrativeAnswer { reasoning, ..text.clone() }),
    );
    for (index, cue) in text.cues.iter().enumerate() {
        for new in changed(cue) {
            let mut cues = text.cues.clone();
            cues[index] = new;
            out.push(NarrativeAnswer { cues, ..text.clone() });
        }
    }
    out
}

/// Where numbers in digits begin, and the numbers.
fn numbers(text: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || (at > start
                    && bytes[at] == b'.'
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            at += 1;
        }
        if at > start {
            out.push((start, text[start..at].to_owned()));
        } else {
            at += 1;
        }
    }
    out
}
