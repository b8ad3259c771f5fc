//! A record entered by hand: by the member, judged like a logged one, or by a coach, who sets the value.

use chrono::{Days, NaiveDate};
use domain::access::{Action, Actor, Subject, allows, authorize};
use domain::calendar::local_date;
use domain::digest::Work;
use domain::evidence::Pieces;
use domain::ids::{GymId, MemberId, Record, RecordId};
use domain::records::{RecordSet, judge};
use domain::snapshot::GymFacts;
use domain::vocab::{E1rmBasis, Trigger};
use entity::instant::{FIRST_DAY, micros};
use entity::{movement, personal_record, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::book::Book;
use super::{Judged, find};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::inputs::gym_facts;
use crate::material::{Decision, ask_if_material};
use crate::members::{MemberRef, locked, resolve};

/// Who reports what is entered through the API.
const SOURCE: &str = "api";
/// Longest external id, in characters.
const NAME_LENGTH: usize = 100;
/// Most repetitions of one record that are believed.
const MOST_REPS: f64 = 2_000.0;
/// Heaviest load in kilograms that is believed; the strongest lifts on record are about half of it.
const MOST_KG: f64 = 1_000.0;
/// Farthest record in metres, and longest in seconds, that are believed. House choices.
const MOST_METRES: f64 = 500_000.0;
const MOST_SECONDS: f64 = 172_800.0;

/// A record as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordPersonalRecord {
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// The client's own id: the same one again replaces the record.
    pub external_id: Option<String>,
    /// Key of the movement.
    pub movement_key: String,
    /// Default: today.
    pub achieved_on: Option<NaiveDate>,
    /// Repetitions.
    pub reps: Option<i32>,
    /// Kilograms.
    pub load_kg: Option<f64>,
    /// Rating of perceived exertion.
    pub rpe: Option<f64>,
    /// Metres.
    pub distance_metres: Option<f64>,
    /// Seconds.
    pub time_seconds: Option<f64>,
}

/// Stores a record. The same again changes nothing.
pub async fn enter(env: &Env, actor: &Actor, input: RecordPersonalRecord) -> Result<Done<Judged>> {
    let gym = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(env.db.read(), &gym).await?;
    let today = local_date(env.now(), facts.time_zone);
    input.check(today)?;
    let txn = env.db.write().await?;
    let member = resolve(&txn, actor, input.member.as_ref()).await?;
    let id = MemberId::from_uuid(member.id);
    authorize(actor, Action::RecordPersonalRecord, &Subject::member(actor.gym, id))?;
    let member = locked(&txn, actor.gym, id, "member").await?;
    let movement = known_movement(&txn, actor.gym, &input.movement_key).await?;
    let entry = Entry { env, actor, facts: &facts, member: id, movement: &movement };
    let row = entry.row(&txn, &input, input.achieved_on.unwrap_or(today)).await?;
    let Some(row) = put(&txn, actor.gym, row).await? else {
        let on = input.achieved_on.unwrap_or(today);
        let before = same(&txn, actor.gym, id, &input, movement.id, on).await?;
        let record = before.ok_or(Error::NotFound("record"))?;
        let decision = Decision::immaterial("nothing new was reported");
        return Ok(Done::quiet(Judged { record, member, decision }));
    };
    find(&txn, env, actor.gym, id, SOURCE, Vec::new(), &facts).await?;
    let decision = ask_if_material(&txn, env, &gym, id, Trigger::PersonalRecord).await?;
    let known = RecordId::from_uuid(row.id);
    let record = store::records::find_kept(&txn, actor.gym, known).await?.unwrap_or(row);
    txn.commit().await?;
    let wakes = decision.wakes();
    Ok(Done { value: Judged { record, member, decision }, wakes })
}

