//! `microcycle demo`

use anyhow::anyhow;
use domain::calendar::{Week, local_date};
use service::demo::fill;
use service::env::Env;

use super::open::{Migrate, open};
use super::{NodeRole, Persona, System, run_week, serve, token};
use crate::config::Config;

pub async fn run(
    config: &Config,
    system: &System,
    members: u32,
    seed: u64,
    no_serve: bool,
) -> anyhow::Result<()> {
    let listener = if no_serve { None } else { Some(serve::bind(config)?) };
    let env = open(config, system, Migrate::Always).await?;
    let bar = system.progress(u64::from(members), "filling the demo gym");
    let filled = fill::fill(&env, members, seed, &|done| bar.set_position(done))
        .await
        .map_err(|error| anyhow!(error.report()))?;
    bar.finish_and_clear();
    system.say(if filled.created {
        format!(
            "{}: {} members with {} sessions of history",
            filled.gym.name, filled.members, filled.sessions
        )
    } else {
        format!("{}: there already, {} members", filled.gym.name, filled.members)
    });
    // What is left of this week as well, so that there is something to see today.
    let this_week = this_week(&env, &filled.gym)?;
    system.say(run_week::compute(&env, system, config, &filled.gym, Some(this_week)).await?);
    system.say(run_week::compute(&env, system, config, &filled.gym, None).await?);
    let Some(listener) = listener else { return Ok(()) };
    let address = listener.local_addr()?;
    let steps = next_steps(config, system, &address.to_string())?;
    let roles = [NodeRole::Api, NodeRole::Worker, NodeRole::Scheduler];
    serve::serve(config, system, env, &roles, listener, &steps).await
}

fn this_week(env: &Env, gym: &entity::gym::Model) -> anyhow::Result<Week> {
    let zone = gym.time_zone.parse().map_err(|_| anyhow!("{} is no time zone", gym.time_zone))?;
    Ok(Week::containing(local_date(env.now(), zone)))
}

fn next_steps(config: &Config, system: &System, address: &str) -> anyhow::Result<Vec<String>> {
    const HOURS: u32 = 24;
    let member = token::issue(config, system, Persona::Member, HOURS)?;
    let query = "{ myPlan { weekOf narrative { focus } sessions { date title blocks { prescriptions { movement { name } sets repsMax load } } } } }";
    Ok(vec![
        String::new(),
        format!("owner     {}", token::issue(config, system, Persona::Owner, HOURS)?),
        format!("coach     {}", token::issue(config, system, Persona::Coach, HOURS)?),
        format!("member    {member}"),
        String::new(),
        format!("In a browser, http://{address}/graphql is an explorer of the API."),
        String::new(),
        "A member's week:".to_owned(),
        format!(
            "curl -s http://{address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer {member}' -d '{{\"query\":\"{query}\"}}'"
        ),
        String::new(),
        "Ctrl-C stops it; the data stays.".to_owned(),
    ])
}
