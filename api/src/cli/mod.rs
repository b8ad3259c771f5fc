//! The commands. Each opens what it needs, does one thing, and says what came of it.

mod demo;
mod import;
mod migrate;
mod open;
mod plan;
mod run_week;
mod serve;
mod system;
mod token;

use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Parser, Subcommand, ValueEnum};
use domain::calendar::Week;
use service::error::Error;

pub use system::System;

use crate::config::Flags;

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
    /// Read history from other programs.
    Import {
        #[command(subcommand)]
        what: Import,
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
    /// Compute a week for every active member, and wait for it.
    RunWeek {
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
}

#[derive(Subcommand, Debug)]
enum Import {
    /// A training log as Strong, Hevy or `FitNotes` export it (CSV).
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

/// Runs a command.
pub async fn run(command: Command, system: &System) -> anyhow::Result<()> {
    if matches!(command.task, Task::Sdl) {
        system.say(crate::sdl::sdl().trim_end());
        return Ok(());
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
        Task::Plan { member, week, trace, json } => {
            plan::run(&config, system, &member, week, trace, json).await
        }
        Task::RunWeek { gym, week } => run_week::run(&config, system, gym.as_deref(), week).await,
        Task::Token { who, hours } => token::run(&config, system, who, hours),
        Task::Sdl => Ok(()),
    }
}

/// What a use case refused, in the words of the command line: a field of the API is a flag here.
fn said(error: &Error) -> anyhow::Error {
    anyhow!(error.report().replace("weekOf", "--week"))
}
