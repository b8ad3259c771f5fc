//! The rows of many members, read by one query per kind and dealt out to each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::calendar::Week;
use domain::config::READINESS_DAYS;
use domain::ids::{GymId, MemberId, PlanId, SessionLogId};
use domain::snapshot::{Base, PastPlan, Request};
use entity::instant::FIRST_DAY;
use entity::store::documents::Which;
use entity::store::readiness::Reported;
use entity::store::records::Achieved;
use entity::store::session_logs::Digest;
use entity::store::{self};
use entity::{goal, member, pack, plan, restriction};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Ask, MemberInputs, Parts, Revision, facts};
use crate::error::Result;
use crate::personalise::redraws;
use crate::sessions::{Outdated, Rule};

/// History that the engine looks back on, in days (`engine.md` B1b: the floor of a basis looks 365 days back).
const HISTORY_DAYS: u64 = 365;
/// Plans that adherence, drawing and carry-over look back on, in weeks: 84 days before *today* (B0,
/// B8.3), which may lie a few weeks before the week that is computed.
const PLAN_WEEKS: i64 = 14;

/// One member's rows.
pub(super) struct Rows {
    member: member::Model,
    first_set_on: Option<NaiveDate>,
    goals: Vec<goal::Model>,
    restrictions: Vec<restriction::Model>,
    digests: Vec<Digest>,
    records: Vec<Achieved>,
    readiness: Vec<Reported>,
    plans: Vec<PlanRow>,
}

/// A plan with what became of it.
struct PlanRow {
    plan: plan::Model,
    /// The document that counts, with its number.
    document: Option<(i32, Vec<u8>)>,
    excused: Vec<String>,
    /// Started or logged.
    begun: Vec<String>,
}

/// What is looked up by a row's id.
pub(super) struct Lookup {
    /// Key of each track.
    pub tracks: HashMap<Uuid, String>,
    /// Key of each movement.
    pub movements: HashMap<Uuid, String>,
}

/// Reads the rows of who is asked for; who is no member of the gym is not listed.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    gym: GymId,
    week: Week,
    asks: &[Ask],
    today: NaiveDate,
) -> Result<HashMap<Uuid, Rows>> {
    let ids: Vec<MemberId> = asks.iter().map(|ask| ask.member).collect();
    let ids = ids.as_slice();
    let back = |days| today.checked_sub_days(Days::new(days)).unwrap_or(FIRST_DAY);
    let first = store::session_logs::first_set_days(db, gym, ids).await?;
    let mut of: HashMap<Uuid, Rows> = store::members::by_ids(db, gym, ids)
        .await?
        .into_iter()
        .map(|member| {
            let first_set_on = first.get(&MemberId::from_uuid(member.id)).copied();
            (member.id, Rows::new(member, first_set_on))
        })
        .collect();
    follow(db, gym, week, &mut of).await?;
    macro_rules! deal {
        ($field:ident, $rows:expr) => {
            for row in $rows {
                if let Some(of) = of.get_mut(&row.member_id) {
                    of.$field.push(row);
                }
            }
        };
    }
    deal!(goals, store::goals::of_members(db, gym, ids).await?);
    deal!(restrictions, store::restrictions::of_members(db, gym, ids).await?);
    deal!(digests, store::session_logs::digests(db, gym, ids, back(HISTORY_DAYS)).await?);
    deal!(records, store::records::achieved(db, gym, ids, back(HISTORY_DAYS)).await?);
    let reported = back(u64::from(READINESS_DAYS));
    deal!(readiness, store::readiness::reported(db, gym, ids, reported).await?);
    for row in plans(db, gym, week, asks, ids).await? {
        if let Some(of) = of.get_mut(&row.plan.member_id) {
            of.plans.push(row);
        }
    }
    Ok(of)
}

