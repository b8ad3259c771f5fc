//! How often a caller may ask: by address, and by credential. All nodes count together in Redis; without
//! it, each counts for itself.

mod local;
mod rate;
mod shared;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use anyhow::Context as _;
use service::env::Clock;
use sha2::{Digest as _, Sha256};

pub use rate::{Rate, Rates};

use self::local::Local;
use self::shared::Shared;
use crate::error::ApiError;

/// What is counted together: a digest, so that no name of a login leaves the database.
type Bucket = [u8; 16];

/// How many bits of an IPv6 address one subscriber has to themself.
const OF_ONE_SUBSCRIBER: u32 = 64;

/// Whose credential was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal<'a> {
    /// A login, by its `sub`.
    Login(&'a str),
    /// A key, by the digest of all of it: who knows the half that may be shown does not use up its budget.
    Key(&'a [u8]),
}

/// One request's use of one budget.
struct Charge {
    bucket: Bucket,
    rate: Rate,
}

/// Counts requests.
pub struct Limiter {
    rates: Rates,
    clock: Arc<dyn Clock>,
    local: Local,
    shared: Option<Shared>,
}

impl Limiter {
    /// Counts at these rates, in Redis where there is one.
    pub fn new(
        rates: Rates,
        clock: Arc<dyn Clock>,
        redis_url: Option<&str>,
    ) -> anyhow::Result<Self> {
        let shared = redis_url
            .map(Shared::new)
            .transpose()
            .context("requests can't be counted in the Redis of REDIS_URL")?;
        Ok(Self { rates, local: Local::new(rates, &clock), clock, shared })
    }

    /// Counts one request, or says when to come back.
    pub async fn admit(
        &self,
        address: IpAddr,
        principal: Option<Principal<'_>>,
    ) -> Result<(), ApiError> {
        let charges = self.charges(address, principal);
        if charges.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let counted = match &self.shared {
            Some(shared) => shared.admit(&charges, now).await,
            None => None,
        };
        let wait = counted.unwrap_or_else(|| self.local.admit(&charges));
        if wait.is_zero() {
            return Ok(());
        }
        Err(ApiError::RateLimited { retry_after_seconds: wait.as_secs_f64().ceil() as u64 })
    }

    fn charges(&self, address: IpAddr, principal: Option<Principal<'_>>) -> Vec<Charge> {
        let subscriber = subscriber(address).to_string();
        let of_address = (self.rates.address, bucket("address", subscriber.as_bytes()));
        let of_principal = principal.map(|principal| match principal {
            Principal::Login(subject) => (self.rates.login, bucket("login", subject.as_bytes())),
            Principal::Key(digest) => (self.rates.key, bucket("key", digest)),
        });
        [Some(of_address), of_principal]
            .into_iter()
            .flatten()
            .filter_map(|(rate, bucket)| Some(Charge { bucket, rate: rate? }))
            .collect()
    }
}

/// Whoever has one IPv6 address has the rest of its network too.
pub(crate) fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::MAX << (u128::BITS - OF_ONE_SUBSCRIBER);
            Ipv6Addr::from_bits(address.to_bits() & network).into()
        }
        IpAddr::V4(address) => address.into(),
    }
}

fn bucket(kind: &str, name: &[u8]) -> Bucket {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(name).finalize();
    digest[..16].try_into().expect("a digest has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_counted_once_whatever_address_of_their_network_they_take() {
        let same = |one: &str, other: &str| {
            let parse = |text: &str| subscriber(text.parse().expect("an address"));
            parse(one) == parse(other)
        };

        assert!(same("2001:db8::1", "2001:db8::ffff:1"));
        assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
        assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
    }
}
