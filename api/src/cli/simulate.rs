//! `simulate`: the closed loop of invented athletes, its criteria as a table, and each athlete drawn.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use service::athlete::{Case, Event, Line, Outcome, cases, chart, judge, live};

use super::System;

/// The lift that is drawn.
const DRAWN: &str = "back-squat";

/// What to simulate.
pub struct Simulation {
    /// Lives of each case.
    pub seeds: u64,
    /// Most weeks of a life.
    pub weeks: u32,
    /// Only cases whose name holds this.
    pub case: Option<String>,
    /// Where to write a picture of the first life of each case.
    pub plot: Option<PathBuf>,
}

pub fn run(system: &System, simulation: &Simulation) -> anyhow::Result<()> {
    let wanted =
        |case: &Case| simulation.case.as_ref().is_none_or(|part| case.name.contains(part.as_str()));
    let chosen: Vec<Case> = cases(&[]).into_iter().filter(wanted).collect();
    if chosen.is_empty() {
        let part = simulation.case.as_deref().unwrap_or_default();
        bail!("--case must be part of a case's name, got {part}: leave it out to see them all");
    }
    let mut failed = 0;
    for mut case in chosen {
        case.weeks = case.weeks.min(simulation.weeks);
        let lives = lives(&case, simulation.seeds);
        let without = match case.event {
            Event::Typed(_) => lives_without(&case, simulation.seeds),
            _ => Vec::new(),
        };
        for line in judge(&case, &lives, &without) {
            failed += u32::from(!line.holds());
            system.say(row(&line));
        }
        if let (Some(folder), Some(life)) = (&simulation.plot, lives.first()) {
            draw(folder, &case, life)?;
        }
    }
    if failed > 0 {
        bail!("{failed} criteria do not hold");
    }
    Ok(())
}

fn lives(case: &Case, seeds: u64) -> Vec<Outcome> {
    (0..seeds).into_par_iter().map(|seed| live(case, seed)).collect()
}

fn lives_without(case: &Case, seeds: u64) -> Vec<Outcome> {
    lives(&Case { event: Event::None, ..case.clone() }, seeds)
}

fn row(line: &Line) -> String {
    let holds = if line.holds() { "holds" } else { "FAILS" };
    let seed = line.seed.map_or_else(String::new, |seed| format!("  farthest: seed {seed}"));
    let range = match (line.least, line.most) {
        (least, most) if most >= 9.0 => format!("at least {least}"),
        (least, most) if least <= 0.0 => format!("at most {most}"),
        (least, most) => format!("{least} to {most}"),
    };
    format!("{holds}  {:<44} {:<46} {:>8.4}  {range}{seed}", line.case, line.what, line.value)
}

fn draw(folder: &Path, case: &Case, life: &Outcome) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("--plot: {} can't be made", folder.display()))?;
    let title = format!("{}: back squat", case.name);
    let Some(picture) = chart::svg(&title, life, DRAWN) else {
        return Ok(());
    };
    let name: String =
        case.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let file = folder.join(format!("{name}.svg"));
    std::fs::write(&file, picture).with_context(|| format!("{} can't be written", file.display()))
}
