//! Numbers in letters.

use super::token::{Kind, Token};

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] =
    &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The tokens with numbers in letters read as numbers.
pub(super) fn spelled(tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some((value, length, times)) = multiple(tokens, at) {
            out.push(number(value, &tokens[at]));
            if times {
                out.push(Token { text: "times".to_owned(), joined: false, ..tokens[at].clone() });
            }
            at += length;
        } else if let Some((value, length)) = whole(tokens, at) {
            let (value, more) = fraction(tokens, at + length, value);
            out.push(number(value, &tokens[at]));
            at += length + more;
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
    }
    out
}

fn number(value: f64, of: &Token) -> Token {
    let kind = Kind::Number { value, spelled: true };
    Token { kind, text: crate::explain::number(value, 2), ..of.clone() }
}

fn is(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.is(word))
}

/// Words that say how often, and pairs: value, tokens read, and whether it is a number of times.
fn multiple(tokens: &[Token], at: usize) -> Option<(f64, usize, bool)> {
    let token = &tokens[at];
    let per_week =
        is(tokens, at + 1, "a") || is(tokens, at + 1, "this") || is(tokens, at + 1, "per");
    match token.text.as_str() {
        "twice" => Some((2.0, 1, true)),
        "thrice" => Some((3.0, 1, true)),
        "once" if per_week && is(tokens, at + 2, "week") => Some((1.0, 1, true)),
        "couple" | "pair" if is(tokens, at + 1, "of") => Some((2.0, 2, false)),
        "a" if (is(tokens, at + 1, "couple") || is(tokens, at + 1, "pair"))
            && is(tokens, at + 2, "of") =>
        {
            Some((2.0, 3, false))
        }
        "dozen" => Some((12.0, 1, false)),
        _ => None,
    }
}

/// `one-fifty`: hundreds as they are spoken, where a hyphen makes one number of two.
fn spoken(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (hundreds, 1) = small(tokens, at).filter(|(value, _)| (1.0..10.0).contains(value))? else {
        return None;
    };
    tokens.get(at + 1).filter(|next| next.joined)?;
    let (rest, length) = small(tokens, at + 1).filter(|(rest, _)| *rest >= 10.0)?;
    Some((hundreds * 100.0 + rest, length + 1))
}

/// A whole number in letters, and how many tokens it takes.
fn whole(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    if let Some(read) = spoken(tokens, at) {
        return Some(read);
    }
    let (mut value, mut length) = match small(tokens, at) {
        Some(read) => read,
        None if is(tokens, at, "hundred") => (1.0, 0),
        None if is(tokens, at, "a") && is(tokens, at + 1, "hundred") => (1.0, 1),
        None => return None,
    };
    if is(tokens, at + length, "hundred") {
        value *= 100.0;
        length += 1;
        let joint = usize::from(is(tokens, at + length, "and"));
        if let Some((more, read)) = small(tokens, at + length + joint) {
            value += more;
            length += joint + read;
        }
    }
    Some((value, length))
}

/// A number under a hundred in letters.
fn small(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let word = |at: usize| {
        tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.text.as_str())
    };
    let place = |list: &[&str], at: usize| list.iter().position(|name| Some(*name) == word(at));
    if let Some(unit) = place(UNITS, at) {
        return Some((unit as f64, 1));
    }
    let ten = (place(TENS, at)? + 2) as f64 * 10.0;
    match place(UNITS, at + 1).filter(|unit| (1..10).contains(unit)) {
        Some(unit) => Some((ten + unit as f64, 2)),
        None => Some((ten, 1)),
    }
}

/// `… point five`, `… and a half` after a whole number.
fn fraction(tokens: &[Token], at: usize, value: f64) -> (f64, usize) {
    let tenths = is(tokens, at, "point").then(|| small(tokens, at + 1)).flatten();
    if let Some((tenths, read)) = tenths {
        let scale = if tenths >= 10.0 { 100.0 } else { 10.0 };
        return (value + tenths / scale, read + 1);
    }
    if is(tokens, at, "and") && is(tokens, at + 1, "a") && is(tokens, at + 2, "half") {
        return (value + 0.5, 3);
    }
    (value, 0)
}
