//! The public keys of an issuer (JWKS), each bound to one algorithm.

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// Shortest modulus of an RSA key, in bits (RFC 7518, section 3.3).
const MIN_RSA_BITS: usize = 2048;

/// What RSA keys may sign with. A key that names none of them signs with the first.
const OF_RSA: [Algorithm; 6] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

/// A key that checks signatures.
#[derive(Debug, Clone)]
pub struct Key {
    id: String,
    /// The one algorithm it is for.
    pub algorithm: Algorithm,
    /// The key itself.
    pub key: DecodingKey,
}

/// The keys of an issuer that can be used here.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<Key>);

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Value>,
}

impl KeySet {
    /// From a JWKS. Keys of a kind that is not used here are left out; an error if none remains.
    pub fn read(body: &[u8]) -> anyhow::Result<Self> {
        let set: Jwks = serde_json::from_slice(body).context("the answer is no JWKS")?;
        let keys: Vec<Key> = set.keys.into_iter().filter_map(key).collect();
        ensure!(!keys.is_empty(), "none of the keys can check a signature");
        Ok(Self(keys))
    }

    /// The key of that name.
    pub fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }
}

fn key(value: Value) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(value).ok()?;
    let verifies = match (&jwk.common.public_key_use, &jwk.common.key_operations) {
        (Some(used_for), _) => *used_for == PublicKeyUse::Signature,
        (None, Some(operations)) => operations.contains(&KeyOperations::Verify),
        (None, None) => true,
    };
    if !verifies {
        return None;
    }
    let algorithm = algorithm(&jwk)?;
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    Some(Key { id: jwk.common.key_id?, algorithm, key })
}

/// Symmetric keys have no algorithm here: whoever can read a JWKS could sign with them.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    let possible: &[Algorithm] = match &jwk.algorithm {
        AlgorithmParameters::RSA(key) if bits(&key.n)? >= MIN_RSA_BITS => &OF_RSA,
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => &[Algorithm::ES256],
            EllipticCurve::P384 => &[Algorithm::ES384],
            _ => return None,
        },
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            &[Algorithm::EdDSA]
        }
        _ => return None,
    };
    match jwk.common.key_algorithm {
        None => possible.first().copied(),
        Some(stated) => {
            let stated = Algorithm::try_from(stated).ok()?;
            possible.contains(&stated).then_some(stated)
        }
    }
}

fn bits(modulus: &str) -> Option<usize> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(modulus).ok()?;
    let leading = bytes.iter().take_while(|byte| **byte == 0).count();
    Some((bytes.len() - leading) * 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rsa(bytes: usize) -> Value {
        let n = BASE64_URL_SAFE_NO_PAD.encode(vec![0xc1; bytes]);
        json!({"kty": "RSA", "kid": "a", "n": n, "e": "AQAB"})
    }

    fn with(mut key: Value, name: &str, value: &str) -> Value {
        key[name] = json!(value);
        key
    }

    fn bound(key: Value) -> Option<Algorithm> {
        super::key(key).map(|key| key.algorithm)
    }

    #[test]
    fn each_key_is_bound_to_one_algorithm() {
        let point = BASE64_URL_SAFE_NO_PAD.encode([1; 32]);
        let p256 = json!({"kty": "EC", "kid": "a", "crv": "P-256", "x": point, "y": point});
        let ed25519 = json!({"kty": "OKP", "kid": "a", "crv": "Ed25519", "x": point});

        assert_eq!(bound(rsa(256)), Some(Algorithm::RS256));
        assert_eq!(bound(with(rsa(256), "alg", "PS256")), Some(Algorithm::PS256));
        assert_eq!(bound(p256.clone()), Some(Algorithm::ES256));
        assert_eq!(bound(ed25519), Some(Algorithm::EdDSA));
        assert_eq!(bound(with(p256, "alg", "RS256")), None);
    }

    #[test]
    fn keys_that_check_no_signature_are_left_out() {
        let secret = json!({"kty": "oct", "kid": "a", "alg": "HS256", "k": "c2VjcmV0"});

        assert_eq!(bound(secret), None);
        assert_eq!(bound(rsa(128)), None, "1024 bits");
        assert_eq!(bound(with(rsa(256), "use", "enc")), None);
        assert_eq!(bound(with(rsa(256), "alg", "HS256")), None);
        assert_eq!(bound(with(rsa(256), "alg", "RSA-OAEP")), None);
    }

    #[test]
    fn one_key_that_is_not_understood_does_not_hide_the_others() {
        let set = json!({"keys": [{"kty": "future"}, 7, rsa(256)]});

        let keys = KeySet::read(set.to_string().as_bytes()).expect("one is good");

        assert!(keys.find("a").is_some());
        assert!(KeySet::read(br#"{"keys": []}"#).is_err());
        assert!(KeySet::read(b"<html>").is_err());
    }
}
