//! A text as tokens: words in lower case, numbers, and the marks between them.

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The word in lower case, without a genitive; the digits of a number; a mark.
    pub(super) text: String,
    /// Whether it began with a capital letter.
    pub(super) capital: bool,
    /// Whether the token before it touches it, as in `5x5`, `pull-up` or `102.5kg`.
    pub(super) joined: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Word,
    /// A number; `spelled`: in letters.
    Number {
        value: f64,
        spelled: bool,
    },
    /// A comma, colon, bracket or dash: a possible end of a clause.
    Mark,
    /// The end of a sentence.
    Stop,
    /// Between two numbers without a space: `3-5`.
    Range,
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.text.as_str())
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    pub(super) fn is_boundary(&self) -> bool {
        matches!(self.kind, Kind::Mark | Kind::Stop)
    }
}

/// The tokens of a text, numbers in letters read as numbers.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut space = true;
    while at < letters.len() {
        let letter = letters[at];
        let (token, next) = match letter {
            _ if letter.is_ascii_digit() => number(&letters, at),
            _ if letter.is_alphabetic() => word(&letters, at),
            _ => (mark(&letters, at, space), at + 1),
        };
        if let Some(mut token) = token {
            token.joined = !space && !out.is_empty();
            out.push(token);
        }
        space = letter.is_whitespace();
        at = next;
    }
    super::numeral::spelled(&out)
}

fn number(letters: &[char], from: usize) -> (Option<Token>, usize) {
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut text = String::new();
    let mut at = from;
    loop {
        let letter = letters.get(at).copied().unwrap_or(' ');
        let thousands = letter == ','
            && (1..=3).all(|next| digit(at + next))
            && !digit(at + 4)
            && !text.contains('.')
            && (1..=3).contains(&text.len());
        if letter.is_ascii_digit() || (letter == '.' && digit(at + 1) && !text.contains('.')) {
            text.push(letter);
        } else if !thousands {
            break;
        }
        at += 1;
    }
    let value = text.parse().unwrap_or(f64::NAN);
    (Some(token(Kind::Number { value, spelled: false }, text, false)), at)
}

fn word(letters: &[char], from: usize) -> (Option<Token>, usize) {
    let part = |letter: &char| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '‘');
    let length = letters[from..].iter().take_while(|letter| part(letter)).count();
    let whole: String = letters[from..from + length].iter().collect();
    let lower = whole.to_lowercase().replace(['’', '‘'], "'");
    let lower = lower.trim_matches('\'');
    let bare = lower.strip_suffix("'s").unwrap_or(lower);
    (Some(token(Kind::Word, bare.to_owned(), letters[from].is_uppercase())), from + length)
}

fn mark(letters: &[char], at: usize, space: bool) -> Option<Token> {
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    let digit_before = at > 0 && letters[at - 1].is_ascii_digit();
    let named = |kind, text: &str| Some(token(kind, text.to_owned(), false));
    match letters[at] {
        '.' | '!' | '?' | ';' | '…' => named(Kind::Stop, "."),
        ',' | ':' | '(' | ')' | '—' => named(Kind::Mark, ","),
        '-' | '–' if digit_before && next.is_ascii_digit() => named(Kind::Range, "-"),
        '-' | '–' if space && next.is_ascii_digit() => named(Kind::Word, "minus"),
        '-' | '–' if space || next.is_whitespace() => named(Kind::Mark, ","),
        '×' => named(Kind::Word, "x"),
        '%' => named(Kind::Word, "percent"),
        '@' => named(Kind::Word, "at"),
        '+' if digit_before => named(Kind::Word, "plus"),
        '+' if next.is_ascii_digit() => named(Kind::Word, "increase"),
        '/' if digit_before && next.is_ascii_digit() => named(Kind::Word, "out"),
        '&' | '/' => named(Kind::Word, "and"),
        _ => None,
    }
}

fn token(kind: Kind, text: String, capital: bool) -> Token {
    Token { kind, text, capital, joined: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let texts: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
        texts.join(" ")
    }

    #[test]
    fn numbers_words_and_marks_come_apart() {
        assert_eq!(read("Squat 5×5 @ 102.5kg."), "squat 5 x 5 at 102.5 kg .");
        assert_eq!(read("Monday’s 3–5 reps, 1,200 m"), "monday 3 - 5 reps , 1200 m");
        assert_eq!(read("pull-ups at -5%"), "pull ups at minus 5 percent");
    }

    #[test]
    fn numbers_in_words_are_numbers() {
        assert_eq!(read("three sets of twenty-five"), "3 sets of 25");
        assert_eq!(read("one hundred and two point five"), "102.5");
        assert_eq!(read("two and a half"), "2.5");
        assert_eq!(read("twice a week, thrice"), "2 times a week , 3 times");
        assert_eq!(read("a couple of sets"), "2 sets");
        assert_eq!(read("at one-fifty kilos, one twenty"), "at 150 kilos , 1 20");
    }
}