async fn known_movement(
    txn: &DatabaseTransaction,
    gym: GymId,
    key: &str,
) -> Result<movement::Model> {
    let found = store::movements::by_keys(txn, gym, &[key.to_owned()]).await?;
    found.into_iter().find(|row| row.mapped_to.is_none()).ok_or_else(|| {
        let message = format!("there is no movement {key}");
        Error::field(&["movementKey"], UserErrorCode::NotFound, message)
    })
}

/// The record that a repetition is one of: by its id, else by all that it says.
async fn same(
    txn: &DatabaseTransaction,
    gym: GymId,
    member: MemberId,
    input: &RecordPersonalRecord,
    movement: Uuid,
    on: NaiveDate,
) -> Result<Option<personal_record::Model>> {
    let kept = store::records::kept(txn, gym, member).await?;
    let own = kept.into_iter().filter(|row| row.source == SOURCE && row.session_log_id.is_none());
    let mut own = own.filter(|row| {
        if input.external_id.is_some() {
            row.external_id == input.external_id
        } else {
            let standing = row.external_id.is_none() && row.dismissed_at.is_none();
            standing && row.movement_id == movement && says(row, input, on)
        }
    });
    Ok(own.next())
}

/// Whether a row says what is entered.
fn says(row: &personal_record::Model, input: &RecordPersonalRecord, on: NaiveDate) -> bool {
    // A coach who names no repetitions sets the value of one.
    let coach_set = row.basis.as_deref() == Some(E1rmBasis::CoachSet.as_str());
    let reps = input.reps.or(coach_set.then_some(1));
    row.achieved_on == on
        && row.reps == reps
        && row.load_kg == input.load_kg
        && row.rpe == input.rpe
        && row.distance_metres == input.distance_metres
        && row.time_seconds == input.time_seconds
}

/// What becomes of the row of an entry.
enum Row {
    New(personal_record::Model),
    InPlaceOf(personal_record::Model),
    Unchanged,
}

async fn put(
    txn: &DatabaseTransaction,
    gym: GymId,
    row: Row,
) -> Result<Option<personal_record::Model>> {
    match row {
        Row::Unchanged => Ok(None),
        Row::New(row) => {
            store::records::insert(txn, gym, vec![row.clone()]).await?;
            Ok(Some(row))
        }
        Row::InPlaceOf(row) => {
            store::records::replace(txn, gym, row.clone()).await?;
            Ok(Some(row))
        }
    }
}

/// What an entry is judged by.
struct Entry<'a> {
    env: &'a Env,
    actor: &'a Actor,
    facts: &'a GymFacts,
    member: MemberId,
    movement: &'a movement::Model,
}

