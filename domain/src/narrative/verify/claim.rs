//! A sentence as claims: what is said of which movements, sessions, tracks and days.

use chrono::NaiveDate;

use super::clause::clauses;
use super::direction::Direction;
use super::piece::Piece;
use super::quantity::{Kind, Quantity};

/// What one clause, or several about the same thing, say together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Claim {
    /// Keys of the movements it is about: it must be true of each.
    pub(super) movements: Vec<String>,
    /// Movements that others stand in for.
    pub(super) replaced: Vec<String>,
    /// Whether one movement is said to stand in for another.
    pub(super) substitutes: bool,
    pub(super) tracks: Vec<usize>,
    pub(super) titles: Vec<usize>,
    /// Blocks by the places of session and block in the facts.
    pub(super) blocks: Vec<(usize, usize)>,
    pub(super) days: Vec<NaiveDate>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) directions: Vec<Direction>,
    /// Its words in small letters.
    pub(super) words: Vec<String>,
    /// Whether it took its subject from another clause.
    pub(super) inherits: bool,
    /// Whether a day stands in it before any movement.
    pub(super) leads: bool,
    /// Movements that the week, or the day, is said to be without.
    pub(super) without: Vec<String>,
    /// Words for the most of all, in small letters.
    pub(super) most: Vec<String>,
    /// How its sentence speaks.
    pub(super) mood: Mood,
}

/// How a sentence speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mood {
    /// Of what is.
    #[default]
    Said,
    /// Of what might be.
    Supposed,
}

/// Words that may stand in a clause that only names movements.
const LEAD: &[&str] = &[
    "the", "your", "both", "all", "and", "a", "an", "heavy", "main", "also", "on", "this", "week",
    "work", "lift", "lifts", "session", "sessions", "for", "in", "of", "each", "every", "first",
    "two", "three", "or", "plus", "then", "with", "so", "but", "working", "usual",
];
/// How a sentence goes on about the last thing named.
const PRONOUNS: &[&str] =
    &["it", "its", "that", "this", "they", "their", "these", "there", "both", "expect", "the"];

impl Claim {
    pub(super) fn has_subject(&self) -> bool {
        !self.movements.is_empty()
            || !self.tracks.is_empty()
            || !self.titles.is_empty()
            || !self.blocks.is_empty()
    }

    pub(super) fn says(&self) -> bool {
        !self.quantities.is_empty() || !self.directions.is_empty()
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether it does no more than name things.
    fn only_names(&self) -> bool {
        !self.says() && self.words.iter().all(|word| LEAD.contains(&word.as_str()))
    }
}

/// The claims of a text, sentence by sentence.
pub(super) fn claims(sentences: &[Vec<Piece>]) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for sentence in sentences {
        let named = |claim: &&Claim| claim.has_subject() || !claim.days.is_empty();
        let before = out.iter().rev().find(named).cloned();
        out.extend(of_sentence(sentence, before.as_ref()));
    }
    out
}

fn of_sentence(sentence: &[Piece], before: Option<&Claim>) -> Vec<Claim> {
    let clauses = clauses(sentence);
    let leading = leading_days(&clauses);
    let mut out: Vec<Claim> = Vec::new();
    let mut waiting: Option<Claim> = None;
    for (index, clause) in clauses.iter().enumerate() {
        let mut claim = clause.clone();
        if claim.days.is_empty() {
            claim.days.clone_from(&leading[index]);
        }
        if let Some(first) = waiting.take() {
            claim = if claim.has_subject() { join(first, claim) } else { join(claim, first) };
        }
        if claim.has(&["both", "all"]) && !claim.has_subject() {
            claim.movements = out.iter().flat_map(|claim| claim.movements.clone()).collect();
        }
        // What only names things goes along with the clause that says something of them.
        if claim.has_subject()
            && claim.only_names()
            && index + 1 < clauses.len()
            && !clauses[index + 1].words.is_empty()
        {
            waiting = Some(claim);
            continue;
        }
        place(claim, &mut out, before);
    }
    if let Some(claim) = waiting {
        // Named last, after what was said: it is said of it too.
        let last = out.last().filter(|last| !last.movements.is_empty() && claim.days.is_empty());
        let said = last.map(|last| Claim { movements: claim.movements.clone(), ..last.clone() });
        out.push(said.unwrap_or(claim));
    }
    forward(&mut out);
    let might = ["if", "would", "were", "should", "unless"];
    let supposed = sentence.iter().filter_map(Piece::word).any(|word| might.contains(&word));
    for claim in out.iter_mut().filter(|_| supposed) {
        claim.mood = Mood::Supposed;
    }
    out
}

