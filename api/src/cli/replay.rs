//! `microcycle replay`

use std::collections::BTreeMap;

use anyhow::{anyhow, bail};
use domain::ids::{GymId, PlanId};
use domain::plan::ENGINE_VERSION;
use domain::plan_ids::RevisionId;
use entity::{gym, store};
use service::env::Env;
use service::replay::{Outcome, Replayed, all, one};

use super::System;
use super::open::{Access, open};
use crate::config::Config;

/// Reads `revision_…`, or `plan_…:N`.
pub fn revision(text: &str) -> Result<RevisionId, String> {
    let of_plan = || {
        let (plan, number) = text.split_once(':')?;
        let (plan, revision) = (plan.parse::<PlanId>().ok()?, number.parse().ok()?);
        Some(RevisionId { plan, revision })
    };
    text.parse().ok().or_else(of_plan).ok_or_else(|| {
        format!("revision must be an id (revision_…) or a plan and a number (plan_…:2), got {text}")
    })
}

/// Replays one revision, or with `None` every revision of the gym, or of all gyms.
pub async fn run(
    config: &Config,
    system: &System,
    revision: Option<RevisionId>,
    gym: Option<&str>,
) -> anyhow::Result<()> {
    let env = open(config, system, Access::Existing).await?;
    let named = match gym {
        Some(_) => Some(service::lookup::gym(&env, gym).await.map_err(|e| anyhow!(e.report()))?),
        None => None,
    };
    let mut tally = Tally::default();
    if let Some(revision) = revision {
        let of = named.map(|gym| GymId::from_uuid(gym.id));
        let found = one(&env, of, revision).await.map_err(|e| anyhow!(e.report()))?;
        system.say(line(&found));
        tally.add(&found);
    } else {
        let gyms = match named {
            Some(gym) => vec![gym],
            None => store::gyms::all(env.db.read()).await?,
        };
        for gym in gyms {
            tally.merge(&every(&env, system, &gym).await?);
        }
    }
    match tally.different {
        0 => Ok(()),
        different => bail!("{different} of {} revisions are not what they cite", tally.count),
    }
}

async fn every(env: &Env, system: &System, gym: &gym::Model) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    all(env, GymId::from_uuid(gym.id), &mut |found| {
        tally.add(&found);
        if matches!(found.outcome, Outcome::Different(_)) {
            lines.push(line(&found));
        }
    })
    .await
    .map_err(|error| anyhow!(error.report()))?;
    for line in lines {
        system.say(line);
    }
    system.say(format!("{}: {}", gym.name, tally.text()));
    Ok(tally)
}

fn line(found: &Replayed) -> String {
    let outcome = match &found.outcome {
        Outcome::Identical => "identical".to_owned(),
        Outcome::OtherEngine { engine, same } => format!(
            "made by engine {engine}, this is {ENGINE_VERSION}: {} bytes",
            if *same { "the same" } else { "other" }
        ),
        Outcome::Erased => "erased".to_owned(),
        Outcome::Edited => "edited by a coach; the edit, made again: identical".to_owned(),
        Outcome::PutBack => "put back by a coach; done again: identical".to_owned(),
        Outcome::Different(difference) => format!("DIFFERENT: {difference}"),
    };
    format!("{}: {outcome}", found.revision)
}

/// How many came out how.
#[derive(Default)]
struct Tally {
    count: usize,
    different: usize,
    outcomes: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, found: &Replayed) {
        let outcome = match &found.outcome {
            Outcome::Identical => "identical".to_owned(),
            Outcome::OtherEngine { engine, same } => {
                let bytes = if *same { "same" } else { "other" };
                format!("by engine {engine} instead of {ENGINE_VERSION} ({bytes} bytes)")
            }
            Outcome::Erased => "erased".to_owned(),
            Outcome::Edited => "edited by a coach (identical when edited again)".to_owned(),
            Outcome::PutBack => "put back by a coach (identical when put back again)".to_owned(),
            Outcome::Different(_) => "DIFFERENT".to_owned(),
        };
        self.count += 1;
        self.different += usize::from(matches!(found.outcome, Outcome::Different(_)));
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.different += other.different;
    }

    fn text(&self) -> String {
        let parts: Vec<String> =
            self.outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
        match self.count {
            0 => "no revisions".to_owned(),
            count => format!("{count} revisions: {}", parts.join(", ")),
        }
    }
}
