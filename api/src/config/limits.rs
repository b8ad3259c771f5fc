//! How often callers may ask: settings.

use clap::Args;

use crate::limits::{Rate, Rates};

/// Rates in production where the operator names none. House choices: a gym's members may share one address.
const DEFAULTS: [&str; 3] = ["3000/600", "600/120", "1200/240"];

/// Most proxies that can stand in front.
const MOST_PROXIES: usize = 10;

/// What every command reads of it. A rate is `600/120`: 600 requests a minute, 120 at once; or `off`.
#[derive(Args, Debug, Clone)]
pub struct LimitFlags {
    /// Requests of one address; default: 3000/600 in production, off in development.
    #[arg(long, env = "RATE_LIMIT_ADDRESS", global = true)]
    rate_limit_address: Option<String>,
    /// Requests of one login; default: 600/120 in production, off in development.
    #[arg(long, env = "RATE_LIMIT_LOGIN", global = true)]
    rate_limit_login: Option<String>,
    /// Requests of one integration's key; default: 1200/240 in production, off in development.
    #[arg(long, env = "RATE_LIMIT_KEY", global = true)]
    rate_limit_key: Option<String>,
    /// Proxies in front that append the caller's address to X-Forwarded-For, 0 to 10.
    #[arg(long, env = "TRUSTED_PROXIES", default_value = "0", global = true)]
    trusted_proxies: String,
}

impl LimitFlags {
    /// The rates, and how many proxies are trusted.
    pub(super) fn check(self, production: bool, faults: &mut Vec<String>) -> (Rates, usize) {
        let mut rate = |name: &str, given: Option<String>, default: &str| {
            let given = given.filter(|text| !text.is_empty());
            let text = given.as_deref().unwrap_or(if production { default } else { "off" });
            if text == "off" {
                return None;
            }
            let rate = text.parse::<Rate>();
            if rate.is_err() {
                let rule = "must be off, or requests a minute and at once such as 600/120";
                faults.push(format!("{name} {rule}, got {text:?}"));
            }
            rate.ok()
        };
        let rates = Rates {
            address: rate("RATE_LIMIT_ADDRESS", self.rate_limit_address, DEFAULTS[0]),
            login: rate("RATE_LIMIT_LOGIN", self.rate_limit_login, DEFAULTS[1]),
            key: rate("RATE_LIMIT_KEY", self.rate_limit_key, DEFAULTS[2]),
        };
        let text = self.trusted_proxies;
        let proxies = if text.is_empty() { Some(0) } else { text.parse().ok() };
        let proxies = proxies.filter(|count| *count <= MOST_PROXIES).unwrap_or_else(|| {
            faults.push(format!("TRUSTED_PROXIES must be 0 to {MOST_PROXIES}, got {text:?}"));
            0
        });
        (rates, proxies)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(
        login: Option<&str>,
        proxies: &str,
        production: bool,
    ) -> Result<(Rates, usize), String> {
        let flags = LimitFlags {
            rate_limit_address: None,
            rate_limit_login: login.map(str::to_owned),
            rate_limit_key: None,
            trusted_proxies: proxies.to_owned(),
        };
        let mut faults = Vec::new();
        let checked = flags.check(production, &mut faults);
        if faults.is_empty() { Ok(checked) } else { Err(faults.join("; ")) }
    }

    #[test]
    fn limits_are_on_in_production_and_off_in_development() {
        let limited = |login, production| {
            checked(login, "0", production)
                .map(|(rates, _)| (rates.address.is_some(), rates.login.is_some()))
        };

        assert_eq!(limited(None, true), Ok((true, true)));
        assert_eq!(limited(None, false), Ok((false, false)));
        assert_eq!(limited(Some("off"), true), Ok((true, false)));
        assert_eq!(limited(Some("60"), false), Ok((false, true)));
    }

    #[test]
    fn what_is_no_rate_is_refused_by_name() {
        let fault = checked(Some("many"), "11", true).expect_err("neither is a rate or a count");

        assert!(fault.contains("RATE_LIMIT_LOGIN") && fault.contains("TRUSTED_PROXIES"), "{fault}");
    }
}
