//! `microcycle token`

use anyhow::bail;
use chrono::Duration;
use service::demo::gym::{COACH_SUBJECT, MEMBER_SUBJECT, OWNER_SUBJECT};

use super::{Persona, System};
use crate::auth::token;
use crate::config::{Auth, Config};

/// A token of the demo gym for a persona.
pub fn issue(config: &Config, system: &System, who: Persona, hours: u32) -> anyhow::Result<String> {
    let subject = match who {
        Persona::Owner => OWNER_SUBJECT,
        Persona::Coach => COACH_SUBJECT,
        Persona::Member => MEMBER_SUBJECT,
    };
    let Auth::Secret { secret, .. } = &config.auth else {
        bail!(
            "tokens come from the identity provider of AUTH_JWKS_URL: this program signs none beside it"
        );
    };
    token::issue(secret, subject, None, system.now() + Duration::hours(i64::from(hours)))
}

pub fn run(config: &Config, system: &System, who: Persona, hours: u32) -> anyhow::Result<()> {
    system.say(issue(config, system, who, hours)?);
    Ok(())
}
