//! `microcycle narrative-cost`: what a week's words will cost, before they are bought.

use domain::calendar::{Week, local_date};
use jobs::narrator::claude::DEFAULT_MODEL;
use service::narrate::cost::{Prediction, predict};

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

pub async fn run(
    config: &Config,
    system: &System,
    gym: Option<&str>,
    week: Option<Week>,
) -> anyhow::Result<()> {
    let env = open(config, system, Access::Existing).await?;
    let gym = service::lookup::gym(&env, gym).await.map_err(|error| said(&error))?;
    let zone = gym.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let coming = || Week::containing(local_date(env.now(), zone)).plus(1);
    let week = week.unwrap_or_else(coming);
    let model = env.model.as_deref().unwrap_or(DEFAULT_MODEL);
    let found = predict(&env, &gym, week, model).await.map_err(|error| said(&error))?;
    system.say(text(&gym.name, week, &found));
    Ok(())
}

fn text(gym: &str, week: Week, found: &Prediction) -> String {
    let budget = match found.budget.limit {
        None => "no limit".to_owned(),
        Some(limit) if found.budget.allows(found.in_batches) => format!("of {limit:.2} USD"),
        Some(limit) => {
            format!("of {limit:.2} USD: not enough, so the rules' words stand for the rest")
        }
    };
    format!(
        "week of {week} for {gym}, by {}\n\
         members             {}\n\
         tokens each         {} read, {} written (measured on {} plans)\n\
         second tries        {:.1} %\n\
         in batches          {:.4} USD\n\
         the same, alone     {:.4} USD\n\
         spent this month    {:.4} USD, {budget}",
        found.model,
        found.members,
        found.each.input,
        found.each.output,
        found.measured,
        found.second_tries * 100.0,
        found.in_batches,
        found.alone,
        found.budget.spent,
    )
}
