//! A text as words: lower case, apostrophes straight, punctuation apart.

/// The words of a text in lower case, each with where it begins and ends in the text, in bytes.
pub(super) fn lower_words(text: &str) -> Vec<String> {
    let straight = text.to_lowercase().replace(['’', '‘'], "'");
    let parts = straight.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    parts.map(|part| part.trim_matches('\'').to_owned()).filter(|part| !part.is_empty()).collect()
}
