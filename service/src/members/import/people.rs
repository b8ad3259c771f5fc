//! What the rows of a file name, found in the gym.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::ids::GymId;
use domain::vocab::TemplateStatus;
use entity::{member, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::super::profile::Profile;
use super::{BadRow, MemberRow, Resolved, by_name, told};
use crate::error::Result;

/// Names that one look-up asks for.
const AT_ONCE: usize = 1_000;

/// The gym's people and programmes, as far as a file may name them.
pub(super) struct People {
    members: HashMap<String, member::Model>,
    /// Whose login each subject is.
    logins: BTreeMap<String, Uuid>,
    coaches: BTreeMap<String, Option<Uuid>>,
    templates: BTreeMap<String, Option<Uuid>>,
}

impl People {
    pub(super) async fn load(
        txn: &DatabaseTransaction,
        gym: GymId,
        rows: &[MemberRow],
    ) -> Result<Self> {
        let mut members = HashMap::new();
        let names: Vec<String> = rows.iter().map(|row| row.external_id.clone()).collect();
        for some in names.chunks(AT_ONCE) {
            for row in store::members::by_external_ids(txn, gym, some).await? {
                members.extend(row.external_id.clone().map(|name| (name, row)));
            }
        }
        let subjects: Vec<String> = rows.iter().filter_map(|row| row.subject.clone()).collect();
        let mut logins = BTreeMap::new();
        for some in subjects.chunks(AT_ONCE) {
            let held = store::members::of_subjects(txn, gym, some).await?;
            logins.extend(held.into_iter().filter_map(|row| Some((row.subject?, row.id))));
        }
        let coaches = store::coaches::all(txn, gym).await?;
        let coaches = coaches.into_iter().filter(|coach| coach.active);
        let templates = store::templates::all(txn, gym, false).await?;
        let followed = templates
            .into_iter()
            .filter(|template| template.status == TemplateStatus::Published.as_str());
        Ok(Self {
            members,
            logins,
            coaches: by_name(coaches.map(|coach| (coach.display_name, coach.id))),
            templates: by_name(followed.map(|template| (template.name, template.id))),
        })
    }

    /// The rows that can be written, each with the member who is there; and those that can't.
    pub(super) fn sorted(
        mut self,
        rows: Vec<MemberRow>,
        today: NaiveDate,
    ) -> (Vec<(Option<member::Model>, Resolved)>, Vec<BadRow>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        let mut taken: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows {
            let line = row.line;
            let mut faults = Vec::new();
            faults.extend(out_of_range(&row, today));
            faults.extend(self.login_of_another(&row));
            if let Some(subject) = &row.subject
                && let Some(first) = taken.insert(subject.clone(), line)
            {
                faults.push(format!("the login {subject:?} is that of line {first} as well"));
            }
            let mut named =
                |known: &BTreeMap<String, Option<Uuid>>, name: Option<&String>, what| {
                    let name = name?;
                    match known.get(&name.trim().to_lowercase()) {
                        Some(Some(id)) => return Some(*id),
                        Some(None) => faults.push(format!("several {what}s are called {name:?}")),
                        None => faults.push(format!("the gym has no {what} called {name:?}")),
                    }
                    None
                };
            let coach = named(&self.coaches, row.coach.as_ref(), "coach");
            let template = named(&self.templates, row.template.as_ref(), "template in force");
            if faults.is_empty() {
                let before = self.members.remove(&row.external_id);
                good.push((before, Resolved { said: row, coach, template }));
            } else {
                bad.push(BadRow { line, reason: faults.join("; ") });
            }
        }
        (good, bad)
    }

    fn login_of_another(&self, row: &MemberRow) -> Option<String> {
        let subject = row.subject.as_ref()?;
        let own = self.members.get(&row.external_id).map(|member| member.id);
        let holder = self.logins.get(subject)?;
        (Some(*holder) != own).then(|| format!("the login {subject:?} is another member's"))
    }
}

/// What `addMember` would refuse.
fn out_of_range(row: &MemberRow, today: NaiveDate) -> Option<String> {
    let profile = Profile {
        display_name: Some(&row.display_name),
        external_id: Some(&row.external_id),
        subject: row.subject.as_deref(),
        bodyweight_kg: row.bodyweight_kg,
        sessions_per_week: row.sessions_per_week,
        joined_on: row.joined_on,
    };
    profile.check(today).err().map(|error| told(&error))
}
