//! `microcycle migrate`

use super::System;
use super::open::{Migrate, open};
use crate::config::Config;

pub async fn run(config: &Config, system: &System) -> anyhow::Result<()> {
    open(config, system, Migrate::Always).await?;
    system.say("the database is current");
    Ok(())
}
