//! The commands. Each opens what it needs, does one thing, and says what came of it.

mod backtest;
mod demo;
mod gym;
mod import;
mod import_members;
mod migrate;
mod narrate;
mod narrative_cost;
mod open;
mod plan;
mod replay;
mod run_week;
mod serve;
mod simulate;
mod system;
mod token;

use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Parser, Subcommand, ValueEnum};
use domain::calendar::Week;
use service::error::Error;

pub use system::System;

use crate::config::{Flags, Telemetry};

/// Personalised training weeks for gyms: computed ahead of time, explained, served over GraphQL.
#[derive(Parser, Debug)]
#[command(name = "microcycle", version, about)]
pub struct Command {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Fill a gym with members and a season of history, compute the coming week, and serve it.
    Demo {
        /// How many members, 1 to 100,000; where the gym has fewer, the rest is added.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        members: u32,
        /// Seed of everything that is generated.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Stop after the weeks are computed.
        #[arg(long)]
        no_serve: bool,
    },
    /// Serve the GraphQL API and do the background work.
    Serve {
        /// What this node does.
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = [NodeRole::Api, NodeRole::Worker, NodeRole::Scheduler])]
        roles: Vec<NodeRole>,
    },
    /// Bring the database to this version.
    Migrate,
    /// Set a gym up.
    Gym {
        #[command(subcommand)]
        what: GymTask,
    },
    /// Read history and people from other programs.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Recompute stored revisions from their own inputs and compare the bytes.
    Replay {
        /// The revision: an id (`revision_…`), or a plan and a number (`plan_…:2`).
        #[arg(value_parser = replay::revision, required_unless_present = "all", conflicts_with = "all")]
        revision: Option<domain::plan_ids::RevisionId>,
        /// Every revision there is.
        #[arg(long)]
        all: bool,
        /// Of this gym only.
        #[arg(long)]
        gym: Option<String>,
    },
    /// How far off the engine's loads would have been on training logs, beside other estimators.
    Backtest {
        /// The logs, as Strong, Hevy, `FitNotes` or Fitbod export them (CSV).
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Unit of the loads, where a file does not say: kg or lb.
        #[arg(long, value_parser = import::unit)]
        unit: Option<domain::vocab::WeightUnit>,
        /// Time zone of the logs that write UTC, e.g. Europe/Vienna.
        #[arg(long, value_parser = import::time_zone, default_value = "UTC")]
        time_zone: chrono_tz::Tz,
        /// Leave out rows of the wrong shape.
        #[arg(long)]
        skip_bad_rows: bool,
        /// Every figure as JSON.
        #[arg(long)]
        json: bool,
    },
    /// A member's week on the terminal, as a coach reads it.
    Plan {
        /// The member: an id (`member_…`) or the gym's own id of them.
        #[arg(long)]
        member: String,
        /// Monday of the week; default: the newest week that has a plan.
        #[arg(long, value_parser = run_week::week)]
        week: Option<Week>,
        /// Say of each number why it is what it is.
        #[arg(long)]
        trace: bool,
        /// The whole revision as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Compute a week for every active member who follows a template, and wait for it.
    RunWeek {
        /// The gym, where the database holds several.
        #[arg(long)]
        gym: Option<String>,
        /// Monday of the week; default: the coming week in the gym's time zone.
        #[arg(long, value_parser = run_week::week)]
        week: Option<Week>,
    },
    /// What Claude is asked of a week, what it answers, and what verification finds; the plan stays as it is.
    Narrate {
        /// The plan: an id (`plan_…`).
        #[arg(long)]
        plan: String,
        /// Show the request and buy nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// What Claude's words to a week will cost, before they are bought.
    NarrativeCost {
        /// The gym, where the database holds several.
        #[arg(long)]
        gym: Option<String>,
        /// Monday of the week; default: the coming week in the gym's time zone.
        #[arg(long, value_parser = run_week::week)]
        week: Option<Week>,
    },
    /// A development token for the demo gym, alone on standard output.
    Token {
        /// Whose.
        #[arg(long = "as", value_enum)]
        who: Persona,
        /// How many hours it is good for, 1 to 8,760.
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=8_760))]
        hours: u32,
    },
    /// The GraphQL schema, as in schema.graphql.
    Sdl,
    /// Let invented athletes train what the engine prescribes, and check that their loads stay true.
    Simulate {
        /// Lives of each case, 1 to 1,000.
        #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..=1_000))]
        seeds: u64,
        /// Most weeks of a life, 56 to 520.
        #[arg(long, default_value_t = 156, value_parser = clap::value_parser!(u32).range(56..=520))]
        weeks: u32,
        /// Only cases whose name holds this.
        #[arg(long)]
        case: Option<String>,
        /// A folder for a picture (SVG) of the first life of each case.
        #[arg(long)]
        plot: Option<PathBuf>,
    },
}

