//! A sentence with the things of the plan recognised in it.

use chrono::{Datelike as _, NaiveDate};

use super::token::{Kind, Token, tokens};
use super::vocabulary::{Named, Vocabulary};
use crate::narrative::NarrativeFacts;

/// A token, or several that name one thing of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Token(Token),
    /// Keys of movements; all are meant.
    Movement(Vec<String>),
    /// A movement that is not in the week.
    Stranger(String),
    Day(NaiveDate),
    /// A day that is not told by its weekday, or not of the week.
    OtherDay(String),
    /// A track, by its place in the facts.
    Track(usize),
    /// Sessions of that title, by their place in the facts.
    Title(Vec<usize>),
    /// Blocks of that title, by the places of session and block in the facts.
    Block(Vec<(usize, usize)>),
    /// The name of the programme.
    Programme,
}

const DAYS: [&[&str]; 7] = [
    &["monday", "mondays", "mon"],
    &["tuesday", "tuesdays", "tue", "tues"],
    &["wednesday", "wednesdays", "wed", "weds"],
    &["thursday", "thursdays", "thu", "thur", "thurs"],
    &["friday", "fridays", "fri"],
    &["saturday", "saturdays"],
    &["sunday", "sundays"],
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Days that mean another day whenever they are read.
const RELATIVE: &[&str] = &["today", "tonight", "tomorrow", "yesterday"];
/// What makes a track of a word in small letters.
const OF_TRACK: &[&str] =
    &["session", "sessions", "day", "days", "track", "piece", "block", "work"];

/// The sentences of a text, as pieces.
pub(super) fn sentences(
    text: &str,
    facts: &NarrativeFacts,
    vocabulary: &Vocabulary,
) -> Vec<Vec<Piece>> {
    let names = Names::of(facts);
    let tokens = tokens(text);
    let mut out = vec![Vec::new()];
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind == Kind::Stop {
            out.push(Vec::new());
            at += 1;
            continue;
        }
        if let Some(days) = weekend(&tokens, at, facts) {
            out.last_mut().expect("one sentence is open").extend(days);
            at += 1;
            continue;
        }
        let movement = movement(vocabulary, &tokens, at);
        let shortest = movement.as_ref().map_or(0, |(_, length)| *length);
        let named = names.at(&tokens, at).filter(|(_, length)| *length > shortest);
        let named = named.or(movement).or_else(|| day(&tokens, at, facts));
        let (piece, length) = named.unwrap_or_else(|| (Piece::Token(tokens[at].clone()), 1));
        out.last_mut().expect("one sentence is open").push(piece);
        at += length;
    }
    out.retain(|sentence| !sentence.is_empty());
    out
}

fn movement(vocabulary: &Vocabulary, tokens: &[Token], at: usize) -> Option<(Piece, usize)> {
    let (named, length) = vocabulary.at(tokens, at)?;
    Some(match named {
        Named::Known(keys) => (Piece::Movement(keys), length),
        Named::Unknown(name) => (Piece::Stranger(name), length),
    })
}

/// The days of a weekend: those with a session, or both; `before the weekend` is none of them.
fn weekend(tokens: &[Token], at: usize, facts: &NarrativeFacts) -> Option<Vec<Piece>> {
    if !tokens[at].is_any(&["weekend", "weekends"]) {
        return None;
    }
    let outside = ["before", "until", "till", "towards", "toward", "into", "after", "ahead", "by"];
    let back = |steps: usize| at.checked_sub(steps).map(|at| &tokens[at]);
    let near = [back(1), back(2), back(3)];
    if near.into_iter().flatten().any(|token| token.is_any(&outside)) {
        return None;
    }
    let days = [5, 6].map(|index| facts.week.of + chrono::Days::new(index));
    let trained = |day: &NaiveDate| facts.sessions.iter().any(|session| session.date == *day);
    let some = days.iter().any(trained);
    Some(days.into_iter().filter(|day| !some || trained(day)).map(Piece::Day).collect())
}

/// A day: by weekday, by date, or in a way that can't be true whenever it is read.
fn day(tokens: &[Token], at: usize, facts: &NarrativeFacts) -> Option<(Piece, usize)> {
    let token = &tokens[at];
    let weekday = DAYS.iter().position(|names| token.is_any(names));
    let short = ["sat", "sun"].iter().position(|name| token.is(name) && token.capital);
    if let Some(index) = weekday.or(short.map(|index| index + 5)) {
        return Some((Piece::Day(facts.week.of + chrono::Days::new(index as u64)), 1));
    }
    if token.is_any(RELATIVE) {
        return Some((Piece::OtherDay(token.text.clone()), 1));
    }
    date(tokens, at, facts)
}

