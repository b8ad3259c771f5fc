//! Writes the demo's members with their histories, many in one transaction.

use chrono::NaiveDate;
use domain::calendar::{Week, WeekdaySet, local_date, weekday};
use domain::ids::{CoachId, GymId, MemberId, TemplateId};
use domain::snapshot::GymFacts;
use domain::vocab::Experience;
use entity::{gym as gym_row, readiness_revision, session_log, set_log, store};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::athlete::Athlete;
use super::member::{self, Person, Season};
use super::readiness::{self, Whose};
use super::session::{self, Done, Ids};
use crate::env::Env;
use crate::error::Result;
use crate::inputs::gym_facts;
use crate::movements::Names;
use crate::records::{self, Lifted};
use crate::sessions;

/// Members written in one transaction.
pub(super) const BATCH: u32 = 200;
/// Members above which the histories are kept short, so that the largest gym is filled in minutes.
const MANY: u32 = 1_000;

/// Share of the mornings on which a member checks in.
const CHECKS_IN: f64 = 0.85;

/// How much history each member gets.
#[derive(Debug, Clone, Copy)]
struct Depth {
    weeks: u32,
    mornings: u32,
    records: bool,
}

impl Depth {
    const fn of(members: u32) -> Self {
        if members > MANY {
            Self { weeks: 4, mornings: 7, records: false }
        } else {
            Self { weeks: 12, mornings: 42, records: true }
        }
    }
}

/// What every batch needs.
pub(super) struct Filler<'a> {
    env: &'a Env,
    pub(super) gym: gym_row::Model,
    facts: GymFacts,
    ids: Ids,
    coaches: Vec<CoachId>,
    programmes: Vec<TemplateId>,
    members: u32,
    seed: u64,
    depth: Depth,
    today: NaiveDate,
}

impl<'a> Filler<'a> {
    /// For that many members in the end; the coaches and programmes take turns.
    pub(super) async fn new(
        env: &'a Env,
        db: &impl ConnectionTrait,
        gym: gym_row::Model,
        (coaches, programmes): (Vec<CoachId>, Vec<TemplateId>),
        members: u32,
        seed: u64,
    ) -> Result<Self> {
        let id = GymId::from_uuid(gym.id);
        let facts = gym_facts(db, &gym).await?;
        let tracks = store::tracks::all(db, id).await?;
        let names = Names::load(db, id).await?;
        let movements = names.by_key().into_iter().map(|(key, id)| (key.to_owned(), id)).collect();
        let ids = Ids {
            tracks: tracks.into_iter().map(|track| (track.key, track.id)).collect(),
            movements,
        };
        let today = local_date(env.now(), facts.time_zone);
        let depth = Depth::of(members);
        Ok(Self { env, gym, facts, ids, coaches, programmes, members, seed, depth, today })
    }

    /// Writes the members from `first` on, with their histories; answers how many sessions.
    pub(super) async fn batch(&mut self, txn: &DatabaseTransaction, first: u32) -> Result<u64> {
        let gym = GymId::from_uuid(self.gym.id);
        let mut rows = Rows::default();
        for number in first..self.members.min(first + BATCH) {
            self.one(number, &mut rows)?;
        }
        let sessions = rows.logs.len() as u64;
        let of_records = if self.depth.records { rows.lifted() } else { Vec::new() };
        store::members::insert(txn, gym, rows.members).await?;
        store::goals::insert(txn, gym, rows.goals).await?;
        store::restrictions::insert(txn, gym, rows.restrictions).await?;
        store::session_logs::insert(txn, gym, rows.logs, rows.sets).await?;
        store::readiness::insert(txn, gym, rows.readiness).await?;
        store::readiness::keep_revisions(txn, gym, rows.revisions).await?;
        for (member, lifted) in of_records {
            records::find(txn, self.env, gym, member, "demo", lifted, &self.facts).await?;
        }
        Ok(sessions)
    }

    fn one(&self, number: u32, rows: &mut Rows) -> Result<()> {
        let mut dice = ChaCha12Rng::seed_from_u64(self.seed);
        dice.set_stream(u64::from(number));
        let coach = self.coaches[number as usize % self.coaches.len()];
        let programme = self.programmes[usize::from(number % 4 == 3) % self.programmes.len()];
        let person =
            member::person(self.env, number, self.gym.id, coach, programme, self.today, &mut dice);
        self.season(&person, &mut dice, rows)?;
        rows.members.push(person.row);
        rows.goals.extend(person.goals);
        rows.restrictions.extend(person.restrictions);
        Ok(())
    }

