//! A coach's word on a record: it counts, or it is none.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{GymId, MemberId, RecordId, SessionLogId};
use domain::snapshot::GymFacts;
use domain::vocab::Trigger;
use entity::instant::micros;
use entity::{gym, member, personal_record, set_log, store};
use sea_orm::{DatabaseTransaction, Set};

use super::book::Book;
use super::{decided, find, is_of, record_set};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::inputs::gym_facts;
use crate::material::{Decision, ask_if_material};
use crate::sessions::answers;

/// A record, and what the word on it set off.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The record as it is now.
    pub record: personal_record::Model,
    /// Whose.
    pub member: member::Model,
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
}

/// Lets a record count from now on. Confirming twice is the same as confirming once.
pub async fn confirm(env: &Env, actor: &Actor, id: RecordId) -> Result<Done<Judged>> {
    let txn = env.db.write().await?;
    let case = Case::open(&txn, env, actor, id).await?;
    if case.record.dismissed_at.is_some() {
        return Err(missing());
    }
    if case.record.confirmed && case.record.decided_at.is_some() {
        return Ok(case.unchanged("the record counted before"));
    }
    let changes = personal_record::ActiveModel {
        confirmed: Set(true),
        decided_at: Set(Some(micros(env.now()))),
        ..Default::default()
    };
    store::records::update(&txn, actor.gym, id, changes).await?;
    case.settle(txn, env).await
}

/// Takes a record away, with the loads of the sets behind it. Dismissing twice is the same as once.
pub async fn dismiss(env: &Env, actor: &Actor, id: RecordId) -> Result<Done<Judged>> {
    let txn = env.db.write().await?;
    let case = Case::open(&txn, env, actor, id).await?;
    if case.record.dismissed_at.is_some() {
        return Ok(case.unchanged("the record was dismissed before"));
    }
    let now = Some(micros(env.now()));
    let changes = personal_record::ActiveModel {
        dismissed_at: Set(now),
        decided_at: Set(now),
        ..Default::default()
    };
    store::records::update(&txn, actor.gym, id, changes).await?;
    let sets = case.sets_behind(&txn).await?;
    decided::disbelieve(&txn, actor.gym, &case.facts, sets.iter()).await?;
    case.settle(txn, env).await
}

fn missing() -> Error {
    Error::field(&["id"], UserErrorCode::NotFound, "there is no such record")
}

/// A record with its owner locked.
struct Case {
    gym: gym::Model,
    facts: GymFacts,
    member: member::Model,
    record: personal_record::Model,
}

impl Case {
    async fn open(
        txn: &DatabaseTransaction,
        env: &Env,
        actor: &Actor,
        id: RecordId,
    ) -> Result<Self> {
        let found = store::records::find_kept(txn, actor.gym, id).await?.ok_or_else(missing)?;
        let owner = MemberId::from_uuid(found.member_id);
        authorize(actor, Action::JudgeRecord, &Subject::member(actor.gym, owner))?;
        let gym = store::gyms::find(txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
        let facts = gym_facts(env.db.read(), &gym).await?;
        let locked = store::members::lock(txn, actor.gym, &[owner]).await?;
        let member = locked.into_iter().next().ok_or_else(missing)?;
        let record = store::records::find_kept(txn, actor.gym, id).await?.ok_or_else(missing)?;
        Ok(Self { gym, facts, member, record })
    }

    fn gym(&self) -> GymId {
        GymId::from_uuid(self.gym.id)
    }

    fn member(&self) -> MemberId {
        MemberId::from_uuid(self.member.id)
    }

    fn unchanged(self, why: &str) -> Done<Judged> {
        let decision = Decision::immaterial(why);
        Done::quiet(Judged { record: self.record, member: self.member, decision })
    }

    /// Judges what else hangs on it, commits, and answers.
    async fn settle(self, txn: DatabaseTransaction, env: &Env) -> Result<Done<Judged>> {
        let (gym, member) = (self.gym(), self.member());
        find(&txn, env, gym, member, &self.record.source, Vec::new(), &self.facts).await?;
        let trigger = Trigger::PersonalRecord;
        let decision = ask_if_material(&txn, env, &self.gym, member, trigger).await?;
        let id = RecordId::from_uuid(self.record.id);
        let record = store::records::find_kept(&txn, gym, id).await?.ok_or_else(missing)?;
        txn.commit().await?;
        let wakes = decision.wakes();
        Ok(Done { value: Judged { record, member: self.member, decision }, wakes })
    }

    /// The sets of the record's session that its dismissal speaks of: the record's own, and those of the
    /// same lift that the guard would hold back as well.
    async fn sets_behind(&self, txn: &DatabaseTransaction) -> Result<Vec<set_log::Model>> {
        let Some(session) = self.record.session_log_id else { return Ok(Vec::new()) };
        let ids = [SessionLogId::from_uuid(session)];
        let sets = store::session_logs::sets(txn, self.gym(), &ids).await?;
        let logs = store::session_logs::by_ids(txn, self.gym(), &ids).await?;
        let answers = answers(txn, self.gym(), &logs).await?;
        let answered = answers.get(&session);
        let movements = sets.iter().map(|set| set.movement_id);
        let book = Book::load(txn, self.gym(), self.member(), movements, &self.facts).await?;
        let lift = book.lift(self.record.movement_id);
        let best = book.best_before(lift, self.record.achieved_on)?;
        let strength = &self.facts.config.strength;
        let behind = |set: &set_log::Model| {
            let asked = answered.and_then(|of| of.line(set.prescription_key.as_ref()));
            let work = asked.map_or(domain::digest::Work::Strength, |asked| asked.work);
            let Some(read) = record_set(set, work) else { return false };
            let value = read.estimate(strength).map(|(value, _)| value);
            let held = value.is_some_and(|kg| domain::evidence::waits(kg, best, strength));
            is_of(&self.record, set.movement_id, &read)
                || (held && book.lift(set.movement_id) == lift)
        };
        Ok(sets.into_iter().filter(behind).collect())
    }
}