/// Puts a clause to the claim before it where it goes on about the same thing, else beside it.
fn place(mut claim: Claim, out: &mut Vec<Claim>, before: Option<&Claim>) {
    if claim.has_subject() {
        out.push(claim);
        return;
    }
    if claim.only_names() && !claim.days.is_empty() {
        // One more day of what was just said.
        if let Some(last) = out.last_mut() {
            last.days.extend(claim.days);
            return;
        }
    }
    let last = out.iter().rposition(Claim::has_subject);
    if let Some(last) = last {
        let fits = last + 1 == out.len() && fits(&out[last], &claim);
        if fits {
            let first = out.remove(last);
            out.push(join(first, claim));
            return;
        }
        let subject = &out[last];
        inherit(&mut claim, subject);
    } else if let Some(subject) = before.filter(|_| out.is_empty() && refers(&claim)) {
        inherit(&mut claim, subject);
        if claim.days.is_empty() && claim.movements.is_empty() {
            claim.days.clone_from(&subject.days);
        }
    }
    topic(&mut claim, out.last());
    out.push(claim);
}

/// `…, 14 % above it`: a percentage of the volume that the clause before spoke of.
fn topic(claim: &mut Claim, last: Option<&Claim>) {
    let percent = claim.quantities.iter().any(|quantity| quantity.kind == Kind::Percent);
    let own = claim.has(&["load", "loads", "set", "sets", "weight", "weights", "volume"]);
    if percent
        && !own
        && last.is_some_and(|last| !last.has_subject() && last.has(&["volume", "workload"]))
    {
        claim.words.push("volume".to_owned());
    }
    // `…, well above 65`: a score, where readiness was spoken of.
    let beside = claim.has(&["above", "below", "over", "under"])
        && claim.quantities.iter().all(|quantity| quantity.kind == Kind::Bare);
    if beside && !claim.has_subject() && last.is_some_and(|last| last.has(&["readiness"])) {
        claim.words.push("readiness".to_owned());
    }
}

fn refers(claim: &Claim) -> bool {
    let first = claim.words.first().is_some_and(|word| PRONOUNS.contains(&word.as_str()));
    let of_line = |quantity: &Quantity| {
        matches!(
            quantity.kind,
            Kind::Load(_)
                | Kind::Reps
                | Kind::Sets
                | Kind::Bare
                | Kind::Rpe
                | Kind::Minutes
                | Kind::Rounds
        )
    };
    first && claim.days.is_empty() && claim.quantities.iter().any(of_line)
}

fn inherit(claim: &mut Claim, subject: &Claim) {
    claim.movements.clone_from(&subject.movements);
    claim.tracks.clone_from(&subject.tracks);
    claim.titles.clone_from(&subject.titles);
    claim.blocks.clone_from(&subject.blocks);
    claim.inherits = true;
}

/// Whether a clause adds to a claim nothing of a kind that it has already.
fn fits(claim: &Claim, more: &Claim) -> bool {
    let same = |one: &Quantity| {
        more.quantities.iter().any(|other| {
            other.role == one.role
                && std::mem::discriminant(&other.kind) == std::mem::discriminant(&one.kind)
        })
    };
    (claim.days.is_empty() || more.days.is_empty() || claim.days == more.days)
        && !claim.quantities.iter().any(same)
}

fn join(mut first: Claim, second: Claim) -> Claim {
    first.movements.extend(second.movements);
    first.replaced.extend(second.replaced);
    first.substitutes |= second.substitutes;
    first.tracks.extend(second.tracks);
    first.titles.extend(second.titles);
    first.blocks.extend(second.blocks);
    for day in second.days {
        if !first.days.contains(&day) {
            first.days.push(day);
        }
    }
    first.quantities.extend(second.quantities);
    first.directions.extend(second.directions);
    first.without.extend(second.without);
    first.most.extend(second.most);
    first.words.extend(second.words);
    first
}

/// What stands at the head of a sentence without a subject belongs to the first subject after it.
fn forward(claims: &mut [Claim]) {
    let heads = claims
        .iter()
        .take_while(|claim| {
            !claim.has_subject() && claim.words.iter().all(|word| word != "readiness")
        })
        .count();
    let line = |claim: &Claim| {
        claim.quantities.iter().any(|quantity| match quantity.kind {
            Kind::Load(_) | Kind::Sets | Kind::Reps | Kind::Bare | Kind::Minutes | Kind::Rounds => {
                true
            }
            Kind::Days => claim.has(&["without"]),
            _ => false,
        })
    };
    if heads > 0 && heads < claims.len() && claims[..heads].iter().any(line) {
        let subject = claims[heads].clone();
        for head in &mut claims[..heads] {
            if line(head) {
                inherit(head, &subject);
            }
        }
    }
}

/// Days named before any movement hold for the clauses after, until another day is named.
fn leading_days(clauses: &[Claim]) -> Vec<Vec<NaiveDate>> {
    let mut current: Vec<NaiveDate> = Vec::new();
    let mut out = Vec::with_capacity(clauses.len());
    for clause in clauses {
        if !clause.days.is_empty() {
            current = if clause.leads { clause.days.clone() } else { Vec::new() };
        }
        out.push(current.clone());
    }
    out
}
