//! Parts a sentence into clauses, each a claim of its own until they are joined.

use super::claim::Claim;
use super::piece::Piece;
use super::quantity::Quantity;
use super::reading::quantities;
use super::token;
use super::way::directions;

/// Words that part clauses.
const PARTS: &[&str] = &[
    "and",
    "but",
    "while",
    "whereas",
    "then",
    "before",
    "after",
    "with",
    "plus",
    "alongside",
    "followed",
    "though",
    "although",
    "because",
    "so",
    "since",
    "yet",
    "which",
    "where",
    "or",
    "when",
    "if",
    "whilst",
    "as",
];
/// What stands between a movement and the one it stands in for.
const SUBSTITUTES: &[&str] = &[
    "replaces",
    "replacing",
    "instead of",
    "in place of",
    "stands in for",
    "standing in for",
    "in for",
    "takes the place",
];
/// What stands between a movement that was programmed and the one in its place.
const SUBSTITUTED: &[&str] =
    &["replaced by", "replaced with", "swapped for", "becomes", "makes way"];

/// Words for the most of all: they are looked up over the whole week.
const MOST: &[&str] = &[
    "heaviest",
    "lightest",
    "fastest",
    "quickest",
    "slowest",
    "strongest",
    "weakest",
    "longest",
    "shortest",
];

/// Whether a movement is named as one that is not there: `without Deadlift`, `no Deadlift`, not `no Deadlift rep`.
fn is_without(pieces: &[Piece], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| pieces[at].word());
    let rep = ["rep", "reps", "repetition", "set", "sets", "session", "sessions"];
    let of_it = pieces.get(at + 1).and_then(Piece::word).is_some_and(|word| rep.contains(&word));
    matches!(before, Some("without" | "no")) && !of_it
}

/// The clauses of a sentence.
pub(super) fn clauses(sentence: &[Piece]) -> Vec<Claim> {
    let taken = quantities(sentence);
    let inside = |at: usize| taken.iter().find(|(range, _)| range.contains(&at));
    let mut out = Vec::new();
    let mut start = 0;
    for at in 0..=sentence.len() {
        let ends = at == sentence.len() || (inside(at).is_none() && parts(sentence, at, start));
        if ends {
            if start < at {
                out.push(clause(sentence, start..at, &taken));
            }
            // A word that parts clauses begins the next one.
            start = if at < sentence.len() && sentence[at].is_mark() { at + 1 } else { at };
        }
    }
    out.retain(|claim| {
        !claim.words.is_empty()
            || claim.has_subject()
            || claim.says()
            || !claim.days.is_empty()
            || !claim.without.is_empty()
    });
    out
}

fn parts(sentence: &[Piece], at: usize, start: usize) -> bool {
    let piece = &sentence[at];
    if piece.is_mark() {
        return true;
    }
    let day = |at: Option<&Piece>| matches!(at, Some(Piece::Day(_)));
    let word = piece.word().is_some_and(|word| PARTS.contains(&word));
    // Days joined by `and` are of one clause; `as programmed` is no clause.
    let days = at > 0 && day(sentence.get(at - 1)) && day(sentence.get(at + 1));
    let next = sentence.get(at + 1).and_then(Piece::word);
    let bound = piece.word() == Some("or")
        && matches!(next, Some("more" | "less" | "so" | "above" | "below"));
    let as_programmed = piece.word() == Some("as");
    word && at > start && !days && !as_programmed && !bound
}

fn clause(
    sentence: &[Piece],
    range: std::ops::Range<usize>,
    taken: &[(std::ops::Range<usize>, Vec<Quantity>)],
) -> Claim {
    let pieces = &sentence[range.clone()];
    let mut claim = Claim::default();
    let mut replacing = false;
    for (index, piece) in pieces.iter().enumerate() {
        let words = |from: usize| {
            pieces[from..].iter().take(3).map(Piece::text).collect::<Vec<_>>().join(" ")
        };
        match piece {
            Piece::Movement(keys) if replacing => {
                replacing = false;
                claim.replaced.extend(keys.iter().cloned());
            }
            // What one is without is no subject.
            Piece::Movement(keys) if is_without(pieces, index) => {
                claim.without.extend(keys.iter().cloned());
            }
            Piece::Movement(keys) => claim.movements.extend(keys.iter().cloned()),
            Piece::Day(date) => claim.days.push(*date),
            Piece::Track(track) => claim.tracks.push(*track),
            Piece::Title(sessions) => claim.titles.extend(sessions),
            Piece::Block(blocks) => claim.blocks.extend(blocks),
            Piece::Token(token) if token.kind == token::Kind::Word => {
                let phrase = words(index);
                if SUBSTITUTES.iter().any(|words| phrase.starts_with(words)) {
                    replacing = true;
                    claim.substitutes = true;
                } else if SUBSTITUTED.iter().any(|words| phrase.starts_with(words)) {
                    claim.replaced.append(&mut claim.movements);
                    claim.substitutes = true;
                }
                let attribute = matches!(pieces.get(index + 1), Some(Piece::Movement(_)));
                if MOST.contains(&token.text.as_str()) && !attribute {
                    claim.most.push(token.text.clone());
                }
                claim.words.push(token.text.clone());
            }
            _ => {}
        }
    }
    let first_day = pieces.iter().position(|piece| matches!(piece, Piece::Day(_)));
    let first_movement = pieces.iter().position(|piece| matches!(piece, Piece::Movement(_)));
    claim.leads =
        first_day.is_some() && first_movement.is_none_or(|movement| first_day < Some(movement));
    for (of, found) in taken {
        if range.contains(&of.start) {
            claim.quantities.extend(found.iter().cloned());
        }
    }
    claim.directions = directions(pieces);
    claim
}
