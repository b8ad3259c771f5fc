//! Finds the quantities of a sentence.

use super::piece::Piece;
use super::quantity::{Around, Kind, Quantity, Role, role};
use super::token;

/// Reads the quantities of a sentence; the pieces each takes are given back as a range.
pub(super) fn quantities(pieces: &[Piece]) -> Vec<(std::ops::Range<usize>, Vec<Quantity>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if pieces[at].number().is_some() {
            let (length, found) = Reading { pieces, at }.read();
            out.push((at..at + length, found));
            at += length;
        } else {
            at += 1;
        }
    }
    out
}

/// One number on its way to a quantity.
pub(super) struct Reading<'a> {
    pub(super) pieces: &'a [Piece],
    pub(super) at: usize,
}

impl Reading<'_> {
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.pieces.get(at).and_then(Piece::word)
    }

    pub(super) fn word_in(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    pub(super) fn number(&self, at: usize) -> Option<f64> {
        self.pieces.get(at).and_then(Piece::number)
    }

    /// A number or range, and how many pieces it takes.
    pub(super) fn range(&self, at: usize) -> (f64, f64, usize) {
        let first = self.number(at).unwrap_or(f64::NAN);
        let range = matches!(&self.pieces.get(at + 1), Some(Piece::Token(token)) if token.kind == token::Kind::Range);
        if let Some(second) = self.number(at + 2) {
            let from = at > 0 && self.word_in(at - 1, &["from"]);
            let between = at > 0 && self.word_in(at - 1, &["between"]);
            let to = self.word_in(at + 1, &["to", "or"]) && !from;
            if range || to || (between && self.word_in(at + 1, &["and"])) {
                return (first, second, 3);
            }
        }
        (first, first, 1)
    }

    fn read(&self) -> (usize, Vec<Quantity>) {
        let (least, most, mut length) = self.range(self.at);
        // A scheme such as 21-15-9 is no range.
        if length == 3
            && matches!(&self.pieces.get(self.at + 3), Some(Piece::Token(token)) if token.kind == token::Kind::Range)
        {
            return self.scheme();
        }
        let next = self.at + length;
        if self.word_in(next, &["x", "by"]) && self.number(next + 1).is_some() {
            let (low, high, more) = self.range(next + 1);
            let (kind, unit) = self.unit(next + 1 + more).unwrap_or((Kind::Reps, 0));
            let kind =
                if matches!(kind, Kind::Metres | Kind::Seconds | Kind::Minutes | Kind::Calories) {
                    kind
                } else {
                    Kind::Reps
                };
            let unit = if kind == Kind::Reps
                && !self.word_in(next + 1 + more, &["rep", "reps", "repetitions"])
            {
                0
            } else {
                unit
            };
            let total = length + 1 + more + unit;
            return (
                total,
                vec![
                    self.quantity(Kind::Sets, least, most, total),
                    self.quantity(kind, low, high, total),
                ],
            );
        }
        if let Some((kind, read)) = self.before() {
            return (length + read, vec![self.quantity(kind, least, most, length + read)]);
        }
        if let Some(found) = self.of_total(least, next) {
            return found;
        }
        let (kind, read) = self.unit(next).unwrap_or((Kind::Bare, 0));
        length += read;
        let more = self.word_in(next, super::quantity::MORE);
        let could = (1..=3).any(|back| {
            self.at.checked_sub(back).is_some_and(|at| self.word_in(at, &["could", "can"]))
        });
        if kind == Kind::Reps && more && could {
            // What could be done beyond the last repetition is what is left in reserve.
            let left = self.quantity(Kind::Rir, least, most, length);
            return (length, vec![Quantity { role: Role::Now, ..left }]);
        }
        let mut out = vec![self.quantity(kind, least, most, length)];
        if kind == Kind::Sets
            && self.word_in(self.at + length, &["of"])
            && self.number(self.at + length + 1).is_some()
        {
            let (low, high, more) = self.range(self.at + length + 1);
            let (unit, taken) = self.unit(self.at + length + 1 + more).unwrap_or((Kind::Reps, 0));
            length += 1 + more + taken;
            out.push(self.quantity(unit, low, high, length));
        }
        (length, out)
    }

    fn scheme(&self) -> (usize, Vec<Quantity>) {
        let mut at = self.at;
        let mut out = Vec::new();
        while let Some(value) = self.number(at) {
            out.push(value);
            let more = matches!(&self.pieces.get(at + 1), Some(Piece::Token(token)) if token.kind == token::Kind::Range);
            at += if more { 2 } else { 1 };
            if !more {
                break;
            }
        }
        let length = at - self.at;
        let quantities = out.iter().map(|value| self.quantity(Kind::Reps, *value, *value, length));
        (length, quantities.collect())
    }

    pub(super) fn quantity(&self, kind: Kind, least: f64, most: f64, length: usize) -> Quantity {
        let clause = |piece: &&Piece| !piece.is_mark();
        let back = self.pieces[..self.at].iter().rev().take_while(clause).take(10);
        let far: Vec<String> =
            back.map(Piece::text).collect::<Vec<_>>().into_iter().rev().collect();
        let before = far[far.len().saturating_sub(4)..].to_vec();
        let end = (self.at + length).min(self.pieces.len());
        let ahead = self.pieces[end..].iter().take_while(clause).take(4);
        let after: Vec<String> = ahead.map(Piece::text).collect();
        let inside: Vec<String> = self.pieces[self.at..end].iter().map(Piece::text).collect();
        let spelled = matches!(&self.pieces[self.at], Piece::Token(token) if matches!(token.kind, token::Kind::Number { spelled: true, .. }));
        let around = Around { far: &far, before: &before, inside: &inside, after: &after };
        let role = role(kind, &around);
        Quantity { kind, role, least, most, spelled, said: inside.join(" "), before, after }
    }
}
