//! Strikes from a text what identifies a person: given names, e-mail and web addresses, handles, telephone numbers,
//! ids. And what a reader can't see: control characters and marks that turn the direction of writing.

/// What stands in the place of what was struck.
pub(super) const STRUCK: &str = "[removed]";
/// Shortest part of a name that is struck on its own; initials are too common in text. House choice (decision 0051).
const SHORTEST_NAME: usize = 2;
/// Digits from which a run of them, however grouped, is a telephone number or an id. House choice (decision 0051).
const LONG_DIGITS: usize = 7;

/// The names that are struck.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Struck {
    /// Of people: each part of them, wherever it stands.
    pub(crate) names: Vec<String>,
    /// Of places: as a whole, for their words are those of any text. One of a single word counts only as it is
    /// written.
    pub(crate) places: Vec<String>,
}

/// The text without what identifies a person.
pub(super) fn redact(text: &str, struck: &Struck) -> String {
    let parts: Vec<String> = struck
        .names
        .iter()
        .flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|part| part.chars().count() >= SHORTEST_NAME)
        .map(str::to_lowercase)
        .collect();
    let visible: String =
        text.chars().map(|letter| if shown(letter) { letter } else { ' ' }).collect();
    let visible = struck.places.iter().fold(visible, |text, place| without_place(&text, place));
    let words: Vec<&str> = visible.split_whitespace().collect();
    let phone = phones(&words);
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for (word, in_phone) in words.iter().zip(phone) {
        let struck = in_phone || is_address(word) || is_id(word);
        let word = if struck { STRUCK.to_owned() } else { without_names(word, &parts) };
        if word != STRUCK || out.last().is_none_or(|last| last != STRUCK) {
            out.push(word);
        }
    }
    out.join(" ")
}

fn shown(letter: char) -> bool {
    let hidden = matches!(letter,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}'
        | '\u{e0000}'..='\u{e007f}');
    !letter.is_control() && !hidden
}

fn is_address(word: &str) -> bool {
    let word = word.to_lowercase();
    let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let handle = word.trim_start_matches(['(', '"', '\'']).starts_with('@') && !inner.is_empty();
    let host = inner.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let dotted = host.rsplit_once('.').is_some_and(|(before, end)| {
        let letters = |text: &str| !text.is_empty() && text.chars().all(char::is_alphabetic);
        before.chars().any(char::is_alphabetic)
            && (inner.contains('/')
                || ["com", "net", "org", "io", "de", "uk", "co", "app"].contains(&end))
            && letters(end)
    });
    handle || inner.contains('@') || inner.contains("://") || inner.starts_with("www.") || dotted
}

/// Whether a word is an id of ours or another system's: letters and digits, too long to be said.
fn is_id(word: &str) -> bool {
    let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let letters = inner.chars().filter(char::is_ascii_alphanumeric).count();
    let digits = inner.chars().filter(char::is_ascii_digit).count();
    letters >= 16 && digits >= 3 && inner.is_ascii()
}

/// Which words are of a run of digits that is too long for a load, a time or a count.
fn phones(words: &[&str]) -> Vec<bool> {
    let numeric = |word: &str| {
        word.chars().any(|letter| letter.is_ascii_digit())
            && word.chars().all(|letter| {
                letter.is_ascii_digit() || matches!(letter, '+' | '-' | '(' | ')' | '.' | '/' | ',')
            })
    };
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let mut out = vec![false; words.len()];
    let mut start = 0;
    while start < words.len() {
        let length = words[start..].iter().take_while(|word| numeric(word)).count();
        let run = &words[start..start + length];
        let total: usize = run.iter().map(|word| digits(word)).sum();
        let is_date = length == 1 && run[0].matches(['-', '/', '.']).count() == 2 && total <= 8;
        if total >= LONG_DIGITS && !is_date {
            out[start..start + length].fill(true);
        }
        start += length.max(1);
    }
    out
}

/// A text with the name of a place struck wherever all of its words stand in a row.
fn without_place(text: &str, place: &str) -> String {
    let name: Vec<&str> = parts(place).into_iter().map(|(_, part)| part).collect();
    let runs = parts(text);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut written) = (0, 0);
    while !name.is_empty() && at + name.len() <= runs.len() {
        let here = &runs[at..at + name.len()];
        let alone = name.len() == 1;
        let is = |(said, of): (&(usize, &str), &&str)| {
            if alone { said.1 == *of } else { said.1.to_lowercase() == of.to_lowercase() }
        };
        if here.iter().zip(&name).all(is) {
            let (start, (last, word)) = (here[0].0, here[here.len() - 1]);
            out.push_str(&text[written..start]);
            out.push_str(STRUCK);
            written = last + word.len();
            at += name.len();
        } else {
            at += 1;
        }
    }
    out.push_str(&text[written..]);
    out
}

/// The runs of letters and digits in a text, each with where it begins, in bytes.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, letter.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// A word with the names in it struck, whatever stands around them: `Ann's`, `ann-marie`.
fn without_names(word: &str, names: &[String]) -> String {
    let mut out = String::with_capacity(word.len());
    let mut part = String::new();
    for letter in word.chars().chain(['\0']) {
        if letter.is_alphanumeric() {
            part.push(letter);
            continue;
        }
        out.push_str(if names.contains(&part.to_lowercase()) { STRUCK } else { &part });
        part.clear();
        if letter != '\0' {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Struck {
        Struck {
            names: vec!["Ann-Marie O'Neill".to_owned(), "Coach Jörg".to_owned()],
            places: vec!["The Strength House".to_owned(), "Forge".to_owned()],
        }
    }

    #[test]
    fn the_name_of_a_place_is_struck_as_a_whole() {
        for (text, told) in [
            ("Trains at the strength house.", "Trains at [removed]."),
            ("The Strength House's Monday", "[removed]'s Monday"),
            ("The goal is strength, not a house.", "The goal is strength, not a house."),
            ("the Forge will forge you", "the [removed] will forge you"),
        ] {
            assert_eq!(redact(text, &names()), told, "{text}");
        }
    }

    #[test]
    fn what_identifies_a_person_is_struck() {
        for (text, told) in [
            ("Ann's squat looks good, says JÖRG.", "[removed]'s squat looks good, says [removed]."),
            ("write to ann@example.com or @annlifts", "write to [removed] or [removed]"),
            ("call +44 7700 900123 today", "call [removed] today"),
            ("see https://example.org/x?y=1 and www.me.com", "see [removed] and [removed]"),
            ("id member_01j2x3y4z5a6b7c8d9e0f1g2h3", "id [removed]"),
            ("zero\u{200b}width \u{202e}flip\u{7}", "zero width flip"),
        ] {
            assert_eq!(redact(text, &names()), told, "{text}");
        }
    }

    #[test]
    fn what_a_coach_says_of_training_stays() {
        for text in [
            "Back squat 5 x 5 at 102.5 kg, RPE 8, rest 3:00.",
            "21-15-9 felt fine on 2026-02-27; try 400 m runs.",
            "Knees out! Tempo 3.1.1, hips back/down.",
        ] {
            assert_eq!(redact(text, &names()), text);
        }
    }
}