    /// Lives a season that ends this morning: its sessions, and the mornings of its end.
    fn season(&self, person: &Person, dice: &mut ChaCha12Rng, rows: &mut Rows) -> Result<()> {
        let experience = person.row.experience.parse().unwrap_or(Experience::Intermediate);
        let bodyweight = person.row.bodyweight_kg.unwrap_or(75.0);
        let mut athlete = Athlete::new(bodyweight, experience, person.row.sessions_per_week, dice);
        let first = Week::containing(self.today).plus(-i64::from(self.depth.weeks));
        let mut number = 0;
        for date in first.monday().iter_days().take_while(|date| *date <= self.today) {
            let ago = (self.today - date).num_days();
            let week = Week::containing(date).weeks_since(first) as u32;
            athlete.wake(date);
            self.morning(person, &athlete, date, dice, rows);
            if date == self.today || !self.trains(person, date, week, dice) {
                continue;
            }
            let done = Done {
                member: MemberId::from_uuid(person.row.id),
                date,
                week,
                number,
                volume: person.season.volume(ago),
                knee: person.season == Season::Injured && ago <= 12,
            };
            if self.logs(done, &mut athlete, bodyweight, dice, rows)? {
                number += 1;
            }
        }
        Ok(())
    }

    /// Writes one session; false where the gym lacks what it needs.
    fn logs(
        &self,
        done: Done,
        athlete: &mut Athlete,
        bodyweight_kg: f64,
        dice: &mut ChaCha12Rng,
        rows: &mut Rows,
    ) -> Result<bool> {
        if done.week.is_multiple_of(session::WAVE_WEEKS) {
            athlete.test();
        }
        let Some(log) = session::log(done, athlete, &self.ids, dice) else {
            return Ok(false);
        };
        let (log, sets) =
            sessions::rows(self.env, self.gym.id, &self.facts, Some(bodyweight_kg), log)?;
        rows.logs.push(log);
        rows.sets.extend(sets);
        Ok(true)
    }

    /// Whether a member trains on a day: on the first of their days in the week, as many as they want,
    /// as the season goes.
    fn trains(&self, person: &Person, date: NaiveDate, week: u32, dice: &mut ChaCha12Rng) -> bool {
        let luck: f64 = dice.random();
        let days = WeekdaySet::from_bits(u8::try_from(person.row.available_days).unwrap_or(0));
        let today = weekday(date);
        let ago = (self.today - date).num_days();
        let before = days.iter().filter(|day| *day < today).count();
        let wanted = usize::try_from(person.row.sessions_per_week).unwrap_or(0);
        let extra = person.season.volume(ago) > 1.0;
        if !days.contains(today) || (before >= wanted && !extra) {
            return false;
        }
        let share = match person.season {
            Season::New => f64::from(u8::from(ago <= 5)),
            Season::Returning if (5..27).contains(&ago) => 0.0,
            Season::Fading if ago <= 15 => 0.0,
            Season::Fading => 1.0 - 0.8 * f64::from(week) / f64::from(self.depth.weeks),
            _ => 0.93,
        };
        luck < share
    }

    fn morning(
        &self,
        person: &Person,
        athlete: &Athlete,
        date: NaiveDate,
        dice: &mut ChaCha12Rng,
        rows: &mut Rows,
    ) {
        let mornings = if person.season == Season::New { 4 } else { self.depth.mornings };
        if (self.today - date).num_days() >= i64::from(mornings) {
            return;
        }
        let whose = Whose {
            gym: self.gym.id,
            member: person.row.id,
            watch: athlete.watch,
            checks_in: dice.random_bool(CHECKS_IN),
        };
        let entries = readiness::morning(self.env, whose, &athlete.morning(date));
        rows.revisions.extend(entries.iter().map(crate::readiness::revision));
        rows.readiness.extend(entries);
    }
}

/// The rows of one batch.
#[derive(Default)]
struct Rows {
    members: Vec<entity::member::Model>,
    goals: Vec<entity::goal::Model>,
    restrictions: Vec<entity::restriction::Model>,
    logs: Vec<session_log::Model>,
    sets: Vec<set_log::Model>,
    readiness: Vec<entity::readiness_entry::Model>,
    revisions: Vec<readiness_revision::Model>,
}

impl Rows {
    /// What could be a record, by member.
    fn lifted(&self) -> Vec<(MemberId, Vec<Lifted>)> {
        let mut sets = self.sets.iter().peekable();
        let mut out: Vec<(MemberId, Vec<Lifted>)> = Vec::new();
        for log in &self.logs {
            let member = MemberId::from_uuid(log.member_id);
            if out.last().is_none_or(|last| last.0 != member) {
                out.push((member, Vec::new()));
            }
            while let Some(set) = sets.next_if(|set| set.session_log_id == log.id) {
                if let Some((_, lifted)) = out.last_mut() {
                    lifted.extend(Lifted::from_set(log, set));
                }
            }
        }
        out
    }
}
