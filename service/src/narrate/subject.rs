//! What is to be narrated: the facts of each revision, read by one query per kind of row.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Duration;
use domain::calendar::{Week, local_date};
use domain::ids::{ComputationId, GymId, MemberId, PlanId};
use domain::narrative::facts::{Said, SaidGoal, SaidNote};
use domain::narrative::{NarrativeFacts, content_key, prompt};
use domain::vocab::{GoalStatus, Trigger};
use entity::instant::instant;
use entity::store::plan_revisions::Head;
use entity::{coach_note, computation, goal, plan, store};
use uuid::Uuid;

use crate::env::Env;
use crate::error::{Error, Result};
use crate::ledger::Work;
use crate::read::weeks::{ReadWeek, weeks};
use crate::read::{GymView, gym};

/// How far back notes are read; the facts say which of them are told.
const NOTES: Duration = Duration::days(100);

/// Weeks that are looked at for plans to measure.
const WEEKS_BACK: usize = 8;

/// One revision to narrate.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The computation that asks for it; nil where a person at a terminal does.
    pub computation: ComputationId,
    /// Whose week.
    pub member: MemberId,
    /// The plan.
    pub plan: PlanId,
    /// Number of the revision.
    pub number: i32,
    /// Why it was made.
    pub trigger: Trigger,
    /// What may be said.
    pub facts: NarrativeFacts,
    /// What an answer is kept under: the same facts, prompt and model.
    pub key: String,
}

/// What a message's computations are about.
pub struct Loaded {
    /// The gym.
    pub gym: Arc<GymView>,
    /// The revisions to narrate.
    pub subjects: Vec<Subject>,
    /// Computations whose revision is gone, or no longer the newest: there is nothing to narrate.
    pub gone: Vec<ComputationId>,
}

/// A revision that is asked for.
struct Wanted {
    computation: ComputationId,
    trigger: Trigger,
    plan: plan::Model,
    number: i32,
}

/// Reads what a message's computations are about. Nothing is locked: the fence tells what moved meanwhile.
pub async fn load(env: &Env, work: &Work) -> Result<Loaded> {
    let members: Vec<MemberId> = work.items.iter().map(|item| item.member).collect();
    let monday = work.week.monday();
    let plans = store::plans::between(env.db.read(), work.gym, &members, monday, monday).await?;
    let mut plans: HashMap<Uuid, plan::Model> =
        plans.into_iter().map(|plan| (plan.member_id, plan)).collect();
    let (mut wanted, mut gone) = (Vec::new(), Vec::new());
    for item in &work.items {
        let plan = plans.remove(&item.member.uuid());
        match (plan, item.plan_number) {
            (Some(plan), Some(number)) if plan.newest == number => wanted.push(Wanted {
                computation: item.computation,
                trigger: item.trigger,
                plan,
                number,
            }),
            _ => gone.push(item.computation),
        }
    }
    let (gym, subjects, unread) = read(env, work.gym, wanted).await?;
    gone.extend(unread);
    Ok(Loaded { gym, subjects, gone })
}

/// What computations of one week are about, whatever became of them: also where a newer revision is there.
pub(super) async fn of_rows(
    env: &Env,
    gym: GymId,
    week: Week,
    rows: &[computation::Model],
) -> Result<Vec<Subject>> {
    let members: Vec<MemberId> =
        rows.iter().map(|row| MemberId::from_uuid(row.member_id)).collect();
    let monday = week.monday();
    let plans = store::plans::between(env.db.read(), gym, &members, monday, monday).await?;
    let plans: HashMap<Uuid, plan::Model> =
        plans.into_iter().map(|plan| (plan.member_id, plan)).collect();
    let wanted = rows.iter().filter_map(|row| {
        Some(Wanted {
            computation: ComputationId::from_uuid(row.id),
            trigger: row.trigger.parse().ok()?,
            plan: plans.get(&row.member_id)?.clone(),
            number: row.plan_number?,
        })
    });
    Ok(read(env, gym, wanted.collect()).await?.1)
}

/// What a plan's revision is about: the one that waits, else the one in force.
pub async fn subject_of(env: &Env, gym: GymId, plan: PlanId) -> Result<(Arc<GymView>, Subject)> {
    let found = store::plans::find(env.db.read(), gym, plan).await?;
    let found = found.ok_or(Error::NotFound("plan"))?;
    let number = found.pending.or(found.published).ok_or(Error::NotFound("revision"))?;
    let computation = ComputationId::from_uuid(Uuid::nil());
    let wanted = Wanted { computation, trigger: Trigger::Manual, plan: found, number };
    let (view, mut subjects, _) = read(env, gym, vec![wanted]).await?;
    Ok((view, subjects.pop().ok_or(Error::NotFound("revision"))?))
}

/// The facts of some plans of a week; where it has none yet, of the week before it that has.
pub(super) async fn newest(
    env: &Env,
    gym: GymId,
    week: Week,
    most: usize,
) -> Result<Vec<NarrativeFacts>> {
    let mut monday = week.monday();
    let mut plans = Vec::new();
    for _ in 0..WEEKS_BACK {
        plans = store::plans::of_weeks(env.db.read(), gym, monday, monday).await?;
        plans.retain(|plan| plan.newest > 0);
        if !plans.is_empty() {
            break;
        }
        monday -= Duration::weeks(1);
    }
    let wanted = plans.into_iter().take(most).map(|plan| Wanted {
        computation: ComputationId::from_uuid(Uuid::nil()),
        trigger: Trigger::Weekly,
        number: plan.newest,
        plan,
    });
    let (_, subjects, _) = read(env, gym, wanted.collect()).await?;
    Ok(subjects.into_iter().map(|subject| subject.facts).collect())
}