#[derive(Subcommand, Debug)]
enum GymTask {
    /// Add a gym with the login that owns it; twice adds it once.
    Add {
        /// Its name.
        #[arg(long)]
        name: String,
        /// Its time zone, e.g. Europe/Vienna.
        #[arg(long, value_parser = import::time_zone)]
        time_zone: chrono_tz::Tz,
        /// The `sub` of the owner's login, as the identity provider has it.
        #[arg(long)]
        owner_subject: String,
        /// The owner's name as others read it.
        #[arg(long, default_value = "Owner")]
        owner_name: String,
        /// What it loads in: kg or lb.
        #[arg(long, value_parser = import::unit, default_value = "kg")]
        unit: domain::vocab::WeightUnit,
    },
}

#[derive(Subcommand, Debug)]
enum Import {
    /// A gym's members (CSV with a header: an id and a name, and what else is known); twice changes nothing.
    Members {
        /// The file.
        file: PathBuf,
        /// The gym, where the database holds several.
        #[arg(long)]
        gym: Option<String>,
        /// Import the rest of a file that has rows that can't be.
        #[arg(long)]
        skip_bad_rows: bool,
    },
    /// A training log as Strong, Hevy, `FitNotes` or Fitbod export it (CSV).
    TrainingLog {
        /// The file.
        file: PathBuf,
        /// The member: an id (`member_…`) or the gym's own id of them.
        #[arg(long)]
        member: String,
        /// Unit of the loads, where the file does not say: kg or lb.
        #[arg(long, value_parser = import::unit)]
        unit: Option<domain::vocab::WeightUnit>,
        /// Time zone of the log, e.g. Europe/Vienna; default: the gym's.
        #[arg(long, value_parser = import::time_zone)]
        time_zone: Option<chrono_tz::Tz>,
        /// Import the rest of a file that has rows of the wrong shape.
        #[arg(long)]
        skip_bad_rows: bool,
    },
}

/// What a node does.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeRole {
    /// Serves GraphQL.
    Api,
    /// Computes weeks.
    Worker,
    /// Starts the weekly runs and sweeps.
    Scheduler,
}

/// Whose token.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    /// The demo gym's owner.
    Owner,
    /// Its first coach.
    Coach,
    /// Its first member.
    Member,
}

impl Command {
    /// How the program tells of its own work.
    pub fn telemetry(&self) -> &Telemetry {
        self.flags.telemetry()
    }
}

/// Runs a command.
pub async fn run(command: Command, system: &System) -> anyhow::Result<()> {
    match command.task {
        Task::Sdl => {
            system.say(crate::sdl::sdl().trim_end());
            return Ok(());
        }
        Task::Backtest { files, unit, time_zone, skip_bad_rows, json } => {
            let options = service::imports::Options { unit, skip_bad_rows };
            return backtest::run(system, &files, &options, time_zone, json);
        }
        Task::Simulate { seeds, weeks, case, plot } => {
            return simulate::run(system, &simulate::Simulation { seeds, weeks, case, plot });
        }
        _ => {}
    }
    let config = command.flags.check().map_err(|faults| anyhow!(faults))?;
    match command.task {
        Task::Demo { members, seed, no_serve } => {
            demo::run(&config, system, members, seed, no_serve).await
        }
        Task::Serve { roles } => serve::run(&config, system, &roles).await,
        Task::Migrate => migrate::run(&config, system).await,
        Task::Import {
            what: Import::TrainingLog { file, member, unit, time_zone, skip_bad_rows },
        } => {
            let log = import::TrainingLog { file, member, unit, time_zone, skip_bad_rows };
            import::run(&config, system, log).await
        }
        Task::Import { what: Import::Members { file, gym, skip_bad_rows } } => {
            let members = import_members::Members { file, gym, skip_bad_rows };
            import_members::run(&config, system, members).await
        }
        Task::Gym { what: GymTask::Add { name, time_zone, owner_subject, owner_name, unit } } => {
            let new = service::gyms::AddGym { name, time_zone, unit, owner_subject, owner_name };
            gym::add(&config, system, new).await
        }
        Task::Plan { member, week, trace, json } => {
            plan::run(&config, system, &member, week, trace, json).await
        }
        Task::Replay { revision, all: _, gym } => {
            replay::run(&config, system, revision, gym.as_deref()).await
        }
        Task::RunWeek { gym, week } => run_week::run(&config, system, gym.as_deref(), week).await,
        Task::Narrate { plan, dry_run } => narrate::run(&config, system, &plan, dry_run).await,
        Task::NarrativeCost { gym, week } => {
            narrative_cost::run(&config, system, gym.as_deref(), week).await
        }
        Task::Token { who, hours } => token::run(&config, system, who, hours),
        Task::Sdl | Task::Simulate { .. } | Task::Backtest { .. } => Ok(()),
    }
}

/// What to do for a member who follows no template, and so gets no week.
const ASSIGN: &str = "assign one (`assignTemplate`, or the `template` column of `import members`)";

/// What a use case refused, in the words of the command line: a field of the API is a flag here.
fn said(error: &Error) -> anyhow::Error {
    let flags = [
        ("weekOf", "--week"),
        ("gymName", "--name"),
        ("ownerSubject", "--owner-subject"),
        ("ownerName", "--owner-name"),
    ];
    let report = flags.iter().fold(error.report(), |said, (field, flag)| said.replace(field, flag));
    anyhow!(report)
}
