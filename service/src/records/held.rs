//! What the guard holds back: each value has a record that a coach can confirm, and a record that the
//! history bears out by now counts.

use std::collections::{BTreeMap, BTreeSet};

use domain::digest::Work;
use domain::evidence::Pieces;
use domain::ids::{MovementId, RecordId, SessionLogId};
use domain::records::{RecordSet, judge, reaches, source_of};
use domain::signals::Evidence;
use domain::snapshot::GymFacts;
use entity::{personal_record, session_log, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Lifted;
use super::book::Book;
use super::find::Finder;
use crate::error::Result;
use crate::sessions::{Answered, answers};

/// Confirms what is borne out, and writes the records that are missing for what is held back, until neither
/// brings forth more: what is confirmed bears out other values in turn.
pub(super) async fn settle(
    txn: &DatabaseTransaction,
    finder: &Finder<'_>,
    book: &mut Book<'_>,
    facts: &GymFacts,
) -> Result<Vec<personal_record::Model>> {
    let mut written = Vec::new();
    loop {
        let readings = book.pieces()?;
        let confirmed = confirm(txn, finder, book, &readings, facts).await?;
        let missing = write_missing(txn, finder, book, &readings, facts).await?;
        if !confirmed && missing.is_empty() {
            return Ok(written);
        }
        written.extend(missing);
    }
}

/// Writes the records that are missing for what is held back.
async fn write_missing(
    txn: &DatabaseTransaction,
    finder: &Finder<'_>,
    book: &mut Book<'_>,
    readings: &[BTreeMap<String, Pieces>],
    facts: &GymFacts,
) -> Result<Vec<personal_record::Model>> {
    let mut written = Vec::new();
    for (lift, piece) in waiting(readings) {
        let sessions = book.sessions_on(piece.date, &lift);
        let sets = sets(txn, finder, &sessions, &lift, facts).await?;
        let read: Vec<RecordSet> = sets.iter().map(|one| one.set).collect();
        let Some((index, value, basis)) = source_of(&piece, &read, &facts.config.strength) else {
            continue; // the record that waits is one that was entered by hand
        };
        let has_one = book.records.iter().any(|record| {
            record.achieved_on == piece.date
                && record.dismissed_at.is_none()
                && facts.catalogue.lift_of(book.key(record.movement_id)) == lift
                && record.e1rm_kg.is_some_and(|kg| reaches(kg, value))
        });
        if !has_one {
            let row = finder.row(&sets[index], value, basis, false);
            store::records::insert(txn, finder.gym, vec![row.clone()]).await?;
            book.records.push(row.clone());
            written.push(row);
        }
    }
    Ok(written)
}

/// Every value that some way of reading holds back, each once.
fn waiting(readings: &[BTreeMap<String, Pieces>]) -> Vec<(String, Evidence)> {
    let mut out: Vec<(String, Evidence)> = Vec::new();
    for (lift, pieces) in readings.iter().flatten() {
        for piece in &pieces.waiting {
            if !out.iter().any(|known| known.0 == *lift && known.1 == *piece) {
                out.push((lift.clone(), piece.clone()));
            }
        }
    }
    out
}

/// Lets count what no way of reading holds back any more; whether there was anything.
async fn confirm(
    txn: &DatabaseTransaction,
    finder: &Finder<'_>,
    book: &mut Book<'_>,
    readings: &[BTreeMap<String, Pieces>],
    facts: &GymFacts,
) -> Result<bool> {
    let none = Pieces::default();
    let mut borne_out = BTreeSet::new();
    for record in book.records.iter().filter(|one| !one.confirmed && one.dismissed_at.is_none()) {
        let (Some(value), Some(basis)) = (record.e1rm_kg, record.basis.as_deref()) else {
            continue;
        };
        let basis = basis.parse().map_err(anyhow::Error::from)?;
        let lift = book.lift(record.movement_id);
        let counts = |pieces: &BTreeMap<String, Pieces>| {
            let known = pieces.get(lift).unwrap_or(&none);
            let strength = &facts.config.strength;
            let judged = judge(record.achieved_on, (value, basis), true, known, strength);
            judged.counts && !known.confirmed.is_empty()
        };
        if readings.iter().all(counts) {
            borne_out.insert(record.id);
        }
    }
    if borne_out.is_empty() {
        return Ok(false);
    }
    let ids: Vec<RecordId> = borne_out.iter().copied().map(RecordId::from_uuid).collect();
    store::records::confirm(txn, finder.gym, &ids).await?;
    for record in book.records.iter_mut().filter(|record| borne_out.contains(&record.id)) {
        record.confirmed = true;
    }
    Ok(true)
}

/// The sets of one lift in these sessions, as far as they could be evidence.
async fn sets(
    txn: &DatabaseTransaction,
    finder: &Finder<'_>,
    sessions: &[Uuid],
    lift: &str,
    facts: &GymFacts,
) -> Result<Vec<Lifted>> {
    let ids: Vec<SessionLogId> = sessions.iter().copied().map(SessionLogId::from_uuid).collect();
    let logs = store::session_logs::by_ids(txn, finder.gym, &ids).await?;
    let answers = answers(txn, finder.gym, &logs).await?;
    let rows = store::session_logs::sets(txn, finder.gym, &ids).await?;
    let movements: BTreeSet<Uuid> = rows.iter().map(|set| set.movement_id).collect();
    let movements: Vec<MovementId> = movements.into_iter().map(MovementId::from_uuid).collect();
    let of_lift: BTreeSet<Uuid> = store::movements::by_ids(txn, finder.gym, &movements)
        .await?
        .into_iter()
        .filter(|row| facts.catalogue.lift_of(&row.key) == lift)
        .map(|row| row.id)
        .collect();
    let read = rows.iter().filter_map(|set| {
        let log = logs.iter().find(|log| log.id == set.session_log_id)?;
        evidence_set(log, set, answers.get(&log.id)).filter(|one| of_lift.contains(&one.movement))
    });
    Ok(read.collect())
}

/// A set as the digest reads it: all but warm-ups and what is not believed.
fn evidence_set(
    log: &session_log::Model,
    set: &set_log::Model,
    answered: Option<&Answered>,
) -> Option<Lifted> {
    let asked = answered.and_then(|answered| answered.line(set.prescription_key.as_ref()));
    let work = asked.map_or(Work::Strength, |asked| asked.work);
    Lifted::from_set(log, set).map(|one| one.asked(work))
}