impl Entry<'_> {
    async fn row(
        &self,
        txn: &DatabaseTransaction,
        input: &RecordPersonalRecord,
        on: NaiveDate,
    ) -> Result<Row> {
        let gym = self.actor.gym;
        let before = same(txn, gym, self.member, input, self.movement.id, on).await?;
        if let Some(before) = &before
            && before.movement_id == self.movement.id
            && says(before, input, on)
        {
            if before.dismissed_at.is_some() {
                let message = "a coach has dismissed this record";
                return Err(Error::field(&[], UserErrorCode::NotAllowedInState, message));
            }
            return Ok(Row::Unchanged);
        }
        let (value, basis, confirmed) = self.judged(txn, input, on).await?;
        let by_coach = basis == Some(E1rmBasis::CoachSet);
        let row = personal_record::Model {
            id: before.as_ref().map_or_else(|| self.env.id::<Record>().uuid(), |row| row.id),
            gym_id: gym.uuid(),
            member_id: self.member.uuid(),
            movement_id: self.movement.id,
            source: SOURCE.to_owned(),
            external_id: input.external_id.clone(),
            session_log_id: None,
            achieved_on: on,
            reps: input.reps.or(by_coach.then_some(1)),
            load_kg: input.load_kg,
            rpe: input.rpe,
            e1rm_kg: value,
            distance_metres: input.distance_metres,
            time_seconds: input.time_seconds,
            basis: basis.map(|basis| basis.to_string()),
            confirmed,
            dismissed_at: None,
            recorded_at: micros(self.env.now()),
            decided_at: self.is_coach().then(|| micros(self.env.now())),
        };
        Ok(if before.is_some() { Row::InPlaceOf(row) } else { Row::New(row) })
    }

    /// Who may confirm a record need not be asked about their own entry.
    fn is_coach(&self) -> bool {
        allows(self.actor, Action::JudgeRecord)
    }

    /// Value in kilograms, what it rests on, and whether it counts at once.
    async fn judged(
        &self,
        txn: &DatabaseTransaction,
        input: &RecordPersonalRecord,
        on: NaiveDate,
    ) -> Result<(Option<f64>, Option<E1rmBasis>, bool)> {
        let Some(load_kg) = input.load_kg else { return Ok((None, None, true)) };
        let key = &self.movement.key;
        let lift = self.facts.catalogue.lift_of(key);
        if self.is_coach() && input.reps.is_none_or(|reps| reps == 1) && input.rpe.is_none() {
            if lift != key {
                let message = format!(
                    "movementKey must be the lift whose maximum is set: {key} is read on {lift}"
                );
                return Err(Error::field(&["movementKey"], UserErrorCode::Invalid, message));
            }
            return Ok((Some(load_kg), Some(E1rmBasis::CoachSet), true));
        }
        let reps = u32::try_from(input.reps.unwrap_or(1)).unwrap_or(0);
        let set = RecordSet { reps, load_kg, rpe: input.rpe, work: Work::Strength };
        let strength = &self.facts.config.strength;
        let Some((value, basis)) = set.estimate(strength) else { return Ok((None, None, true)) };
        let movements = std::iter::once(self.movement.id);
        let book = Book::load(txn, self.actor.gym, self.member, movements, self.facts).await?;
        // Beside a logged set that is doubted, what a person enters is a second word on it.
        let known = Pieces { confirmed: book.confirmed(lift)?, ..Pieces::default() };
        let verdict = judge(on, (value, basis), lift == key, &known, strength);
        Ok((Some(value), Some(verdict.basis), verdict.counts || self.is_coach()))
    }
}

impl RecordPersonalRecord {
    /// Names every fault at once.
    fn check(&self, today: NaiveDate) -> Result<()> {
        let mut faults = Faults::default();
        let newest = today + Days::new(1);
        if let Some(on) = self.achieved_on.filter(|on| *on > newest || *on < FIRST_DAY) {
            let message = format!("achievedOn must be {FIRST_DAY} to {newest}, got {on}");
            faults.add(&["achievedOn"], UserErrorCode::OutOfRange, message);
        }
        if self.external_id.is_some() {
            faults.text(&["externalId"], self.external_id.as_deref(), NAME_LENGTH);
        }
        faults.range(&["reps"], self.reps.map(f64::from), 1.0, MOST_REPS);
        faults.range(&["rpe"], self.rpe, 0.0, 10.0);
        positive(&mut faults, "loadKg", self.load_kg, MOST_KG);
        positive(&mut faults, "distanceMetres", self.distance_metres, MOST_METRES);
        positive(&mut faults, "timeSeconds", self.time_seconds, MOST_SECONDS);
        let numbers = [self.load_kg, self.distance_metres, self.time_seconds];
        if self.reps.is_none() && numbers.iter().all(Option::is_none) {
            let message = "one of loadKg, reps, distanceMetres and timeSeconds must be given";
            faults.add(&[], UserErrorCode::Invalid, message);
        }
        faults.end()
    }
}

fn positive(faults: &mut Faults, field: &str, value: Option<f64>, most: f64) {
    if let Some(value) = value.filter(|value| !(*value > 0.0 && *value <= most)) {
        let message = format!("{field} must be above 0 and at most {most}, got {value}");
        faults.add(&[field], UserErrorCode::OutOfRange, message);
    }
}
