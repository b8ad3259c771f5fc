//! What a number counts, by the words around it.

use super::piece::Piece;
use super::quantity::{Kind, Quantity};
use super::reading::Reading;
use super::token;
use crate::vocab::WeightUnit;

impl Reading<'_> {
    /// What the words before a number say that it counts.
    pub(super) fn before(&self) -> Option<(Kind, usize)> {
        let back = |steps: usize| self.at.checked_sub(steps).and_then(|at| self.word(at));
        let near = [back(1), back(2), back(3), back(4)];
        let link = |word: Option<&str>| {
            word.is_some_and(|word| {
                [
                    "of", "at", "around", "to", "is", "target", "under", "below", "above", "cap",
                    "than", "from", "a", "about", "capped", "stays", "most", "held",
                ]
                .contains(&word)
            })
        };
        let reached = |names: &[&str]| {
            near.iter().enumerate().any(|(index, word)| {
                word.is_some_and(|word| names.contains(&word))
                    && near[..index].iter().all(|word| link(*word))
            })
        };
        let unit = self.unit(self.at + self.range(self.at).2);
        if reached(&["rpe"]) {
            return Some((Kind::Rpe, 0));
        }
        if reached(&["rir"]) {
            return Some((Kind::Rir, 0));
        }
        if unit.is_some() {
            return None;
        }
        if reached(&["week"]) {
            return Some((Kind::CycleWeek, 0));
        }
        (reached(&["readiness", "score", "scored"])).then_some((Kind::Score, 0))
    }

    /// `53 of 100`, `53/100`, `6 of 8 sessions`.
    pub(super) fn of_total(&self, value: f64, next: usize) -> Option<(usize, Vec<Quantity>)> {
        let skip = match (self.word(next), self.word(next + 1)) {
            (Some("out"), Some("of")) => 2,
            (Some("out" | "of"), _) => 1,
            _ => return None,
        };
        let determiner = self.word_in(next + skip, &["the", "your", "these", "all"]);
        let skip = skip + usize::from(determiner);
        let whole = self.number(next + skip)?;
        let length = next + skip + 1 - self.at;
        if whole == 100.0 {
            return Some((length, vec![self.quantity(Kind::Score, value, value, length)]));
        }
        let unit = self.unit(self.at + length);
        let sessions = matches!(unit, Some((Kind::Sessions | Kind::Days, _)));
        let more = unit.filter(|_| sessions).map_or(0, |(_, taken)| taken);
        Some((length + more, vec![self.quantity(Kind::Done, value, whole, length + more)]))
    }

    /// The unit after a number: at once, or behind a few words that describe it.
    pub(super) fn unit(&self, from: usize) -> Option<(Kind, usize)> {
        let track = matches!(self.pieces.get(from), Some(Piece::Track(_)));
        let noun =
            |at: usize| self.word_in(at, &["session", "sessions", "day", "days", "workouts"]);
        let movement = matches!(self.pieces.get(from), Some(Piece::Movement(_)));
        let sets = movement && self.word_in(from + 1, &["set", "sets", "rounds"]);
        let described = sets || (track && noun(from + 1));
        if let Some(found) = self.unit_at(from).filter(|_| !described) {
            return Some(found);
        }
        let describes = |piece: &Piece| match piece {
            Piece::Movement(_) | Piece::Track(_) => true,
            Piece::Token(token) => {
                token.kind == token::Kind::Word
                    && !token.is_any(&[
                        "of", "at", "in", "on", "for", "to", "and", "or", "with", "than", "is",
                        "are", "by", "from", "but", "as",
                    ])
            }
            _ => false,
        };
        for skipped in 1..=3 {
            if !self.pieces.get(from + skipped - 1).is_some_and(describes) {
                return None;
            }
            if let Some((kind, length)) = self.unit_at(from + skipped) {
                let counted = matches!(
                    kind,
                    Kind::Sets
                        | Kind::Reps
                        | Kind::Rir
                        | Kind::Rounds
                        | Kind::Sessions
                        | Kind::Days
                        | Kind::Weeks
                        | Kind::Minutes
                        | Kind::Seconds
                );
                return counted.then_some((kind, skipped + length));
            }
        }
        None
    }

    fn unit_at(&self, at: usize) -> Option<(Kind, usize)> {
        let Some(word) = self.word(at) else {
            return match self.pieces.get(at) {
                Some(Piece::Movement(_)) => Some((Kind::Reps, 0)),
                Some(Piece::Track(_)) => Some((Kind::Sessions, 0)),
                _ => None,
            };
        };
        Some(match word {
            "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogramme"
            | "kilogrammes" => (Kind::Load(WeightUnit::Kilogram), 1),
            "lb" | "lbs" | "pound" | "pounds" => (Kind::Load(WeightUnit::Pound), 1),
            "percent" | "pct" => (Kind::Percent, 1),
            "per" if self.word_in(at + 1, &["cent"]) => (Kind::Percent, 2),
            "set" | "sets" => (Kind::Sets, 1),
            "rep" | "reps" | "repetition" | "repetitions" => self.reps(at),
            "in" if self.word_in(at + 1, &["reserve"]) => (Kind::Rir, 2),
            "in" if self.word_in(at + 1, &["the"]) && self.word_in(at + 2, &["tank"]) => {
                (Kind::Rir, 3)
            }
            "min" | "mins" | "minute" | "minutes" => (Kind::Minutes, 1),
            "s" | "sec" | "secs" | "second" | "seconds" => (Kind::Seconds, 1),
            "m" | "metre" | "metres" | "meter" | "meters" => (Kind::Metres, 1),
            "cal" | "cals" | "calorie" | "calories" => (Kind::Calories, 1),
            "round" | "rounds" => (Kind::Rounds, 1),
            "session" | "sessions" | "workout" | "workouts" => (Kind::Sessions, 1),
            "training" if self.word_in(at + 1, &["days"]) => (Kind::Days, 2),
            "day" | "days" => (Kind::Days, 1),
            "week" | "weeks" => (Kind::Weeks, 1),
            "time" | "times" => (Kind::Times, 1),
            "point" | "points" => (Kind::Points, 1),
            "rm" => (Kind::Other, 1),
            "km" | "kilometre" | "kilometres" | "k" | "mile" | "miles" | "hour" | "hours"
            | "month" | "months" | "year" | "years" | "degree" | "degrees" | "cm" | "inch"
            | "inches" | "bpm" | "ms" | "g" | "grams" | "litre" | "litres" | "stone" => {
                (Kind::Other, 1)
            }
            _ => return None,
        })
    }

    fn reps(&self, at: usize) -> (Kind, usize) {
        if self.word_in(at + 1, &["in"]) && self.word_in(at + 2, &["reserve"]) {
            return (Kind::Rir, 3);
        }
        if self.word_in(at + 1, &["in"]) && self.word_in(at + 3, &["tank"]) {
            return (Kind::Rir, 4);
        }
        let more = self.word_in(at + 1, super::quantity::MORE);
        if more && self.word_in(at + 2, &["in"]) && self.word_in(at + 3, &["reserve"]) {
            return (Kind::Rir, 4);
        }
        if self.word_in(at + 1, &["left", "earlier", "sooner", "early", "short", "shy"]) {
            return (Kind::Rir, 2);
        }
        (Kind::Reps, 1)
    }
}
