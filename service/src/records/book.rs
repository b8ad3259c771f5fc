//! All that is known of one member's lifts, to judge a new value against: digests and records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::digest::SessionDigest;
use domain::evidence::{self, LiftSession, Pieces, Reading};
use domain::ids::{GymId, MemberId, MovementId};
use domain::signals::Evidence;
use domain::snapshot::{GymFacts, RecordFacts};
use domain::vocab::Experience;
use entity::instant::FIRST_DAY;
use entity::{personal_record, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::inputs;

/// One member's history of strength.
pub(super) struct Book<'a> {
    facts: &'a GymFacts,
    /// Date, session and what it says, oldest first.
    sessions: Vec<(NaiveDate, Uuid, SessionDigest)>,
    /// Every record, dismissed ones included, oldest first.
    pub(super) records: Vec<personal_record::Model>,
    /// Keys of the movements that were asked for, and of the records'.
    keys: HashMap<Uuid, String>,
    /// How the member's ratings are read; a novice's in both ways, for which it is changes with time.
    readings: Vec<Reading>,
}

impl<'a> Book<'a> {
    /// Reads it; `movements`: those beside the records' whose keys are wanted.
    pub(super) async fn load(
        txn: &DatabaseTransaction,
        gym: GymId,
        member: MemberId,
        movements: impl Iterator<Item = Uuid>,
        facts: &'a GymFacts,
    ) -> Result<Self> {
        let records = store::records::kept(txn, gym, member).await?;
        let wanted: BTreeSet<Uuid> =
            movements.chain(records.iter().map(|record| record.movement_id)).collect();
        let wanted: Vec<MovementId> = wanted.into_iter().map(MovementId::from_uuid).collect();
        let keys = store::movements::by_ids(txn, gym, &wanted).await?;
        let sessions = store::session_logs::digests(txn, gym, &[member], FIRST_DAY)
            .await?
            .into_iter()
            .map(|row| Ok((row.date, row.id, postcard::from_bytes(&row.digest)?)))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            facts,
            sessions,
            records,
            keys: keys.into_iter().map(|row| (row.id, row.key)).collect(),
            readings: readings(txn, gym, member, facts).await?,
        })
    }

    /// Key of a movement that was asked for.
    pub(super) fn key(&self, movement: Uuid) -> &str {
        self.keys.get(&movement).map_or("", String::as_str)
    }

    /// Key of the lift that scales a movement.
    pub(super) fn lift(&self, movement: Uuid) -> &str {
        self.facts.catalogue.lift_of(self.key(movement))
    }

    /// Sessions of a day in which the lift was worked.
    pub(super) fn sessions_on(&self, date: NaiveDate, lift: &str) -> Vec<Uuid> {
        let worked = |digest: &SessionDigest| digest.lifts.iter().any(|one| one.lift == lift);
        let on = self.sessions.iter().filter(|(on, _, digest)| *on == date && worked(digest));
        on.map(|(_, session, _)| *session).collect()
    }

    /// The evidence of every lift, once for each way in which ratings may be read.
    pub(super) fn pieces(&self) -> Result<Vec<BTreeMap<String, Pieces>>> {
        let records = self.record_facts()?;
        let mut lifts: BTreeMap<&str, (Vec<LiftSession<'_>>, Vec<&RecordFacts>)> = BTreeMap::new();
        for (date, _, session) in &self.sessions {
            for digest in &session.lifts {
                // The guard does not ask whether the week was a conservative one.
                let one = LiftSession { date: *date, conservative: false, digest };
                lifts.entry(&digest.lift).or_default().0.push(one);
            }
        }
        for record in &records {
            let lift = self.facts.catalogue.lift_of(&record.movement);
            lifts.entry(lift).or_default().1.push(record);
        }
        let config = &self.facts.config.strength;
        let read = |reading: &Reading| {
            let of = |(lift, (sessions, records)): (&&str, &(Vec<_>, Vec<_>))| {
                ((*lift).to_owned(), evidence::pieces(sessions, records, *reading, config))
            };
            lifts.iter().map(of).collect()
        };
        Ok(self.readings.iter().map(read).collect())
    }

    /// What counts of one lift, oldest first, with ratings read.
    pub(super) fn confirmed(&self, lift: &str) -> Result<Vec<Evidence>> {
        let mut readings = self.pieces()?;
        let evidence = readings.pop().unwrap_or_default();
        Ok(evidence.get(lift).map(|pieces| pieces.confirmed.clone()).unwrap_or_default())
    }

    /// The best of a lift in the days that the guard compares, before a day, in kilograms.
    pub(super) fn best_before(&self, lift: &str, date: NaiveDate) -> Result<Option<f64>> {
        let days = i64::from(self.facts.config.strength.typo_days);
        let confirmed = self.confirmed(lift)?;
        let recent = confirmed
            .iter()
            .filter(|piece| piece.date < date && (date - piece.date).num_days() <= days);
        Ok(recent.map(|piece| piece.value_kg).max_by(f64::total_cmp))
    }

    fn record_facts(&self) -> Result<Vec<RecordFacts>> {
        let standing = self.records.iter().filter(|record| record.dismissed_at.is_none());
        let facts = standing.map(|record| inputs::record(&record.into(), &self.keys));
        Ok(facts.filter_map(anyhow::Result::transpose).collect::<anyhow::Result<_>>()?)
    }
}

async fn readings(
    txn: &DatabaseTransaction,
    gym: GymId,
    member: MemberId,
    facts: &GymFacts,
) -> Result<Vec<Reading>> {
    let row = store::members::find(txn, gym, member).await?.ok_or(Error::NotFound("member"))?;
    let experience: Experience = row.experience.parse().map_err(anyhow::Error::from)?;
    let first = store::session_logs::first_set_days(txn, gym, &[member]).await?;
    let read = Reading::of(experience, first.get(&member).copied(), &facts.config.strength);
    let all = Reading { rated_from: NaiveDate::MIN, ..read };
    Ok(if read == all { vec![all] } else { vec![read, all] })
}
