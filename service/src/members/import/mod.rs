//! A gym's members from a file: whoever is new is added, whoever changed is changed, all in one transaction.
//! The same file again changes nothing.

mod cells;
mod file;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::{WeekdaySet, local_date};
use domain::ids::{GymId, Member, MemberId};
use domain::vocab::Experience;
use entity::instant::micros;
use entity::{gym, member, store};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::NotSet, DatabaseTransaction, IntoActiveModel as _,
};

use super::profile;
use super::update::cancel_open;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::{self, Wakes};
use crate::runs::{coming_week, zone};

pub use file::{BadRow, MemberFile, MemberFileError, MemberRow, parse};
use people::People;

/// Wanted sessions a week where a file says nothing (as `addMember`).
const SESSIONS_A_WEEK: i32 = 3;
/// Rows after which is told how far it has come.
const STEP: usize = 100;

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Members who are new.
    pub added: usize,
    /// Members who changed.
    pub changed: usize,
    /// Members who were as the file says.
    pub unchanged: usize,
    /// Rows that were left out.
    pub skipped: Vec<BadRow>,
    /// Whom to wake.
    pub wakes: Wakes,
}

/// Brings a gym's members to what a file says. Rows that name what is not there refuse the file, unless they
/// are to be left out. Cells that are empty leave what is there as it is.
pub async fn import(
    env: &Env,
    gym: GymId,
    file: MemberFile,
    skip_bad_rows: bool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<std::result::Result<Imported, MemberFileError>> {
    let txn = env.db.write().await?;
    // Two imports into one gym wait for each other here.
    let row = store::gyms::lock(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(env.now(), zone(&row)?);
    let (rows, bad) = People::load(&txn, gym, &file.rows).await?.sorted(file.rows, today);
    let total = rows.len() + bad.len() + file.skipped.len();
    if !bad.is_empty() && !skip_bad_rows {
        return Ok(Err(MemberFileError::bad_rows(&bad, total)));
    }
    let mut writing = Writing { txn: &txn, env, gym: &row, done: Imported::default() };
    let mut rights = false;
    for (index, (before, row)) in rows.into_iter().enumerate() {
        rights |= writing.one(before, row).await?;
        if index % STEP == 0 {
            progress(index as u64);
        }
    }
    let mut done = writing.done;
    done.skipped = file.skipped.into_iter().chain(bad).collect();
    done.skipped.sort_by_key(|row| row.line);
    if rights {
        done.wakes.events.extend(events::rights_changed(&txn, gym, env.now()).await?);
    }
    txn.commit().await.map_err(profile::conflict)?;
    Ok(Ok(done))
}

struct Writing<'a> {
    txn: &'a DatabaseTransaction,
    env: &'a Env,
    gym: &'a gym::Model,
    done: Imported,
}

impl Writing<'_> {
    /// Adds or changes a member; answers whether a login changed hands.
    async fn one(&mut self, before: Option<member::Model>, row: Resolved) -> Result<bool> {
        let gym = GymId::from_uuid(self.gym.id);
        let today = local_date(self.env.now(), zone(self.gym)?);
        let was = before.clone().unwrap_or_else(|| self.blank(&row, today));
        let after = row.applied(was, coming_week(today).monday());
        match before {
            None => {
                let login = after.subject.is_some();
                let added = store::members::insert(self.txn, gym, vec![after]).await;
                added.map_err(profile::conflict)?;
                self.done.added += 1;
                Ok(login)
            }
            Some(before) if before == after => {
                self.done.unchanged += 1;
                Ok(false)
            }
            Some(before) => {
                let id = MemberId::from_uuid(after.id);
                let rights = before.subject != after.subject;
                let changes = member::ActiveModel {
                    id: NotSet,
                    ..after.clone().into_active_model().reset_all()
                };
                let written = store::members::update(self.txn, gym, &[id], changes).await;
                written.map_err(profile::conflict)?;
                if before.active && !after.active {
                    cancel_open(self.txn, self.env, self.gym, id).await?;
                }
                self.done.changed += 1;
                Ok(rights)
            }
        }
    }

    fn blank(&self, row: &Resolved, today: chrono::NaiveDate) -> member::Model {
        member::Model {
            id: self.env.id::<Member>().uuid(),
            gym_id: self.gym.id,
            external_id: Some(row.said.external_id.clone()),
            subject: None,
            display_name: String::new(),
            joined_on: today,
            active: true,
            bodyweight_kg: None,
            coach_id: None,
            experience: Experience::Novice.to_string(),
            sessions_per_week: SESSIONS_A_WEEK,
            available_days: i32::from(WeekdaySet::ALL.bits()),
            template_id: None,
            template_starts_on: None,
            created_at: micros(self.env.now()),
            erased_at: None,
        }
    }
}

/// A row with the people and programmes it names found.
struct Resolved {
    said: MemberRow,
    coach: Option<uuid::Uuid>,
    template: Option<uuid::Uuid>,
}

impl Resolved {
    /// The member as the row says. Who follows a programme goes on with it.
    fn applied(self, before: member::Model, coming: chrono::NaiveDate) -> member::Model {
        let Self { said, coach, template } = self;
        let template = template.filter(|_| before.template_id.is_none());
        member::Model {
            subject: said.subject.or(before.subject),
            display_name: said.display_name,
            joined_on: said.joined_on.unwrap_or(before.joined_on),
            active: said.active.unwrap_or(before.active),
            bodyweight_kg: said.bodyweight_kg.or(before.bodyweight_kg),
            coach_id: coach.or(before.coach_id),
            experience: said.experience.map_or(before.experience, |word| word.to_string()),
            sessions_per_week: said.sessions_per_week.unwrap_or(before.sessions_per_week),
            available_days: said
                .available_days
                .map_or(before.available_days, |days| i32::from(days.bits())),
            template_id: template.or(before.template_id),
            template_starts_on: template.map(|_| coming).or(before.template_starts_on),
            ..before
        }
    }
}

/// Names of which nothing is known twice: by folded name, `None` where several have it.
fn by_name<T: Copy>(named: impl Iterator<Item = (String, T)>) -> BTreeMap<String, Option<T>> {
    let mut known: BTreeMap<String, Option<T>> = BTreeMap::new();
    for (name, value) in named {
        known
            .entry(name.trim().to_lowercase())
            .and_modify(|one| *one = None)
            .or_insert(Some(value));
    }
    known
}

/// The first of several faults of one row, as the file's reader is told.
fn told(error: &Error) -> String {
    match error {
        Error::Invalid(faults) if faults.iter().all(|one| one.code != UserErrorCode::Conflict) => {
            faults
                .iter()
                .map(|one| one.message.as_str())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join("; ")
        }
        other => other.report(),
    }
}
