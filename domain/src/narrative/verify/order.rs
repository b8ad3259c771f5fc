//! What opens and closes the week or a day, and which session is its first or last.

use chrono::NaiveDate;

use super::Fault;
use super::piece::Piece;
use super::truth::Problem;
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::{BlockFacts, SessionFacts};

const OPENS: &[&str] =
    &["open", "opens", "opening", "start", "starts", "starting", "begin", "begins", "beginning"];
const CLOSES: &[&str] = &[
    "close",
    "closes",
    "closing",
    "end",
    "ends",
    "ending",
    "finish",
    "finishes",
    "finishing",
    "conclude",
    "concludes",
];
/// What may stand between `with` and what is named.
const ARTICLES: &[&str] = &["the", "a", "an", "your"];

/// What is wrong with the order that a sentence gives.
pub(super) fn check(sentence: &[Piece], facts: &NarrativeFacts) -> Vec<Problem> {
    if facts.sessions.is_empty() {
        return Vec::new();
    }
    let reading = Reading { sentence, facts };
    (0..sentence.len()).filter_map(|at| reading.at(at)).collect()
}

struct Reading<'a> {
    sentence: &'a [Piece],
    facts: &'a NarrativeFacts,
}

impl<'a> Reading<'a> {
    fn word(&self, at: usize) -> &str {
        self.sentence.get(at).and_then(Piece::word).unwrap_or_default()
    }

    fn at(&self, at: usize) -> Option<Problem> {
        let word = self.word(at);
        let wrong = |first: bool, so: Option<bool>| {
            let known =
                if first { "the plan does not begin so" } else { "the plan does not end so" };
            (so == Some(false)).then(|| Problem::new(Fault::Claim, word, known))
        };
        match word {
            "first" | "last" | "final" => {
                wrong(word == "first", self.of_the_week(at, word == "first"))
            }
            _ if OPENS.contains(&word) => wrong(true, self.verb(at, true)),
            _ if CLOSES.contains(&word) => wrong(false, self.verb(at, false)),
            _ => None,
        }
    }

    /// `X opens the week`, `Monday opens with X`, `begin Monday with X`.
    fn verb(&self, at: usize, first: bool) -> Option<bool> {
        let mut next = at + 1;
        let mut within = None;
        let mut week = false;
        if let Some(Piece::Day(date)) = self.sentence.get(next) {
            within = Some(*date);
            next += 1;
        } else if self.word(next) == "the" && self.word(next + 1) == "week" {
            week = true;
            next += 2;
        }
        if self.word(next) == "with" {
            let skip = usize::from(ARTICLES.contains(&self.word(next + 1)));
            let target = self.sentence.get(next + 1 + skip)?;
            let back = self.sentence[..at].iter().rev();
            let day = back.clone().find_map(|piece| match piece {
                Piece::Day(date) => Some(*date),
                _ => None,
            });
            week |= within.is_none()
                && day.is_none()
                && back.filter_map(Piece::word).any(|word| word == "week");
            return self.is_at_end(target, within.or(day), week, first);
        }
        if !week && within.is_none() {
            return None;
        }
        let before = self.sentence[..at].iter().rev().take_while(|piece| !piece.is_mark());
        let named = |piece: &&Piece| {
            matches!(
                piece,
                Piece::Movement(_)
                    | Piece::Title(_)
                    | Piece::Track(_)
                    | Piece::Day(_)
                    | Piece::Block(_)
            )
        };
        let subject = before.into_iter().find(named)?;
        self.is_at_end(subject, within, week, first)
    }

    /// `the last session of the week is X`.
    fn of_the_week(&self, at: usize, first: bool) -> Option<bool> {
        let noun = ["session", "lift", "day", "workout"].contains(&self.word(at + 1));
        let week =
            (2..=4).map(|step| self.word(at + step)).collect::<Vec<_>>() == ["of", "the", "week"];
        if !noun || !(week || self.word(at + 2) == "is") {
            return None;
        }
        let named: Vec<&Piece> = self
            .sentence
            .iter()
            .filter(|piece| matches!(piece, Piece::Movement(_) | Piece::Title(_) | Piece::Day(_)))
            .collect();
        let title = named.iter().find(|piece| matches!(piece, Piece::Title(_)));
        self.is_at_end(title.or(named.first())?, None, true, first)
    }

    /// Whether a thing stands first, or last, in a day or in the week; `None` where no scope is said.
    fn is_at_end(
        &self,
        of: &Piece,
        day: Option<NaiveDate>,
        week: bool,
        first: bool,
    ) -> Option<bool> {
        let sessions = &self.facts.sessions;
        let within: Vec<&SessionFacts> = match day {
            Some(date) => sessions.iter().filter(|session| session.date == date).collect(),
            None => sessions.iter().collect(),
        };
        let (head, tail) = (within.first()?, within.last()?);
        let end: &SessionFacts = if first { head } else { tail };
        let has = |block: &BlockFacts, keys: &[String]| {
            block.lines.iter().any(|line| keys.contains(&line.key))
        };
        let block = |session: &'a SessionFacts| -> Option<&'a BlockFacts> {
            if first { session.blocks.first() } else { session.blocks.last() }
        };
        let session = |index: &usize| std::ptr::eq(&raw const sessions[*index], end);
        Some(match of {
            Piece::Movement(keys) if day.is_some() => {
                block(end).is_some_and(|block| has(block, keys))
            }
            Piece::Movement(keys) if week => end.blocks.iter().any(|block| has(block, keys)),
            // Without a scope: some session begins, or ends, with it.
            Piece::Movement(keys) => {
                sessions.iter().filter_map(block).any(|block| has(block, keys))
            }
            Piece::Title(of) if day.is_some() || week => of.iter().any(session),
            Piece::Track(index) if week => self.facts.tracks[*index].track == end.track,
            Piece::Day(date) if week => *date == end.date,
            Piece::Block(of) if day.is_some() => of.iter().any(|(index, at)| {
                let last = sessions[*index].blocks.len() - 1;
                session(index) && *at == if first { 0 } else { last }
            }),
            _ => return None,
        })
    }
}
