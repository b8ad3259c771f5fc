//! How long a call waits before it is tried again.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The pause after the `tries`-th try: it doubles with each, and `jitter` (any 64 random bits) takes up to
/// half of it away, lest what failed together returns together.
pub(super) fn pause(first: Duration, tries: u32, jitter: u64) -> Duration {
    let longest = first.saturating_mul(1 << tries.saturating_sub(1).min(16));
    let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(nanos - jitter % (nanos / 2 + 1))
}

/// The longest wait that is believed: after a day something else is wrong. House choice.
const LONGEST_ASKED: Duration = Duration::from_hours(24);

/// How long the provider asks to wait: in seconds, or until an instant, counted from its own clock. At most
/// [`LONGEST_ASKED`].
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    wanted(headers).map(|wait| wait.min(LONGEST_ASKED))
}

fn wanted(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = headers.get(reqwest::header::DATE)?.to_str().ok()?;
    until.duration_since(httpdate::parse_http_date(date).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use reqwest::header::DATE;

    #[test]
    fn each_pause_is_twice_the_one_before_less_up_to_half() {
        let second = Duration::from_secs(1);
        let pauses: Vec<u64> = (1..=4).map(|tries| pause(second, tries, 0).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8]);

        for jitter in [1, 499_999_999, 500_000_000, 500_000_001, u64::MAX] {
            let pause = pause(second, 1, jitter);
            assert!(pause >= second / 2 && pause <= second, "{pause:?}");
        }
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_an_instant() {
        let headers = |pairs: &[(reqwest::header::HeaderName, &str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
        };
        let now = (DATE, "Sat, 28 Feb 2026 18:00:00 GMT");
        let later = (RETRY_AFTER, "Sat, 28 Feb 2026 18:00:30 GMT");

        assert_eq!(asked(&headers(&[(RETRY_AFTER, "2.5")])), Some(Duration::from_millis(2500)));
        assert_eq!(asked(&headers(&[now.clone(), later.clone()])), Some(Duration::from_secs(30)));
        assert_eq!(asked(&headers(&[later])), None);
        assert_eq!(asked(&headers(&[(RETRY_AFTER, "1e18")])), Some(LONGEST_ASKED));
        for nonsense in ["-1", "soon", "1e300"] {
            assert_eq!(asked(&headers(&[now.clone(), (RETRY_AFTER, nonsense)])), None);
        }
        assert_eq!(asked(&headers(&[])), None);
    }
}
