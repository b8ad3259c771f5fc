//! Narratives of real weeks, true and subtly false: the false ones are all caught, and of the true ones hardly any.
//!
//! One file a member in `narratives/`, written by hand. `== true: …` or `== false FAULT: …` begins one; parts that
//! are left out are filled with words that say nothing of the plan.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fmt::Write as _;

use common::people::{self, Person};
use domain::narrative::facts::NarrativeFacts;
use domain::narrative::{Finding, NarrativeAnswer, verify};

/// One written narrative.
struct Written {
    title: String,
    /// Which fault makes it false; `None`: it is true.
    fault: Option<String>,
    answer: NarrativeAnswer,
}

fn read(person: &Person) -> Vec<Written> {
    let path = format!("{}/tests/narratives/{}.txt", env!("CARGO_MANIFEST_DIR"), person.name);
    let text = std::fs::read_to_string(&path).unwrap();
    text.split("== ").skip(1).map(one).collect()
}

fn one(text: &str) -> Written {
    let (head, body) = text.split_once('\n').unwrap();
    let (kind, title) = head.split_once(": ").unwrap();
    let of = |name: &str| -> Vec<String> {
        body.lines().filter_map(|line| line.strip_prefix(name)).map(str::to_owned).collect()
    };
    let part = |name: &str, filler: &str| of(name).pop().unwrap_or_else(|| filler.to_owned());
    let mut cues = of("cue: ");
    if cues.is_empty() {
        cues.push("Take your time with the first set of each lift.".to_owned());
    }
    Written {
        title: title.to_owned(),
        fault: kind.strip_prefix("false ").map(str::to_owned),
        answer: NarrativeAnswer {
            focus: part("focus: ", "Train with care and attention in every session."),
            reasoning: part(
                "reasoning: ",
                "The plan follows your programme and what is known of you. Take each session as it comes.",
            ),
            cues,
        },
    }
}

fn told(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut out, finding| {
        let _ = writeln!(out, "      {} {finding}", finding.fault.as_str());
        out
    })
}

#[test]
fn what_is_false_of_a_week_is_caught_and_what_is_true_goes_through() {
    let (mut accepted, mut all_true, mut caught, mut all_false) = (0, 0, 0, 0);
    let mut report = String::new();
    for person in people::everyone() {
        let facts: NarrativeFacts = person.facts();
        for written in read(&person) {
            let result = verify(&written.answer, &facts);
            let name = format!("{}: {}", person.name, written.title);
            match (&written.fault, result) {
                (None, Ok(_)) => accepted += 1,
                (None, Err(findings)) => {
                    let _ = write!(report, "  rejected though true: {name}\n{}", told(&findings));
                }
                (Some(fault), Err(findings)) => {
                    caught += 1;
                    if !findings.iter().any(|finding| finding.fault.as_str() == fault) {
                        caught -= 1;
                        let why = told(&findings);
                        let _ = write!(report, "  caught for another reason: {name}\n{why}");
                    }
                }
                (Some(_), Ok(_)) => {
                    let _ = writeln!(report, "  accepted though false: {name}");
                }
            }
            *(if written.fault.is_some() { &mut all_false } else { &mut all_true }) += 1;
        }
    }
    eprintln!(
        "true: {accepted} of {all_true} accepted; false: {caught} of {all_false} caught\n{report}"
    );
    assert!(all_true + all_false >= 100, "the corpus has {all_true} true and {all_false} false");
    assert_eq!(caught, all_false, "\n{report}");
    assert!(f64::from(accepted) >= 0.95 * f64::from(all_true), "\n{report}");
}
