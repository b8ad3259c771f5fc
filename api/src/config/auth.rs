//! Whose tokens are believed: settings, and which of them go together.

use clap::Args;

use crate::auth::issuer::Source;

/// The secret that development tokens are signed with where none is configured. Anybody can read it here.
pub const DEVELOPMENT_SECRET: &str = "microcycle development secret, never for production";

/// Fewest bytes of a secret: as many as the hash of HS256 has.
const MIN_SECRET_BYTES: usize = 32;

/// What every command reads of it.
#[derive(Args, Debug, Clone)]
pub struct AuthFlags {
    /// `development` or `production`; default: production where `AUTH_JWKS_URL` is set. In production only an
    /// identity provider's tokens are believed.
    #[arg(long, env = "MICROCYCLE_ENV", global = true)]
    mode: Option<String>,
    /// Where the identity provider publishes its keys (JWKS), over https.
    #[arg(long, env = "AUTH_JWKS_URL", global = true)]
    auth_jwks_url: Option<String>,
    /// The `iss` of its tokens.
    #[arg(long, env = "AUTH_ISSUER", global = true)]
    auth_issuer: Option<String>,
    /// What the `aud` of its tokens must contain.
    #[arg(long, env = "AUTH_AUDIENCE", global = true)]
    auth_audience: Option<String>,
    /// Secret of development tokens (HS256), at least 32 bytes.
    #[arg(long, env = "AUTH_HS256_SECRET", global = true, hide_env_values = true)]
    auth_hs256_secret: Option<String>,
}

/// Whose tokens are believed.
#[derive(Clone)]
pub enum Auth {
    /// This program's own: development only.
    Secret {
        /// Signs and checks them.
        secret: String,
        /// Whether it is the one that everybody knows.
        published: bool,
    },
    /// An identity provider's.
    Issuer(Source),
}

impl Auth {
    /// Whether everybody could sign a token that is believed.
    pub fn is_published(&self) -> bool {
        matches!(self, Self::Secret { published: true, .. })
    }
}

impl AuthFlags {
    /// Whose tokens are believed, and whether this is production.
    pub(super) fn check(self, faults: &mut Vec<String>) -> (Auth, bool) {
        let [mode, jwks_url, issuer, audience, secret] = [
            self.mode,
            self.auth_jwks_url,
            self.auth_issuer,
            self.auth_audience,
            self.auth_hs256_secret,
        ]
        .map(|setting| setting.filter(|text| !text.is_empty()));
        let production = match mode.as_deref() {
            None => jwks_url.is_some(),
            Some("production") => true,
            Some("development") => false,
            Some(other) => {
                let rule = "MICROCYCLE_ENV must be development or production";
                faults.push(format!("{rule}, got {other:?}"));
                true
            }
        };
        if production && jwks_url.is_none() {
            faults.push("in production AUTH_JWKS_URL must say where the identity provider publishes its keys".to_owned());
        }
        if secret.is_some() && (production || jwks_url.is_some()) {
            faults.push("AUTH_HS256_SECRET is for development without AUTH_JWKS_URL only: unset one of them".to_owned());
        }
        let auth = match jwks_url {
            Some(jwks_url) => Auth::Issuer(Source {
                jwks_url: keys_address(jwks_url, faults),
                issuer: beside("AUTH_ISSUER", issuer, faults),
                audience: beside("AUTH_AUDIENCE", audience, faults),
            }),
            None => own(secret, faults),
        };
        (auth, production)
    }
}

fn own(secret: Option<String>, faults: &mut Vec<String>) -> Auth {
    if secret.as_ref().is_some_and(|secret| secret.len() < MIN_SECRET_BYTES) {
        faults.push(format!("AUTH_HS256_SECRET must have at least {MIN_SECRET_BYTES} bytes"));
    }
    let published = secret.is_none();
    Auth::Secret { secret: secret.unwrap_or_else(|| DEVELOPMENT_SECRET.to_owned()), published }
}

fn beside(name: &str, setting: Option<String>, faults: &mut Vec<String>) -> String {
    if setting.is_none() {
        faults.push(format!("{name} must be set beside AUTH_JWKS_URL"));
    }
    setting.unwrap_or_default()
}

/// Over plain http anybody on the way could put a key of their own in place; only this machine is excepted.
fn keys_address(text: String, faults: &mut Vec<String>) -> String {
    let well = reqwest::Url::parse(&text).is_ok_and(|url| match url.scheme() {
        "https" => true,
        "http" => matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    });
    if !well {
        faults.push(format!("AUTH_JWKS_URL must be an https address, got {text:?}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags() -> AuthFlags {
        AuthFlags {
            mode: None,
            auth_jwks_url: None,
            auth_issuer: None,
            auth_audience: None,
            auth_hs256_secret: None,
        }
    }

    fn provider(url: &str) -> AuthFlags {
        AuthFlags {
            auth_jwks_url: Some(url.into()),
            auth_issuer: Some("https://id.example/".into()),
            auth_audience: Some("gym".into()),
            ..flags()
        }
    }

    fn checked(flags: AuthFlags) -> Result<(Auth, bool), String> {
        let mut faults = Vec::new();
        let checked = flags.check(&mut faults);
        if faults.is_empty() { Ok(checked) } else { Err(faults.join("; ")) }
    }

    #[test]
    fn a_provider_makes_it_production() {
        let production = |flags| checked(flags).map(|(_, production)| production);
        let url = "https://id.example/keys";

        assert_eq!(production(flags()), Ok(false));
        assert_eq!(production(provider(url)), Ok(true));
        let developing = AuthFlags { mode: Some("development".into()), ..provider(url) };
        assert_eq!(production(developing), Ok(false));
    }

    #[test]
    fn production_refuses_secrets_of_our_own() {
        let secret = Some("a secret of at least thirty-two bytes".to_owned());
        let mode = Some("production".to_owned());
        let refused = [
            AuthFlags { mode: mode.clone(), ..flags() },
            AuthFlags { mode, auth_hs256_secret: secret.clone(), ..flags() },
            AuthFlags { auth_hs256_secret: secret, ..provider("https://id.example/keys") },
            AuthFlags { mode: Some("staging".into()), ..flags() },
        ];
        for flags in refused {
            assert!(checked(flags.clone()).is_err(), "{flags:?}");
        }
    }

    #[test]
    fn a_provider_is_named_whole_and_reached_safely() {
        for (url, well) in [
            ("https://id.example/keys", true),
            ("http://127.0.0.1:9000/keys", true),
            ("http://id.example/keys", false),
            ("http://127.0.0.1.example/keys", false),
            ("file:///keys", false),
            ("keys", false),
        ] {
            assert_eq!(checked(provider(url)).is_ok(), well, "{url}");
        }
        let half = AuthFlags { auth_audience: None, ..provider("https://id.example/keys") };
        assert!(checked(half).is_err_and(|fault| fault.contains("AUTH_AUDIENCE")));
    }
}
