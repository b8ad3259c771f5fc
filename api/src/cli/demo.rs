//! `microcycle demo`

use anyhow::anyhow;
use chrono::NaiveDate;
use domain::calendar::{Week, local_date};
use jobs::node::reach;
use service::demo::fill::{Filled, fill};
use service::demo::gym::{COACH_SUBJECT, MEMBER_SUBJECT, OWNER_SUBJECT};
use service::env::Env;

use super::open::{Access, open};
use super::{NodeRole, Persona, System, run_week, said, serve, token};
use crate::config::{Auth, Config};

pub async fn run(
    config: &Config,
    system: &System,
    members: u32,
    seed: u64,
    no_serve: bool,
) -> anyhow::Result<()> {
    // What may be missing is asked for before anything is made.
    let listener = if no_serve { None } else { Some(serve::bind(config)?) };
    reach(config.redis_url.as_deref()).await?;
    let env = open(config, system, Access::Migrate).await?;
    let bar = system.progress(u64::from(members), "filling the demo gym");
    let filled = fill(&env, members, seed, &|done| bar.set_position(done))
        .await
        .map_err(|error| said(&error))?;
    bar.finish_and_clear();
    system.say(describe(&filled, members));
    let mut all_well = Ok(());
    for week in weeks(today(&env, &filled.gym)?) {
        let outcome = run_week::compute(&env, system, config, &filled.gym, Some(week)).await?;
        system.say(&outcome.summary);
        all_well = all_well.and_then(|()| outcome.all_well());
    }
    let Some(listener) = listener else { return all_well };
    let address = listener.local_addr()?;
    let steps = next_steps(config, system, &address.to_string())?;
    let roles = [NodeRole::Api, NodeRole::Worker, NodeRole::Scheduler];
    serve::serve(config, system, env, &roles, listener, &steps).await
}

fn describe(filled: &Filled, asked: u32) -> String {
    let Filled { gym, members, added, sessions, .. } = filled;
    let name = &gym.name;
    match *added {
        0 if *members > u64::from(asked) => {
            format!(
                "{name}: there already, {members} members ({asked} were asked for, none is taken away)"
            )
        }
        0 => format!("{name}: there already, {members} members"),
        _ if added == members => {
            format!("{name}: {members} members with {sessions} sessions of history")
        }
        _ => format!(
            "{name}: there already; {added} members added, with {sessions} sessions of history: {members} members"
        ),
    }
}

fn today(env: &Env, gym: &entity::gym::Model) -> anyhow::Result<NaiveDate> {
    let zone = gym.time_zone.parse().map_err(|_| anyhow!("{} is no time zone", gym.time_zone))?;
    Ok(local_date(env.now(), zone))
}

/// What is left of this week, so that there is something to see today, and the next one.
fn weeks(today: NaiveDate) -> [Week; 2] {
    let week = Week::containing(today);
    [week, week.plus(1)]
}

fn next_steps(config: &Config, system: &System, address: &str) -> anyhow::Result<Vec<String>> {
    const HOURS: u32 = 24;
    if let Auth::Issuer(source) = &config.auth {
        let who = format!("as {OWNER_SUBJECT}, {COACH_SUBJECT} or {MEMBER_SUBJECT}");
        return Ok(vec![format!("sign in at {} {who}", source.issuer)]);
    }
    let member = token::issue(config, system, Persona::Member, HOURS)?;
    let query = "{ myPlan { weekOf narrative { focus } sessions { date title blocks { prescriptions { movement { name } sets repsMax load } } } } }";
    let mut steps = vec![
        String::new(),
        format!("owner     {}", token::issue(config, system, Persona::Owner, HOURS)?),
        format!("coach     {}", token::issue(config, system, Persona::Coach, HOURS)?),
        format!("member    {member}"),
        String::new(),
    ];
    if config.explorer {
        steps.push(format!("In a browser, http://{address}/graphql is an explorer of the API."));
        steps.push(String::new());
    }
    steps.push("A member's week:".to_owned());
    steps.push(format!(
        "curl -s http://{address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer {member}' -d '{{\"query\":\"{query}\"}}'"
    ));
    steps.push(String::new());
    steps.push("Ctrl-C stops it; the data stays.".to_owned());
    Ok(steps)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_demo_computes_this_week_and_the_next_on_a_monday_too() {
        for today in ["2026-03-02", "2026-03-04", "2026-03-08"] {
            let weeks = weeks(today.parse().unwrap()).map(|week| week.to_string());

            assert_eq!(weeks, ["2026-03-02", "2026-03-09"], "{today}");
        }
    }
}
