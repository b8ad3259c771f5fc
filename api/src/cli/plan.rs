//! `microcycle plan`

use anyhow::bail;
use domain::calendar::Week;
use entity::member;

use super::open::{Access, open};
use super::{ASSIGN, System, said};
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
        bail!(missing(&member, week));
    };
    system.say(if json { found.json()? } else { found.text(trace) });
    Ok(())
}

/// Why there is no such week, and what helps: a run computes none for who is away or follows no template.
fn missing(member: &member::Model, week: Option<Week>) -> String {
    let which = week.map_or_else(|| "any week".to_owned(), |week| format!("the week of {week}"));
    let what = format!("{} has no plan for {which}", member.display_name);
    if !member.active {
        return format!("{what}: an inactive member gets none");
    }
    if member.template_id.is_none() {
        return format!("{what} and follows no template: {ASSIGN}, then run `microcycle run-week`");
    }
    format!("{what} yet: run `microcycle run-week` first")
}