/// A day of a month: `2 March`, `March 2nd`, `2026-03-02`.
fn date(tokens: &[Token], at: usize, facts: &NarrativeFacts) -> Option<(Piece, usize)> {
    let month = |at: usize| {
        let token = tokens.get(at)?;
        MONTHS.iter().position(|month| token.is(month) && token.capital)
    };
    let number = |at: usize| tokens.get(at).and_then(Token::number);
    let ordinal = |at: usize| {
        tokens.get(at).is_some_and(|token| token.joined && token.is_any(&["st", "nd", "rd", "th"]))
    };
    let (day, month, length) = if let Some(day) = number(at) {
        let skip = usize::from(ordinal(at + 1));
        let of = usize::from(tokens.get(at + 1 + skip).is_some_and(|token| token.is("of")));
        (day, month(at + 1 + skip + of)?, 2 + skip + of)
    } else {
        let found = month(at)?;
        let day = number(at + 1)?;
        (day, found, 2 + usize::from(ordinal(at + 2)))
    };
    let of_week = facts.week.of.iter_days().take(7);
    let goals = facts.goals.iter().filter_map(|goal| goal.target_date);
    let meant = |date: &NaiveDate| f64::from(date.day()) == day && date.month0() as usize == month;
    if let Some(date) = of_week.into_iter().find(meant) {
        return Some((Piece::Day(date), length));
    }
    if goals.into_iter().any(|date| meant(&date)) {
        return Some((Piece::Programme, length));
    }
    let said = tokens[at..at + length].iter().map(|token| token.text.as_str());
    Some((Piece::OtherDay(said.collect::<Vec<_>>().join(" ")), length))
}

/// A title, and the blocks that bear it: each by its session and its place there.
type TitledBlocks = (Vec<Token>, Vec<(usize, usize)>);

/// Names that the gym gave: titles, tracks and the programme.
struct Names {
    titles: Vec<(Vec<Token>, Vec<usize>)>,
    blocks: Vec<TitledBlocks>,
    tracks: Vec<Vec<Token>>,
    programme: Vec<Token>,
    /// What goals are called: `lose weight` says nothing of a load.
    goals: Vec<Vec<Token>>,
}

impl Names {
    fn of(facts: &NarrativeFacts) -> Self {
        let mut titles: Vec<(Vec<Token>, Vec<usize>)> = Vec::new();
        for session in &facts.sessions {
            let words = tokens(&session.title);
            let same = facts.sessions.iter().enumerate();
            let same = same.filter(|(_, other)| other.title == session.title);
            titles.push((words, same.map(|(index, _)| index).collect()));
        }
        titles.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let tracks = facts.tracks.iter().map(|track| tokens(&track.track)).collect();
        let blocks = blocks(facts);
        let goals = facts.goals.iter().map(|goal| tokens(&goal.goal)).collect();
        Self { titles, blocks, tracks, programme: tokens(&facts.week.programme), goals }
    }

    fn at(&self, tokens: &[Token], at: usize) -> Option<(Piece, usize)> {
        if let Some((words, sessions)) =
            self.titles.iter().find(|(words, _)| said(words, tokens, at))
        {
            return Some((Piece::Title(sessions.clone()), words.len()));
        }
        if let Some(index) = self.tracks.iter().position(|words| starts(words, tokens, at)) {
            let length = self.tracks[index].len();
            let noun = tokens.get(at + length).is_some_and(|next| next.is_any(OF_TRACK));
            let counted = at > 0 && tokens[at - 1].number().is_some();
            let named_small = !self.tracks[index][0].capital;
            if tokens[at].capital || noun || counted || named_small {
                return Some((Piece::Track(index), length));
            }
        }
        if let Some((words, blocks)) = self.blocks.iter().find(|(words, _)| said(words, tokens, at))
        {
            return Some((Piece::Block(blocks.clone()), words.len()));
        }
        if let Some(goal) = self.goals.iter().find(|goal| starts(goal, tokens, at)) {
            return Some((Piece::Programme, goal.len()));
        }
        said(&self.programme, tokens, at).then_some((Piece::Programme, self.programme.len()))
    }
}

/// The titles of blocks, longest first, with all the blocks that bear each.
fn blocks(facts: &NarrativeFacts) -> Vec<TitledBlocks> {
    let mut by_title: std::collections::BTreeMap<&str, Vec<(usize, usize)>> =
        std::collections::BTreeMap::new();
    for (at, session) in facts.sessions.iter().enumerate() {
        for (index, block) in session.blocks.iter().enumerate() {
            by_title.entry(&block.title).or_default().push((at, index));
        }
    }
    let mut out: Vec<_> = by_title.into_iter().map(|(title, of)| (tokens(title), of)).collect();
    out.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    out
}

/// Whether a name of more than one word stands at a token, or one of one word with its capital letter.
fn said(name: &[Token], tokens: &[Token], at: usize) -> bool {
    starts(name, tokens, at) && tokens[at].capital && (name.len() > 1 || at > 0)
}

fn starts(name: &[Token], tokens: &[Token], at: usize) -> bool {
    !name.is_empty()
        && name.iter().enumerate().all(|(index, word)| {
            tokens.get(at + index).is_some_and(|token| token.text == word.text)
        })
}

impl Piece {
    /// The word, where it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Token(token) if token.kind == Kind::Word => Some(&token.text),
            _ => None,
        }
    }

    /// The number, where it is one.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Token(token) => token.number(),
            _ => None,
        }
    }

    /// Whether it parts two clauses.
    pub(super) fn is_mark(&self) -> bool {
        matches!(self, Self::Token(token) if token.is_boundary())
    }

    /// As it is said.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Token(token) => token.text.clone(),
            Self::Movement(keys) => keys.join("/").replace('-', " "),
            Self::Stranger(name) | Self::OtherDay(name) => name.clone(),
            Self::Day(date) => super::day_of(*date).to_owned(),
            Self::Track(_) | Self::Title(_) | Self::Block(_) | Self::Programme => String::new(),
        }
    }
}
