//! `microcycle migrate`

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

pub async fn run(config: &Config, system: &System) -> anyhow::Result<()> {
    let env = open(config, system, Access::Migrate).await?;
    let rebuilt = service::sessions::rebuild_outdated(&env).await.map_err(|error| said(&error))?;
    if rebuilt > 0 {
        system.say(format!("{rebuilt} sessions were digested anew by this version's rule"));
    }
    system.say("the database is current");
    Ok(())
}
