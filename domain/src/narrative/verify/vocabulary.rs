//! Which movements a text names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::everyday::{AFTER_OTHER, BEFORE_NOUN, DESCRIBED, EVERYDAY, GENERIC, SUBJECTS};
use super::token::{Kind, Token};
use crate::catalogue::starter;
use crate::narrative::NarrativeFacts;

/// Names by their first word: all words of the name, and the key it stands for.
type Names = BTreeMap<String, Vec<(Vec<String>, String)>>;

/// The movements that exist, and those of the week.
pub(super) struct Vocabulary {
    week: Names,
    /// Names of the week's movements in lower case, with their keys.
    keys: Vec<(String, String)>,
    /// Whole names of those, of what they stand in for, and of the lifts that the facts name, in lower case.
    names: BTreeSet<String>,
    own: Names,
}

/// What a text names: keys of movements of the week or of its lifts, or a movement that is in neither.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Named {
    Known(Vec<String>),
    Unknown(String),
}

impl Vocabulary {
    pub(super) fn of(facts: &NarrativeFacts) -> Self {
        let mut week = Names::new();
        let mut keys = Vec::new();
        let mut left_out: Vec<(&String, &String)> = Vec::new();
        let lines = facts.sessions.iter().flat_map(|session| &session.blocks);
        for line in lines.flat_map(|block| &block.lines) {
            insert(&mut week, &line.movement, &line.key);
            keys.push((line.movement.to_lowercase(), line.key.clone()));
            left_out.extend(line.in_place_of.as_ref().zip(line.replaced.as_ref()));
        }
        left_out.extend(facts.left_out.iter().map(|(name, key)| (name, key)));
        for (name, key) in &left_out {
            insert(&mut week, name, key);
        }
        for lift in &facts.lifts {
            insert(&mut week, &lift.lift, &lift.key);
        }
        let lifts = facts.lifts.iter().map(|lift| lift.lift.to_lowercase());
        let gone = left_out.iter().map(|(name, _)| name.to_lowercase());
        let names = keys.iter().map(|(name, _)| name.clone()).chain(lifts).chain(gone).collect();
        keys.sort();
        keys.dedup();
        let mut own = Names::new();
        for name in &facts.own_movements {
            insert(&mut own, name, name);
        }
        Self { week, keys, names, own }
    }

    /// The movement named at a token, and how many tokens name it.
    pub(super) fn at(&self, tokens: &[Token], at: usize) -> Option<(Named, usize)> {
        let longest = |names: &Names| longest(names, tokens, at);
        let week = longest(&self.week);
        let other = [longest(&self.own), longest(known())].into_iter().flatten();
        let other = other.max_by_key(|(_, length)| *length);
        let length = week.iter().chain(&other).map(|(_, length)| *length).max();
        let generic = GENERIC.iter().find(|(word, _)| tokens[at].is(word));
        if length.unwrap_or(1) == 1 && !self.counts(tokens, at) {
            return None;
        }
        match (week, other) {
            (Some((key, length)), other)
                if other.as_ref().is_none_or(|other| other.1 <= length) =>
            {
                Some((Named::Known(self.with_generic(key, generic, length, &tokens[at])), length))
            }
            (_, Some((key, length))) => {
                let here = self.keys.iter().any(|(_, of)| *of == key)
                    || self.week.values().flatten().any(|(_, of)| *of == key);
                if here {
                    return Some((
                        Named::Known(self.with_generic(key, generic, length, &tokens[at])),
                        length,
                    ));
                }
                let all = if length == 1 {
                    self.generic(generic)
                } else {
                    self.ending(&tokens[at..at + length])
                };
                let said = || tokens[at..at + length].iter().map(|token| token.text.as_str());
                let unknown = || Named::Unknown(said().collect::<Vec<_>>().join(" "));
                Some((if all.is_empty() { unknown() } else { Named::Known(all) }, length))
            }
            (None, None) => {
                generic?;
                let all = self.generic(generic);
                let unknown = || Named::Unknown(tokens[at].text.clone());
                Some((if all.is_empty() { unknown() } else { Named::Known(all) }, 1))
            }
            (Some(_), None) => None,
        }
    }

