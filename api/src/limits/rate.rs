//! Rates, as the operator writes them.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// Share of a minute's requests that may come at once where the operator does not say.
const BURST_SHARE: u32 = 5;

/// So many requests a minute, and so many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests a minute in the long run.
    pub per_minute: NonZeroU32,
    /// Requests at once, after a pause.
    pub burst: NonZeroU32,
}

impl Rate {
    /// The time after which one more is allowed.
    pub(super) fn interval(self) -> Duration {
        Duration::from_mins(1) / self.per_minute.get()
    }

    /// How far ahead of the steady rate a caller may be.
    pub(super) fn tolerance(self) -> Duration {
        self.interval() * (self.burst.get() - 1)
    }
}

/// `600/120`: 600 a minute, 120 at once; `600` alone: a fifth of them at once.
impl FromStr for Rate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |text: &str| text.trim().parse::<NonZeroU32>().map_err(|_| ());
        if let Some((minute, burst)) = text.split_once('/') {
            return Ok(Self { per_minute: number(minute)?, burst: number(burst)? });
        }
        let per_minute = number(text)?;
        let burst = per_minute.get().div_ceil(BURST_SHARE);
        Ok(Self { per_minute, burst: NonZeroU32::new(burst).ok_or(())? })
    }
}

/// The rates of a node; `None`: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rates {
    /// Of one address, whoever asks from there.
    pub address: Option<Rate>,
    /// Of one login.
    pub login: Option<Rate>,
    /// Of one integration's key.
    pub key: Option<Rate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_so_many_a_minute_and_so_many_at_once() {
        let read = |text: &str| {
            text.parse::<Rate>().ok().map(|rate| (rate.per_minute.get(), rate.burst.get()))
        };

        assert_eq!(read("600/120"), Some((600, 120)));
        assert_eq!(read("600"), Some((600, 120)));
        assert_eq!(read("1"), Some((1, 1)));
        for wrong in ["", "0", "600/0", "-1", "600/", "many"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
