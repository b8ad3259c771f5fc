//! Whether a narrative is true of the plan: each number with its unit, each day, movement and direction, and that
//! it claims nothing a plan can't know. What can't be read for certain is a finding too: the rules' text is always
//! there to stand in.

mod against;
mod causes;
mod claim;
mod clause;
mod days;
mod direction;
mod everyday;
mod form;
mod heading;
mod health;
mod language;
mod line_number;
mod lines;
mod most;
mod numeral;
mod order;
mod phrases;
mod piece;
mod quantity;
mod readiness;
mod reading;
mod shares;
mod state;
mod token;
mod truth;
mod unit;
mod vocabulary;
mod way;
mod way_words;
mod week;
mod words;

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::facts::day_name;
use super::{NarrativeAnswer, NarrativeFacts, Text};
use crate::calendar::weekday;
use piece::Piece;
use truth::Problem;
use vocabulary::Vocabulary;

/// Length of the focus in characters; house choice, two lines on a phone.
pub const FOCUS_LENGTH: RangeInclusive<usize> = 20..=200;
/// Length of the reasoning in characters; house choice, one screen of a phone.
pub const REASONING_LENGTH: RangeInclusive<usize> = 60..=1400;
/// Number of cues; house choice, more are not read.
pub const CUES: RangeInclusive<usize> = 1..=5;
/// Length of a cue in characters; house choice.
pub const CUE_LENGTH: RangeInclusive<usize> = 8..=200;

/// A narrative of which every number, day, movement and direction was found in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedNarrative(Text);

impl VerifiedNarrative {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.0
    }

    /// The text, taken out.
    pub fn into_text(self) -> Text {
        self.0
    }
}

/// Where in a narrative something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The focus.
    Focus,
    /// The reasoning.
    Reasoning,
    /// All cues together.
    Cues,
    /// One cue, from 0.
    Cue(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Focus => f.write_str("focus"),
            Self::Reasoning => f.write_str("reasoning"),
            Self::Cues => f.write_str("cues"),
            Self::Cue(index) => write!(f, "cue {}", index + 1),
        }
    }
}

/// What sort of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Too short, too long, or too many.
    Length,
    /// Not plain text.
    Markup,
    /// A number that the plan does not have there.
    Number,
    /// A unit that is not the gym's.
    Unit,
    /// A day on which it is not so.
    Day,
    /// A movement that is not in the week.
    Movement,
    /// A direction that the plan does not take.
    Direction,
    /// Another claim of fact that is not so.
    Claim,
    /// Too much in one clause to be read for certain.
    Unclear,
    /// A diagnosis, advice on health, or a claim about injury.
    Health,
    /// A promise.
    Promise,
    /// A coach's private words, or the instructions.
    Private,
}

impl Fault {
    /// The word under which it is counted.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "LENGTH",
            Self::Markup => "MARKUP",
            Self::Number => "NUMBER",
            Self::Unit => "UNIT",
            Self::Day => "DAY",
            Self::Movement => "MOVEMENT",
            Self::Direction => "DIRECTION",
            Self::Claim => "CLAIM",
            Self::Unclear => "UNCLEAR",
            Self::Health => "HEALTH",
            Self::Promise => "PROMISE",
            Self::Private => "PRIVATE",
        }
    }
}

/// One thing that keeps an answer from being shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What sort.
    pub fault: Fault,
    /// The words in question.
    pub said: String,
    /// What is so instead, or what to do, in one clause.
    pub known: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.said.is_empty() {
            return write!(f, "{}: {}", self.place, self.known);
        }
        write!(f, "{}: \"{}\": {}", self.place, self.said, self.known)
    }
}

/// The answer as a narrative that may be shown, or everything that speaks against it.
pub fn verify(
    answer: &NarrativeAnswer,
    facts: &NarrativeFacts,
) -> Result<VerifiedNarrative, Vec<Finding>> {
    let vocabulary = Vocabulary::of(facts);
    let mut findings = form::lengths(answer);
    for (place, text) in places(answer) {
        findings.extend(form::plain(place, text));
        findings.extend(language::foreign(place, text, facts));
        findings.extend(phrases::forbidden(place, text, facts));
        findings.extend(against::against(place, text, facts));
        let untrue = problems(text, facts, &vocabulary).into_iter();
        findings.extend(untrue.map(|Problem { fault, said, known }| Finding {
            place,
            fault,
            said,
            known,
        }));
    }
    if findings.is_empty() { Ok(VerifiedNarrative(answer.clone().into())) } else { Err(findings) }
}

fn places(answer: &NarrativeAnswer) -> impl Iterator<Item = (Place, &str)> {
    let cues = answer.cues.iter().enumerate().map(|(index, cue)| (Place::Cue(index), cue.as_str()));
    [(Place::Focus, answer.focus.as_str()), (Place::Reasoning, answer.reasoning.as_str())]
        .into_iter()
        .chain(cues)
}

/// What in a text is not true of the plan: the fault and the words in question.
pub(super) fn untrue(text: &str, facts: &NarrativeFacts) -> impl Iterator<Item = (Fault, String)> {
    let found = problems(text, facts, &Vocabulary::of(facts)).into_iter();
    found.map(|Problem { fault, said, .. }| (fault, said))
}

/// What in a text is not true of the plan.
fn problems(text: &str, facts: &NarrativeFacts, vocabulary: &Vocabulary) -> Vec<Problem> {
    let sentences = piece::sentences(text, facts, vocabulary);
    let mut out: Vec<Problem> = sentences.iter().flatten().filter_map(unknown).collect();
    out.extend(sentences.iter().flat_map(|sentence| order::check(sentence, facts)));
    for claim in claim::claims(&sentences) {
        if claim.movements.is_empty() {
            out.extend(days::check(&claim, facts));
            out.extend(week::check(&claim, facts));
        } else {
            out.extend(lines::check(&claim, facts));
        }
        out.extend(lines::without(&claim, facts));
        out.extend(lines::together(&claim, facts));
        out.extend(days::sessions(&claim, facts));
        out.extend(most::check(&claim, facts));
        out.extend(causes::check(&claim, facts));
        out.extend(heading::check(&claim, facts));
        out.extend(state::check(&claim, facts));
    }
    out
}

/// A movement or a day that no week of this plan has.
fn unknown(piece: &Piece) -> Option<Problem> {
    match piece {
        Piece::Stranger(name) => {
            Some(Problem::new(Fault::Movement, name, "is not in this week: leave it out"))
        }
        Piece::OtherDay(day) => {
            Some(Problem::new(Fault::Day, day, "name days by the weekdays of the plan"))
        }
        _ => None,
    }
}

fn day_of(date: NaiveDate) -> &'static str {
    day_name(weekday(date))
}