    /// A noun such as `squats` stands for all of the week's that have it in their names.
    fn with_generic(
        &self,
        key: String,
        generic: Option<&(&str, &str)>,
        length: usize,
        said: &Token,
    ) -> Vec<String> {
        // A movement's own name with its capital letter is that movement alone.
        let own = said.capital && self.names.contains(&said.text);
        let all = if length == 1 && !own { self.generic(generic) } else { Vec::new() };
        if all.is_empty() { vec![key] } else { all }
    }

    fn generic(&self, generic: Option<&(&str, &str)>) -> Vec<String> {
        let Some((_, part)) = generic else {
            return Vec::new();
        };
        let has = |(name, _): &&(String, String)| name.contains(part);
        self.keys.iter().filter(has).map(|(_, key)| key.clone()).collect()
    }

    /// Movements of the week whose names end in these words: `split squat` for a longer name.
    fn ending(&self, words: &[Token]) -> Vec<String> {
        let ends = |name: &str| {
            let name = super::token::tokens(name);
            name.len() > words.len()
                && name[name.len() - words.len()..]
                    .iter()
                    .zip(words)
                    .all(|(one, other)| stem(&one.text) == stem(&other.text))
        };
        let named = self.keys.iter().filter(|(name, _)| ends(name));
        named.map(|(_, key)| key.clone()).collect()
    }

    /// Whether a word that may mean something else is meant as a movement.
    fn counts(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        let first = at == 0 || tokens[at - 1].kind == Kind::Stop;
        if !token.is_any(EVERYDAY) || (token.capital && !first) {
            return true;
        }
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let after = tokens.get(at + 1);
        let after_is = |words: &[&str]| after.is_some_and(|after| after.is_any(words));
        if first && token.capital && self.week.contains_key(stem(&token.text)) {
            return !after_is(DESCRIBED);
        }
        if token.is("row") && before.is_some_and(|before| before.is("a")) {
            return false; // `in a row`
        }
        let noun =
            before.is_some_and(|before| before.is_any(BEFORE_NOUN) || before.number().is_some());
        if before.is_some_and(|before| before.is_any(SUBJECTS)) {
            return false; // `the week runs as programmed`
        }
        let plural = token.text.ends_with('s') && !token.text.ends_with("ss");
        (noun || plural || (first && token.capital)) && !after_is(AFTER_OTHER)
    }
}

fn known() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::new();
        for entry in starter() {
            // Abbreviations of two letters are words of other meanings.
            for name in entry.names().filter(|name| name.len() > 2) {
                insert(&mut names, name, &entry.movement.key);
            }
        }
        names
    })
}

fn insert(names: &mut Names, name: &str, key: &str) {
    let words: Vec<String> = super::token::tokens(name)
        .into_iter()
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Number { .. }))
        .map(|token| token.text)
        .collect();
    if let Some(first) = words.first() {
        let list = names.entry(stem(first).to_owned()).or_default();
        list.push((words, key.to_owned()));
    }
}

fn longest(names: &Names, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    if tokens[at].kind != Kind::Word {
        return None;
    }
    let starting = names.get(stem(&tokens[at].text))?;
    let matches = |words: &&(Vec<String>, String)| {
        words.0.iter().enumerate().all(|(index, word)| {
            tokens
                .get(at + index)
                .is_some_and(|token| !token.is_boundary() && stem(&token.text) == stem(word))
        })
    };
    let found = starting.iter().filter(matches).max_by_key(|(words, _)| words.len())?;
    Some((found.1.clone(), found.0.len()))
}

/// Singular of a noun, roughly: both sides of a comparison go through it.
fn stem(word: &str) -> &str {
    match word {
        _ if word.len() <= 2 || word.ends_with("ss") => word,
        _ if word.ends_with("shes") || word.ends_with("ches") || word.ends_with("sses") => {
            &word[..word.len() - 2]
        }
        _ => word.strip_suffix('s').unwrap_or(word),
    }
}
