//! The records among newly logged sets: at most one a session and movement, in order of date.

use std::collections::BTreeMap;

use domain::digest::Work;
use domain::evidence::Pieces;
use domain::ids::{GymId, MemberId, Record, RecordId, SessionLogId};
use domain::records::{judge, reaches};
use domain::snapshot::GymFacts;
use domain::vocab::E1rmBasis;
use entity::instant::micros;
use entity::{personal_record, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::book::Book;
use super::{Found, Lifted, decided, held, is_of};
use crate::env::Env;
use crate::error::Result;
use crate::sessions::answers;

/// Sessions whose sets are read at once.
const SESSIONS_AT_ONCE: usize = 200;

/// Writes the records among `lifted`, whose sessions are stored already, and lets the records that wait
/// count where the history now says so. A value that the guard holds back is kept as one that waits.
pub async fn find(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    member: MemberId,
    source: &str,
    mut lifted: Vec<Lifted>,
    facts: &GymFacts,
) -> Result<Found> {
    lifted.sort_by_key(|one| one.date); // stable: sets of a day stay in their order
    decided::keep(txn, gym, member, facts).await?;
    let movements = lifted.iter().map(|one| one.movement);
    let mut book = Book::load(txn, gym, member, movements, facts).await?;
    let pieces = book.pieces()?;
    // What is held in either way of reading waits.
    let evidence = pieces.last().cloned().unwrap_or_default();
    let finder = Finder { env, gym, member, source };
    let mut rows = finder.new_records(&lifted, &book, &evidence, facts);
    store::records::insert(txn, gym, rows.clone()).await?;
    book.records.extend(rows.iter().cloned());
    rows.extend(held::settle(txn, &finder, &mut book, facts).await?);
    let outliers = rows.iter().filter(|row| !row.confirmed).count();
    Ok(Found { records: rows.len(), outliers, rows })
}

/// Reads the records out of these sessions of one member again: what their sets are has changed.
pub async fn again(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    member: MemberId,
    sessions: &[SessionLogId],
    facts: &GymFacts,
) -> Result<()> {
    store::records::delete_of_sessions(txn, gym, sessions).await?;
    let mut by_source: BTreeMap<String, Vec<Lifted>> = BTreeMap::new();
    for some in sessions.chunks(SESSIONS_AT_ONCE) {
        let logs = store::session_logs::by_ids(txn, gym, some).await?;
        let answers = answers(txn, gym, &logs).await?;
        for set in store::session_logs::sets(txn, gym, some).await? {
            let Some(log) = logs.iter().find(|log| log.id == set.session_log_id) else { continue };
            let asked = answers.get(&log.id);
            let asked = asked.and_then(|of| of.line(set.prescription_key.as_ref()));
            let work = asked.map_or(Work::Strength, |asked| asked.work);
            let lifted = Lifted::from_set(log, &set).map(|one| one.asked(work));
            by_source.entry(log.source.clone()).or_default().extend(lifted);
        }
    }
    for (source, lifted) in by_source {
        find(txn, env, gym, member, &source, lifted, facts).await?;
    }
    Ok(())
}

/// Whose records are written, and how they are called.
pub(super) struct Finder<'a> {
    pub(super) env: &'a Env,
    pub(super) gym: GymId,
    pub(super) member: MemberId,
    pub(super) source: &'a str,
}

impl Finder<'_> {
    fn new_records(
        &self,
        lifted: &[Lifted],
        book: &Book<'_>,
        evidence: &BTreeMap<String, Pieces>,
        facts: &GymFacts,
    ) -> Vec<personal_record::Model> {
        let none = Pieces::default();
        let mut rows: Vec<personal_record::Model> = Vec::new();
        for (one, value, basis) in best_of_sessions(lifted, book, facts) {
            let beaten = |known: &personal_record::Model| {
                known.confirmed
                    && known.dismissed_at.is_none()
                    && known.movement_id == one.movement
                    && known.achieved_on <= one.date
                    && known.e1rm_kg.is_some_and(|best| reaches(best, value))
            };
            if book.records.iter().chain(&rows).any(beaten) {
                continue;
            }
            let lift = book.lift(one.movement);
            let known = evidence.get(lift).unwrap_or(&none);
            let own_lift = lift == book.key(one.movement);
            let strength = &facts.config.strength;
            let verdict = judge(one.date, (value, basis), own_lift, known, strength);
            rows.push(self.row(one, value, verdict.basis, verdict.counts));
        }
        rows
    }

    /// A record read out of a set.
    pub(super) fn row(
        &self,
        one: &Lifted,
        value: f64,
        basis: E1rmBasis,
        confirmed: bool,
    ) -> personal_record::Model {
        let id: RecordId = self.env.id::<Record>();
        personal_record::Model {
            id: id.uuid(),
            gym_id: self.gym.uuid(),
            member_id: self.member.uuid(),
            movement_id: one.movement,
            source: self.source.to_owned(),
            external_id: None,
            session_log_id: Some(one.session),
            achieved_on: one.date,
            reps: i32::try_from(one.set.reps).ok(),
            load_kg: Some(one.set.load_kg),
            rpe: one.set.rpe,
            e1rm_kg: Some(value),
            distance_metres: None,
            time_seconds: None,
            basis: Some(basis.to_string()),
            confirmed,
            dismissed_at: None,
            recorded_at: micros(self.env.now()),
            decided_at: None,
        }
    }
}

/// The best set of each session and movement, in order; none that a coach has judged before.
fn best_of_sessions<'a>(
    lifted: &'a [Lifted],
    book: &Book<'_>,
    facts: &GymFacts,
) -> Vec<(&'a Lifted, f64, E1rmBasis)> {
    let judged = |one: &Lifted| {
        book.records.iter().any(|record| {
            record.session_log_id == Some(one.session) && is_of(record, one.movement, &one.set)
        })
    };
    let mut order = Vec::new();
    let mut best: BTreeMap<(Uuid, Uuid), (&Lifted, f64, E1rmBasis)> = BTreeMap::new();
    for one in lifted.iter().filter(|one| !judged(one)) {
        let Some((value, basis)) = one.set.estimate(&facts.config.strength) else {
            continue;
        };
        let key = (one.session, one.movement);
        match best.get_mut(&key) {
            None => {
                order.push(key);
                best.insert(key, (one, value, basis));
            }
            Some(so_far) if value > so_far.1 => *so_far = (one, value, basis),
            Some(_) => {}
        }
    }
    order.iter().filter_map(|key| best.remove(key)).collect()
}
