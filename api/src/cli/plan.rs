//! `microcycle plan`

use anyhow::bail;
use domain::calendar::Week;

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

pub async fn run(
    config: &Config,
    system: &System,
    member: &str,
    week: Option<Week>,
    trace: bool,
    json: bool,
) -> anyhow::Result<()> {
    let env = open(config, system, Access::Existing).await?;
    let member = service::lookup::member(&env, member).await.map_err(|error| said(&error))?;
    let found = service::weeks::newest(&env, &member, week).await.map_err(|error| said(&error))?;
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