async fn read(
    env: &Env,
    id: GymId,
    wanted: Vec<Wanted>,
) -> Result<(Arc<GymView>, Vec<Subject>, Vec<ComputationId>)> {
    let db = env.db.read();
    let view = gym(db, id).await?;
    let keys: Vec<_> = wanted.iter().map(|one| (one.plan.id, one.number)).collect();
    let weeks = weeks(db, &view, &keys).await?;
    let said = said(env, &view, &wanted).await?;
    let model = env.model.clone().unwrap_or_default();
    // Thousands of weeks are told from at once: work for a thread of its own.
    let told = tokio::task::spawn_blocking(move || {
        let (mut subjects, mut unread) = (Vec::new(), Vec::new());
        for (one, said) in wanted.iter().zip(&said) {
            match weeks.get(&(one.plan.id, one.number)) {
                Some(week) => subjects.push(subject(one, week, said, &model)),
                None => unread.push(one.computation),
            }
        }
        (subjects, unread)
    });
    let (subjects, unread) =
        told.await.map_err(|error| Error::internal(error, "the telling thread ended"))?;
    Ok((view, subjects, unread))
}

fn subject(one: &Wanted, week: &ReadWeek, said: &Said, model: &str) -> Subject {
    let facts = NarrativeFacts::new(&week.reader(), &week.document, said);
    Subject {
        computation: one.computation,
        member: MemberId::from_uuid(one.plan.member_id),
        plan: PlanId::from_uuid(one.plan.id),
        number: one.number,
        trigger: one.trigger,
        key: content_key(&facts, prompt::VERSION, model),
        facts,
    }
}

/// What people wrote around each of the weeks.
async fn said(env: &Env, view: &GymView, wanted: &[Wanted]) -> Result<Vec<Said>> {
    let (db, id) = (env.db.read(), GymId::from_uuid(view.row.id));
    let members: Vec<MemberId> =
        wanted.iter().map(|one| MemberId::from_uuid(one.plan.member_id)).collect();
    let plans: Vec<PlanId> = wanted.iter().map(|one| PlanId::from_uuid(one.plan.id)).collect();
    let goals = by_member(store::goals::of_members(db, id, &members).await?, |row| row.member_id);
    let notes = store::notes::since(db, id, &members, env.now() - NOTES).await?;
    let notes = by_member(notes, |row| row.member_id);
    let heads = store::plan_revisions::heads(db, id, &plans).await?;
    let heads = by_member(heads, |head| head.member_id);
    let mondays = wanted.iter().map(|one| one.plan.week_of);
    let weeks = (mondays.clone().min().unwrap_or_default(), mondays.max().unwrap_or_default());
    let asked = store::computations::with_notes(db, id, &members, weeks).await?;
    let asked = by_member(asked, |row| row.member_id);
    let people = store::members::by_ids(db, id, &members).await?;
    let names: HashMap<Uuid, String> =
        people.into_iter().map(|row| (row.id, row.display_name)).collect();
    let coaches = store::coaches::all(db, id).await?.into_iter().map(|row| row.display_name);
    let staff = store::staff::all(db, id).await?.into_iter().map(|row| row.display_name);
    let others: Vec<String> = coaches.chain(staff).chain([view.row.name.clone()]).collect();
    let zone = view.facts.time_zone;
    let of = |one: &Wanted| {
        let member = one.plan.member_id;
        let notes = notes.get(&member).into_iter().flatten().map(|row| note(row, zone));
        let sent_back =
            heads.get(&member).into_iter().flatten().filter_map(|head| sent_back(head, zone));
        let mut notes: Vec<SaidNote> = notes.chain(sent_back).collect();
        let week = |row: &&computation::Model| row.week_of == one.plan.week_of;
        for asked in asked.get(&member).into_iter().flatten().filter(week) {
            // What was sent back was asked for again, with the same words.
            let asked = asked_for(asked, zone);
            notes.extend(asked.filter(|new| !notes.iter().any(|known| known.text == new.text)));
        }
        Said {
            goals: goals.get(&member).into_iter().flatten().filter_map(active).collect(),
            notes,
            names: names.get(&member).into_iter().chain(&others).cloned().collect(),
        }
    };
    Ok(wanted.iter().map(of).collect())
}

fn by_member<T>(rows: Vec<T>, member: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut out: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        out.entry(member(&row)).or_default().push(row);
    }
    out
}

fn active(row: &goal::Model) -> Option<SaidGoal> {
    let active = row.status == GoalStatus::Active.as_str();
    let kind = row.kind.parse().ok().filter(|_| active)?;
    Some(SaidGoal { kind, target_date: row.target_date, note: row.note.clone() })
}

fn note(row: &coach_note::Model, zone: chrono_tz::Tz) -> SaidNote {
    SaidNote { on: local_date(instant(row.created_at), zone), text: row.text.clone() }
}

/// Why an earlier revision of the week was sent back.
fn sent_back(head: &Head, zone: chrono_tz::Tz) -> Option<SaidNote> {
    let rejected = domain::vocab::ReviewState::Rejected.as_str();
    let text =
        head.review_note.clone().filter(|_| head.review_state.as_deref() == Some(rejected))?;
    Some(SaidNote { on: local_date(instant(head.decided_at?), zone), text })
}

/// What a coach said when they asked for the week to be computed again.
fn asked_for(row: &computation::Model, zone: chrono_tz::Tz) -> Option<SaidNote> {
    Some(SaidNote { on: local_date(instant(row.requested_at), zone), text: row.note.clone()? })
}
