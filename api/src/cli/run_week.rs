//! `microcycle run-week`

use anyhow::anyhow;
use chrono::NaiveDate;
use domain::calendar::Week;
use jobs::node::{Node, Options};

use super::System;
use super::open::{Migrate, open};
use crate::config::Config;
use service::env::Env;

pub async fn run(
    config: &Config,
    system: &System,
    gym: Option<&str>,
    week: Option<NaiveDate>,
) -> anyhow::Result<()> {
    let week = week.map(Week::new).transpose()?;
    let env = open(config, system, Migrate::Embedded).await?;
    let gym = service::lookup::gym(&env, gym).await.map_err(|error| anyhow!(error.report()))?;
    let summary = compute(&env, system, config, &gym, week).await?;
    system.say(summary);
    Ok(())
}

/// Starts (or joins) the gym's run of a week, works until it is finished, and says what came of it.
pub async fn compute(
    env: &Env,
    system: &System,
    config: &Config,
    gym: &entity::gym::Model,
    week: Option<Week>,
) -> anyhow::Result<String> {
    let node = Node::start(env.clone(), Options::command(config.redis_url.clone())).await?;
    let started = service::runs::start(env, gym.id.into(), week)
        .await
        .map_err(|error| anyhow!(error.report()))?;
    let progress = service::runs::progress(env.db.read(), gym.id.into(), started.run)
        .await
        .map_err(|error| anyhow!(error.report()))?;
    let bar = system.progress(u64::try_from(progress.total).unwrap_or(0), "computing weeks");
    node.drain(&|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    let end = service::runs::progress(env.db.read(), gym.id.into(), started.run)
        .await
        .map_err(|error| anyhow!(error.report()))?;
    node.shutdown().await;
    Ok(format!(
        "week of {} for {}: {} computed, {} failed, {} cancelled ({})",
        end.model.week_of, gym.name, end.succeeded, end.failed, end.cancelled, end.model.status
    ))
}