/// A week before a member's newest assignment begins is drawn from what they followed until then, where
/// they followed anything.
async fn follow(
    db: &impl ConnectionTrait,
    gym: GymId,
    week: Week,
    of: &mut HashMap<Uuid, Rows>,
) -> Result<()> {
    let begins_later = |rows: &&Rows| {
        rows.member.template_starts_on.is_some_and(|starts_on| starts_on > week.monday())
    };
    let waiting: Vec<MemberId> =
        of.values().filter(begins_later).map(|rows| MemberId::from_uuid(rows.member.id)).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let before = store::template_assignments::in_force(db, gym, &waiting, week.monday()).await?;
    for (member, assigned) in before {
        if let Some(rows) = of.get_mut(&member.uuid()) {
            rows.member.template_id = Some(assigned.template_id);
            rows.member.template_starts_on = Some(assigned.starts_on);
        }
    }
    Ok(())
}

/// Plans of the weeks around, by member and week, each with the document that counts.
async fn plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    week: Week,
    asks: &[Ask],
    ids: &[MemberId],
) -> Result<Vec<PlanRow>> {
    let (from, to) = (week.plus(-PLAN_WEEKS).monday(), week.plus(1).monday());
    let plans = store::plans::between(db, gym, ids, from, to).await?;
    let all: Vec<PlanId> = plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    let (own, others): (Vec<&plan::Model>, Vec<&plan::Model>) =
        plans.iter().partition(|plan| plan.week_of == week.monday());
    let ids_of = |plans: &[&plan::Model]| {
        plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect::<Vec<_>>()
    };
    // A reduction starts from what is in force, lest it carry what waits for a coach past one.
    let reduced: BTreeSet<Uuid> =
        asks.iter().filter(|ask| ask.reduce_only).map(|ask| ask.member.uuid()).collect();
    let (lowered, whole): (Vec<&plan::Model>, Vec<&plan::Model>) =
        own.iter().partition(|plan| reduced.contains(&plan.member_id));
    let mut documents = HashMap::new();
    for (plans, which) in
        [(&others, Which::Published), (&lowered, Which::InForce), (&whole, Which::Waiting)]
    {
        for row in store::documents::of_plans(db, gym, &ids_of(plans), which).await? {
            documents.insert(row.plan_id, (row.number, row.document));
        }
    }
    let (mut excused, mut begun): (HashMap<Uuid, Vec<String>>, HashMap<Uuid, Vec<String>>) =
        Default::default();
    for state in store::session_states::of_plans(db, gym, &all).await? {
        if state.excused_at.is_some() {
            excused.entry(state.plan_id).or_default().push(state.session_key.clone());
        }
        if state.started_at.is_some() {
            begun.entry(state.plan_id).or_default().push(state.session_key);
        }
    }
    for log in store::session_logs::of_plans(db, gym, &ids_of(&own)).await? {
        if let (Some(plan), Some(key)) = (log.plan_id, log.session_key) {
            begun.entry(plan).or_default().push(key);
        }
    }
    Ok(plans
        .into_iter()
        .map(|plan| PlanRow {
            document: documents.remove(&plan.id),
            excused: excused.remove(&plan.id).unwrap_or_default(),
            begun: begun.remove(&plan.id).unwrap_or_default(),
            plan,
        })
        .collect())
}

/// Revisions by week, each with the index of its plan.
type Documents = BTreeMap<Week, (usize, Revision)>;

impl Rows {
    fn new(member: member::Model, first_set_on: Option<NaiveDate>) -> Self {
        Self {
            member,
            first_set_on,
            goals: Vec::new(),
            restrictions: Vec::new(),
            digests: Vec::new(),
            records: Vec::new(),
            readiness: Vec::new(),
            plans: Vec::new(),
        }
    }

    /// The template that the member follows.
    pub(super) fn template(&self) -> Option<Uuid> {
        self.member.template_id
    }

    /// Sessions whose digest another rule made.
    pub(super) fn outdated(&self, rule: Rule) -> impl Iterator<Item = Outdated> {
        let made_by = |log: &&Digest| (log.digest_version, log.digest_config);
        let outdated = self.digests.iter().filter(move |log| rule.outdates(made_by(log)));
        outdated.map(|log| Outdated {
            member: MemberId::from_uuid(log.member_id),
            session: SessionLogId::from_uuid(log.id),
        })
    }

