//! `microcycle run-week`

use std::time::Duration;

use anyhow::bail;
use domain::calendar::Week;
use domain::ids::{GymId, RunId};
use entity::store::{self, Page};
use jobs::node::{Node, Options, reach};
use service::env::Env;
use service::runs::{self, Progress};

use super::open::{Access, open};
use super::{ASSIGN, System, said};
use crate::config::Config;

/// How often the run's figures are counted: twice a second at most.
const LOOK: Duration = Duration::from_millis(500);

/// A run that has ended.
pub struct Outcome {
    /// How many weeks could not be computed.
    pub failed: i64,
    /// One line that says what came of it.
    pub summary: String,
}

/// Reads the Monday that names a week.
pub fn week(word: &str) -> Result<Week, String> {
    let date = word.parse().map_err(|_| {
        format!("week must be the date of its Monday, such as 2026-03-02, got {word}")
    })?;
    Week::new(date).map_err(|error| error.to_string())
}

pub async fn run(
    config: &Config,
    system: &System,
    gym: Option<&str>,
    week: Option<Week>,
) -> anyhow::Result<()> {
    let env = open(config, system, Access::Existing).await?;
    let gym = service::lookup::gym(&env, gym).await.map_err(|error| said(&error))?;
    reach(config.redis_url.as_deref()).await?;
    let outcome = compute(&env, system, config, &gym, week).await?;
    system.say(&outcome.summary);
    outcome.all_well()
}

impl Outcome {
    /// An error where a week could not be computed.
    pub fn all_well(&self) -> anyhow::Result<()> {
        match self.failed {
            0 => Ok(()),
            1 => bail!("1 week could not be computed"),
            several => bail!("{several} weeks could not be computed"),
        }
    }
}

/// Starts (or joins) the gym's run of a week, works until it has ended, and says what came of it.
pub async fn compute(
    env: &Env,
    system: &System,
    config: &Config,
    gym: &entity::gym::Model,
    week: Option<Week>,
) -> anyhow::Result<Outcome> {
    let id = GymId::from_uuid(gym.id);
    let node = Node::start(env.clone(), Options::command(config.redis_url.clone())).await?;
    let started = runs::start(env, id, week).await.map_err(|error| said(&error))?;
    let ended = ended(env, system, &node, id, started.run).await;
    node.shutdown().await;
    let end = ended?;
    let mut summary = format!(
        "week of {} for {}: {} computed, {} failed, {} cancelled ({})",
        end.model.week_of, gym.name, end.succeeded, end.failed, end.cancelled, end.model.status
    );
    if let Some(why) = first_failure(env, id, started.run).await? {
        summary = format!("{summary}; a failure: {why}");
    }
    let left_out = match store::members::without_template(env.db.read(), id).await? {
        0 => String::new(),
        1 => format!("; 1 active member follows no template and got no week: {ASSIGN}"),
        several => {
            format!("; {several} active members follow no template and got no week: {ASSIGN}")
        }
    };
    summary.push_str(&left_out);
    Ok(Outcome { failed: end.failed, summary })
}

/// Works until the run is closed. Its last message is committed before it is closed, so the figures are
/// asked for until both have happened.
async fn ended(
    env: &Env,
    system: &System,
    node: &Node,
    gym: GymId,
    run: RunId,
) -> anyhow::Result<Progress> {
    let bar = system.progress(0, "computing weeks");
    loop {
        runs::close_finished(env, Some(gym)).await.map_err(|error| said(&error))?;
        let now = runs::progress(env.db.read(), gym, run).await.map_err(|error| said(&error))?;
        bar.set_length(u64::try_from(now.total).unwrap_or(0));
        bar.set_position(u64::try_from(now.done()).unwrap_or(0));
        if !now.is_open() {
            bar.finish_and_clear();
            return Ok(now);
        }
        tokio::select! {
            failure = node.failed() => return Err(failure),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn first_failure(env: &Env, gym: GymId, run: RunId) -> anyhow::Result<Option<String>> {
    let page = Page::first(1);
    let failed = store::computations::failed_page(env.db.read(), gym, Some(run), &page).await?;
    Ok(failed.rows.into_iter().next().and_then(|row| row.error))
}
