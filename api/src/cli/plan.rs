//! `microcycle plan`

use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use domain::calendar::Week;

use super::System;
use super::open::{Migrate, open};
use crate::config::Config;

pub async fn run(
    config: &Config,
    system: &System,
    member: &str,
    week: Option<NaiveDate>,
    trace: bool,
    json: bool,
) -> anyhow::Result<()> {
    let week = week.map(Week::new).transpose()?;
    let env = open(config, system, Migrate::Embedded).await?;
    let member =
        service::lookup::member(&env, member).await.map_err(|error| anyhow!(error.report()))?;
    let found = service::weeks::newest(&env, &member, week)
        .await
        .map_err(|error| anyhow!(error.report()))?;
    let Some(found) = found else {
        let which =
            week.map_or_else(|| "any week".to_owned(), |week| format!("the week of {week}"));
        bail!(
            "{} has no plan for {which} yet: run `microcycle run-week` first",
            member.display_name
        );
    };
    system.say(if json { found.json()? } else { found.text(trace) });
    Ok(())
}
