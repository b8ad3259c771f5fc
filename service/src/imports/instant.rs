//! Dates, times and durations as the apps write them: local wall time, only Fitbod's with an offset.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// The first letters of each month in English, German, French, Spanish, Italian and Portuguese,
/// without accents; `jui` alone would be June or July in French.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "dic"],
];

/// Strong: `2021-02-10 16:46:13`, on some phones without the seconds.
pub(super) fn of_strong(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// Fitbod: `2021-02-10 16:46:13 +0000`.
pub(super) fn of_fitbod(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z").ok()
}

/// `FitNotes`: `2021-02-10`.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Hevy: `29 Jun 2024, 10:39` or `Apr 11, 2026, 4:19 PM`, the month in the phone's language.
///
/// Day and year are told apart by their length, so the order of the parts does not matter; words
/// between them ("de", "um") are passed over.
pub(super) fn of_hevy(text: &str) -> Option<NaiveDateTime> {
    if let Some(instant) = of_strong(text) {
        return Some(instant);
    }
    let (mut day, mut year, mut named, mut time, mut half) = (None, None, None, None, None);
    // Some phones part the time from AM and PM by a narrow no-break space, others write "p. m.".
    let compact = text.to_lowercase().replace("a.\u{a0}m.", "am").replace("p.\u{a0}m.", "pm");
    let compact = compact.replace("a. m.", "am").replace("p. m.", "pm");
    for part in compact.split(|c: char| c.is_whitespace() || c == ',' || c == '/') {
        let part = part.trim_matches('.');
        if part.contains(':') {
            time = Some(clock(part)?);
        } else if let Ok(number) = part.parse::<u32>() {
            *if part.len() == 4 { &mut year } else { &mut day } = Some(number);
        } else if let "am" | "pm" | "a.m" | "p.m" = part {
            half = part.chars().next();
        } else if named.is_none() {
            named = month(part);
        }
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year?).ok()?, named?, day?)?;
    Some(date.and_time(of_half(time?, half)?))
}

fn clock(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    parts.next().is_none().then_some((hours, minutes, seconds))
}

fn of_half((hours, minutes, seconds): (u32, u32, u32), half: Option<char>) -> Option<NaiveTime> {
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some('p') => hours % 12 + 12,
        Some(_) => hours % 12,
    };
    NaiveTime::from_hms_opt(hours, minutes, seconds)
}

fn month(word: &str) -> Option<u32> {
    let plain: String = word.chars().map(without_accent).collect();
    let names_it = |names: &&[&str]| names.iter().any(|name| plain.starts_with(name));
    (1..).zip(MONTHS.iter()).find(|(_, names)| names_it(names)).map(|(number, _)| number)
}

fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'ç' => 'c',
        'û' | 'ù' | 'ú' | 'ü' => 'u',
        other => other,
    }
}

/// Minutes in a duration such as `2h 18m`, `38min` or `45s`, rounded; `None` where it is no such.
pub(super) fn minutes_in(text: &str) -> Option<u32> {
    let mut seconds: u32 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let scale = match &rest[..letters] {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
            "m" | "min" | "mins" | "minutes" => 60,
            "s" | "sec" | "secs" | "seconds" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(scale)?)?;
        rest = rest[letters..].trim_start_matches(['.', ',', ' ', '\u{a0}']);
    }
    Some(seconds_to_minutes(seconds))
}

/// Minutes, rounded.
pub(super) fn seconds_to_minutes(seconds: u32) -> u32 {
    seconds / 60 + u32::from(seconds % 60 >= 30)
}

/// Seconds of `1:02:03` or `02:03`.
pub(super) fn seconds_of_clock(text: &str) -> Option<u32> {
    text.split(':')
        .try_fold(0u32, |sum, part| sum.checked_mul(60)?.checked_add(part.trim().parse().ok()?))
        .filter(|&seconds| i32::try_from(seconds).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let read = of_hevy(text).map(|instant| instant.format("%Y-%m-%d %H:%M").to_string());
        assert_eq!(read.as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn hevy_writes_the_day_first_or_the_month_first() {
        check("29 Jun 2024, 10:39", "2024-06-29 10:39");
        check("Apr 11, 2026, 4:19 PM", "2026-04-11 16:19");
        check("Apr 11, 2026, 4:19\u{202f}PM", "2026-04-11 16:19");
        check("Apr 1, 2026, 12:05 AM", "2026-04-01 00:05");
        check("Apr 1, 2026, 12:05 PM", "2026-04-01 12:05");
        check("2024-06-29 10:39:00", "2024-06-29 10:39");
    }

    #[test]
    fn hevy_writes_the_month_in_the_language_of_the_phone() {
        check("3 März 2025, 18:00", "2025-03-03 18:00");
        check("3. Okt. 2025, 18:00", "2025-10-03 18:00");
        check("13 Dez. 2025, 18:00", "2025-12-13 18:00");
        check("13 Mai 2025, 18:00", "2025-05-13 18:00");
        check("1 févr. 2025, 07:05", "2025-02-01 07:05");
        check("1 juin 2025, 07:05", "2025-06-01 07:05");
        check("1 juil. 2025, 07:05", "2025-07-01 07:05");
        check("1 août 2025, 07:05", "2025-08-01 07:05");
        check("1 déc. 2025, 07:05", "2025-12-01 07:05");
        check("2 ene 2025, 7:05", "2025-01-02 07:05");
        check("2 de abr. de 2025, 7:05 p. m.", "2025-04-02 19:05");
        check("2 dic 2025, 7:05", "2025-12-02 07:05");
        check("4 gen 2025, 07:05", "2025-01-04 07:05");
        check("4 mag 2025, 07:05", "2025-05-04 07:05");
        check("4 giu 2025, 07:05", "2025-06-04 07:05");
        check("4 lug 2025, 07:05", "2025-07-04 07:05");
        check("4 set 2025, 07:05", "2025-09-04 07:05");
        check("4 ott 2025, 07:05", "2025-10-04 07:05");
        check("5 de fev. de 2025, 07:05", "2025-02-05 07:05");
        check("5 de ago. de 2025, 07:05", "2025-08-05 07:05");
        check("5 de out. de 2025, 07:05", "2025-10-05 07:05");
        check("5 de maio de 2025, 07:05", "2025-05-05 07:05");
    }

    #[test]
    fn an_instant_that_does_not_exist_is_none() {
        for text in
            ["", "31 Feb 2024, 10:00", "1 Foo 2024, 10:00", "1 Jan 2024", "1 Jan 2024, 25:00"]
        {
            assert_eq!(of_hevy(text), None, "{text}");
        }
        assert_eq!(of_hevy("1 Jan 2024, 13:00 PM"), None);
    }

    #[test]
    fn durations_are_read_to_the_minute() {
        assert_eq!(minutes_in("2h 18m"), Some(138));
        assert_eq!(minutes_in("38min"), Some(38));
        assert_eq!(minutes_in("1h"), Some(60));
        assert_eq!(minutes_in("45s"), Some(1));
        assert_eq!(minutes_in("99999999h"), None);
        assert_eq!(minutes_in("long"), None);
        assert_eq!(seconds_of_clock("1:02:03"), Some(3723));
        assert_eq!(seconds_of_clock("02:03"), Some(123));
    }
}
