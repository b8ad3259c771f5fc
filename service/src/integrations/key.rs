//! Keys of integrations: `mc_<id>_<secret>`, 256 random bits, kept as their SHA-256 only.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::access::Actor;
use domain::ids::{GymId, IntegrationId};
use domain::vocab::{IntegrationScope, Role};
use entity::instant::{instant, micros};
use entity::{integration, store};
use sea_orm::Set;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::env::Env;
use crate::error::Result;

/// By which a key is known from a token, and found by scanners of leaked secrets.
const MARK: &str = "mc_";
/// How stale the note of a key's last use may be: it is not written with every request.
const USE_NOTED_EVERY: Duration = Duration::minutes(1);

/// A key as its holder keeps it. Has no `Debug` that shows it, for logs print what they are handed.
#[derive(Clone)]
pub struct Key {
    id: IntegrationId,
    secret: [u8; 32],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A key as it was presented, not yet believed.
#[derive(Clone, PartialEq, Eq)]
pub struct Presented {
    /// Whose it says it is.
    pub id: IntegrationId,
    hash: Vec<u8>,
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presented").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Key {
    /// A new one.
    pub(super) fn new(env: &Env, id: IntegrationId) -> Self {
        Self { id, secret: env.random_bytes() }
    }

    /// The whole key: shown once.
    pub fn reveal(&self) -> String {
        format!("{}_{}", self.prefix(), BASE64_URL_SAFE_NO_PAD.encode(self.secret))
    }

    /// The part that may be shown again.
    pub(super) fn prefix(&self) -> String {
        format!("{MARK}{}", suffix(self.id))
    }

    /// What is stored.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret).to_vec()
    }
}

/// The id without the word of its kind.
fn suffix(id: IntegrationId) -> String {
    let text = id.to_string();
    text.split_once('_').map_or(text.clone(), |(_, suffix)| suffix.to_owned())
}

impl Presented {
    /// Whether a credential means to be a key.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with(MARK)
    }

    /// The key in a credential, if it has the form of one.
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(MARK)?.split_once('_')?;
        let id = format!("integration_{id}").parse().ok()?;
        let secret: [u8; 32] = BASE64_URL_SAFE_NO_PAD.decode(secret).ok()?.try_into().ok()?;
        Some(Self { id, hash: Sha256::digest(secret).to_vec() })
    }

    /// Tells this key from any other, and gives nothing of it away.
    pub fn digest(&self) -> &[u8] {
        &self.hash
    }

    fn opens(&self, row: &integration::Model, now: DateTime<Utc>) -> bool {
        let same = |hash: &[u8]| bool::from(hash.ct_eq(&self.hash));
        let overlaps = row.previous_key_until_at.is_some_and(|until| instant(until) > now);
        let before = row.previous_key_hash.as_ref().filter(|_| overlaps);
        row.revoked_at.is_none() && (same(&row.key_hash) || before.is_some_and(|hash| same(hash)))
    }
}

/// Who presents a key; `None` for one that opens nothing, whatever is wrong with it.
pub async fn owner(env: &Env, key: &Presented) -> Result<Option<Actor>> {
    let now = env.now();
    let Some(row) = store::integrations::by_key_id(env.db.read(), key.id).await? else {
        return Ok(None);
    };
    if !key.opens(&row, now) {
        return Ok(None);
    }
    note_use(env, &row, now).await;
    let scopes: Vec<IntegrationScope> =
        serde_json::from_str(&row.scopes).map_err(anyhow::Error::from)?;
    Ok(Some(Actor {
        gym: GymId::from_uuid(row.gym_id),
        subject: key.id.to_string(),
        display_name: row.name,
        roles: vec![Role::Integration],
        coach: None,
        member: None,
        integration: Some((key.id, scopes)),
    }))
}

/// A note that can't be written is no reason to refuse the request.
async fn note_use(env: &Env, row: &integration::Model, now: DateTime<Utc>) {
    let stale = row.last_used_at.is_none_or(|at| now - instant(at) >= USE_NOTED_EVERY);
    if !stale {
        return;
    }
    let used =
        integration::ActiveModel { last_used_at: Set(Some(micros(now))), ..Default::default() };
    let (gym, id) = (GymId::from_uuid(row.gym_id), IntegrationId::from_uuid(row.id));
    if let Err(error) = store::integrations::update(env.db.writer(), gym, id, used).await {
        tracing::warn!(integration.id = %id, %error, "the use of a key could not be noted");
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use uuid::Uuid;

    fn key() -> Key {
        Key { id: IntegrationId::from_uuid(Uuid::from_u128(7)), secret: [0xfb; 32] }
    }

    fn row(hash: Vec<u8>) -> integration::Model {
        integration::Model {
            id: Uuid::from_u128(7),
            gym_id: Uuid::from_u128(1),
            name: "Ring".into(),
            scopes: "[]".into(),
            key_hash: hash,
            key_prefix: key().prefix(),
            created_at: 0,
            last_used_at: None,
            revoked_at: None,
            previous_key_hash: None,
            previous_key_until_at: None,
        }
    }

    #[test]
    fn a_key_opens_its_own_integration_and_no_other_secret_does() {
        let presented = Presented::read(&key().reveal()).unwrap();
        let other = Key { secret: [1; 32], ..key() };

        assert!(presented.opens(&row(key().hash()), instant(0)));
        assert!(!presented.opens(&row(other.hash()), instant(0)));
        let revoked = integration::Model { revoked_at: Some(1), ..row(key().hash()) };
        assert!(!presented.opens(&revoked, instant(0)));
    }

    #[test]
    fn an_old_key_is_good_for_as_long_as_the_owner_said() {
        let renewed = integration::Model {
            previous_key_hash: Some(key().hash()),
            previous_key_until_at: Some(10),
            ..row(vec![0; 32])
        };
        let presented = Presented::read(&key().reveal()).unwrap();

        assert!(presented.opens(&renewed, instant(9)));
        assert!(!presented.opens(&renewed, instant(10)));
    }

    #[test]
    fn a_key_is_never_printed_by_accident() {
        let presented = Presented::read(&key().reveal()).unwrap();
        let secret = BASE64_URL_SAFE_NO_PAD.encode([0xfb; 32]);

        assert!(secret.contains(['_', '-']), "the hardest secret to take apart: {secret}");
        assert!(key().reveal().ends_with(&secret));
        assert!(!format!("{:?} {presented:?}", key()).contains(&secret));
    }

    #[test]
    fn what_has_not_the_form_of_a_key_is_none() {
        for text in ["mc_", "mc_x_y", "mc_00000000000000000000000007_AAAA", "a.b.c", ""] {
            assert_eq!(Presented::read(text), None, "{text}");
        }
    }
}