    /// The member's inputs; a row that can't be read is this member's fault alone.
    pub(super) fn inputs(self, ask: Ask, week: Week, lookup: &Lookup) -> MemberInputs {
        let plan = self
            .plans
            .iter()
            .find(|row| row.plan.week_of == week.monday())
            .map(|row| row.plan.clone());
        let documents = self.documents();
        let (base, previous) = documents.as_ref().map_or((None, None), |documents| {
            let before = documents.range(..week).next_back();
            (
                documents.get(&week).map(|(_, revision)| revision.clone()),
                before.map(|(_, (_, revision))| revision.document.clone()),
            )
        });
        let parts = documents.and_then(|documents| self.parts(ask, week, &documents, lookup));
        MemberInputs { member: self.member, plan, base, previous, parts }
    }

    fn documents(&self) -> std::result::Result<Documents, String> {
        self.unpacked().map_err(|error| self.damaged("a plan", &error))
    }

    fn unpacked(&self) -> anyhow::Result<Documents> {
        let mut documents = BTreeMap::new();
        for (index, row) in self.plans.iter().enumerate() {
            // Erased documents are empty: the plan counts no more.
            let kept = row.document.as_ref().filter(|(_, bytes)| !bytes.is_empty());
            if let Some((number, bytes)) = kept {
                let revision =
                    Revision { number: *number, document: Arc::new(pack::unpack(bytes)?) };
                documents.insert(Week::new(row.plan.week_of)?, (index, revision));
            }
        }
        Ok(documents)
    }

    /// What the gym's owner reads of a row that makes no sense; the cause is for the log.
    fn damaged(&self, what: &str, error: &anyhow::Error) -> String {
        let member = MemberId::from_uuid(self.member.id);
        tracing::error!(member.id = %member, error = format!("{error:#}"), "{what} of a member can't be read");
        format!("{what} of the member can't be read")
    }

    fn parts(
        &self,
        ask: Ask,
        week: Week,
        documents: &Documents,
        lookup: &Lookup,
    ) -> std::result::Result<Parts, String> {
        let weeks: HashMap<Uuid, Week> = self
            .plans
            .iter()
            .filter_map(|row| Some((row.plan.id, Week::new(row.plan.week_of).ok()?)))
            .collect();
        let member =
            facts::member_facts(&self.member, &self.goals, &self.restrictions, self.first_set_on);
        let sessions = self.digests.iter().map(|row| facts::session(row, &lookup.tracks, &weeks));
        let records = self.records.iter();
        let records = records.filter_map(|row| facts::record(row, &lookup.movements).transpose());
        let readiness = self.readiness.iter().map(facts::readiness);
        let damaged = |what| move |error| self.damaged(what, &error);
        Ok(Parts {
            template: self.template(),
            starts_on: self.member.template_starts_on.map_or(week, Week::containing),
            facts: member.map_err(damaged("the profile, a goal or a restriction"))?,
            sessions: all(sessions).map_err(damaged("a logged session"))?,
            records: all(records).map_err(damaged("a personal record"))?,
            readiness: all(readiness).map_err(damaged("a readiness entry"))?,
            plans: self.past(week, documents),
            request: Request { trigger: ask.trigger, base: self.base(ask, week, documents) },
        })
    }

    fn past(&self, week: Week, documents: &Documents) -> Vec<PastPlan> {
        documents
            .iter()
            .filter(|(at, _)| **at != week)
            .map(|(at, (index, revision))| PastPlan {
                week: *at,
                document: revision.document.clone(),
                excused: self.plans[*index].excused.clone(),
            })
            .collect()
    }

    fn base(&self, ask: Ask, week: Week, documents: &Documents) -> Option<Base> {
        documents.get(&week).map(|(index, revision)| Base {
            revision: u32::try_from(revision.number).unwrap_or(0),
            document: revision.document.clone(),
            untouchable: self.plans[*index].begun.clone(),
            excused: self.plans[*index].excused.clone(),
            reduce_only: ask.reduce_only,
            redraw: redraws(ask.trigger),
        })
    }
}

fn all<T>(rows: impl Iterator<Item = anyhow::Result<T>>) -> anyhow::Result<Vec<T>> {
    rows.collect()
}
