//! What is told of a member, and within which ranges.

use chrono::{Days, NaiveDate};
use domain::edit::Edit;
use domain::ids::{CoachId, GymId, MemberId};
use entity::store;
use sea_orm::{ConnectionTrait, DbErr};

use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// Longest name, external id and login in characters. House choice: what a row of a list can show, what other
/// systems use as ids, what an identity provider allows as `sub`.
const NAME_LENGTH: usize = 200;
const EXTERNAL_ID_LENGTH: usize = 100;
const SUBJECT_LENGTH: usize = 255;
/// Bodyweight that is believed, in kilograms.
const BODYWEIGHT_KG: (f64, f64) = (20.0, 400.0);
/// Wanted sessions a week: at most one a day.
const SESSIONS: (f64, f64) = (0.0, 7.0);
/// How far ahead someone may join, in days. House choice: a year.
const JOIN_DAYS: u64 = 366;

/// Texts and numbers of a member, as far as they are given.
#[derive(Debug, Default)]
pub(super) struct Profile<'a> {
    pub(super) display_name: Option<&'a str>,
    pub(super) external_id: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
    pub(super) bodyweight_kg: Option<f64>,
    pub(super) sessions_per_week: Option<i32>,
    pub(super) joined_on: Option<NaiveDate>,
}

impl Profile<'_> {
    /// Names every fault at once.
    pub(super) fn check(&self, today: NaiveDate) -> Result<()> {
        let mut faults = Faults::default();
        faults.text(&["displayName"], self.display_name, NAME_LENGTH);
        faults.text(&["externalId"], self.external_id, EXTERNAL_ID_LENGTH);
        faults.text(&["subject"], self.subject, SUBJECT_LENGTH);
        let (least, most) = BODYWEIGHT_KG;
        faults.range(&["bodyweightKg"], self.bodyweight_kg, least, most);
        let (least, most) = SESSIONS;
        faults.range(&["sessionsPerWeek"], self.sessions_per_week.map(f64::from), least, most);
        let last = today + Days::new(JOIN_DAYS);
        if let Some(date) = self.joined_on.filter(|date| *date > last) {
            let message = format!("joinedOn must be {last} at the latest, got {date}");
            faults.add(&["joinedOn"], UserErrorCode::OutOfRange, message);
        }
        faults.end()
    }
}

/// Refuses an external id or a login that another member has.
pub(super) async fn free(
    db: &impl ConnectionTrait,
    gym: GymId,
    own: Option<MemberId>,
    external_id: Option<&str>,
    subject: Option<&str>,
) -> Result<()> {
    let mut faults = Faults::default();
    let own = own.map(|id| id.uuid());
    if let Some(external) = external_id {
        let found = store::members::by_external_ids(db, gym, &[external.to_owned()]).await?;
        if found.iter().any(|other| Some(other.id) != own) {
            let message = format!("externalId {external} is another member's");
            faults.add(&["externalId"], UserErrorCode::Duplicate, message);
        }
    }
    if let Some(subject) = subject {
        let found = store::members::find_subject(db, gym, subject).await?;
        if found.is_some_and(|other| Some(other.id) != own) {
            let message = format!("subject {subject} is another member's");
            faults.add(&["subject"], UserErrorCode::Duplicate, message);
        }
    }
    faults.end()
}

/// Refuses a coach whom the gym does not have, or not any more.
pub(super) async fn coaches(
    db: &impl ConnectionTrait,
    gym: GymId,
    coach: Option<CoachId>,
) -> Result<()> {
    let Some(coach) = coach else { return Ok(()) };
    match store::coaches::find(db, gym, coach).await? {
        Some(row) if row.active => Ok(()),
        _ => {
            let message = "there is no such coach";
            Err(Error::field(&["coachId"], UserErrorCode::NotFound, message))
        }
    }
}

/// A write that met another of the same moment.
pub(super) fn conflict(fault: DbErr) -> Error {
    if !entity::db::is_duplicate(&fault) {
        return fault.into();
    }
    let message = "another member got the same externalId or subject at the same moment";
    Error::field(&[], UserErrorCode::Conflict, message)
}

/// The text that a change sets.
pub(super) fn text(change: &Edit<String>) -> Option<&str> {
    if let Edit::Set(text) = change { Some(text) } else { None }
}
