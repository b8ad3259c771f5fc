//! `microcycle import members`

use std::path::PathBuf;

use anyhow::anyhow;
use domain::ids::GymId;
use service::members::import::{Imported, MemberFile, import, parse};

use super::import::unreadable;
use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

/// What to import, and where.
pub struct Members {
    pub file: PathBuf,
    pub gym: Option<String>,
    pub skip_bad_rows: bool,
}

pub async fn run(config: &Config, system: &System, members: Members) -> anyhow::Result<()> {
    let path = members.file.display().to_string();
    // The file is read and checked whole before the database is touched.
    let bytes = std::fs::read(&members.file).map_err(|error| unreadable(&path, &error))?;
    let file = parse(&bytes, members.skip_bad_rows).map_err(|error| anyhow!("{path}: {error}"))?;
    let env = open(config, system, Access::Existing).await?;
    let gym = service::lookup::gym(&env, members.gym.as_deref()).await;
    let gym = gym.map_err(|error| said(&error))?;
    let (rows, ignored) = (file.rows.len(), file.ignored.clone());
    let bar = system.progress(rows as u64, "importing members");
    let id = GymId::from_uuid(gym.id);
    let done = write(&env, id, file, members.skip_bad_rows, &|done| bar.set_position(done)).await;
    bar.finish_and_clear();
    system.say(describe(
        &path,
        &gym.name,
        &done.map_err(|fault| anyhow!("{path}: {fault}"))?,
        &ignored,
    ));
    Ok(())
}

async fn write(
    env: &service::env::Env,
    gym: GymId,
    file: MemberFile,
    skip_bad_rows: bool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Imported, String> {
    match import(env, gym, file, skip_bad_rows, progress).await {
        Ok(done) => done.map_err(|refusal| refusal.to_string()),
        Err(error) => Err(error.report()),
    }
}

fn describe(path: &str, gym: &str, done: &Imported, ignored: &[String]) -> String {
    let all = done.added + done.changed + done.unchanged;
    let mut lines = vec![
        format!("{path}: {all} members of {gym}"),
        format!("  new           {:>6}", done.added),
        format!("  changed       {:>6}", done.changed),
        format!("  there already {:>6}", done.unchanged),
        format!("  skipped rows  {:>6}", done.skipped.len()),
    ];
    if !ignored.is_empty() {
        lines.push(format!("columns that mean nothing here: {}", ignored.join(", ")));
    }
    let skipped = done.skipped.iter();
    lines.extend(skipped.map(|row| format!("skipped line {}: {}", row.line, row.reason)));
    lines.join("\n")
}
