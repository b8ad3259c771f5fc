//! The normal form in which names of movements are compared.

/// Characters that part words and carry no meaning of their own in a movement's name.
const SEPARATORS: &[char] = &[
    '-', '–', '—', '_', '(', ')', '[', ']', '{', '}', '.', ',', ':', ';', '/', '|', '\\', '"', '“',
    '”', '„', '*',
];

/// Characters that stand inside a word and are dropped: `farmer's` is `farmers`.
const APOSTROPHES: &[char] = &['\'', '’', '‘', '`', '´'];

/// The form of `name` in which two spellings of one movement meet.
///
/// Lower case; white space and punctuation between words become one space, so
/// "Bench Press (Barbell)" and "bench press - barbell" are one. The order of words stays, and so do
/// signs that carry meaning (`+`, `&`, emoji): folding never guesses. A name that is nothing but
/// punctuation is kept, trimmed. Folding twice is folding once.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        if APOSTROPHES.contains(&character) {
            continue;
        }
        if character.is_whitespace() || SEPARATORS.contains(&character) {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(character);
        }
    }
    folded.truncate(folded.trim_end().len());
    if folded.is_empty() { name.trim().to_lowercase() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_movement_meet() {
        assert_eq!(fold("Bench Press (Barbell)"), "bench press barbell");
        assert_eq!(fold("  bench press -\tbarbell "), "bench press barbell");
        assert_eq!(fold("Farmer’s Walk"), "farmers walk");
        assert_eq!(fold("BANKDRÜCKEN"), "bankdrücken");
    }

    #[test]
    fn names_that_differ_in_a_word_or_a_sign_stay_apart() {
        assert_ne!(fold("Bench Press (Barbell)"), fold("Bench Press (Dumbbell)"));
        assert_ne!(fold("Clean & Jerk"), fold("Clean Jerk"));
        assert_ne!(fold("(-)"), fold("(*)"));
        assert_ne!(fold("🔥"), fold("💪"));
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in ".{0,40}") {
            proptest::prop_assert_eq!(fold(&fold(&name)), fold(&name));
        }
    }
}
