//! What a change of a template would do to everyone who follows it: computed and thrown away.
//!
//! Weeks are computed on a pool of their own, one question at a time, so that a what-if never delays a
//! plan or a request. Nothing is written.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::compare::{self, Comparison, Summary, summarise};
use domain::diff::Change;
use domain::explain::Reader;
use domain::ids::{MemberId, TemplateId};
use domain::personalise;
use domain::snapshot::TemplateFacts;
use domain::template::Template;
use domain::vocab::Trigger;
use entity::{member, store, template};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use tokio::sync::Semaphore;

use super::check;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::inputs::{self, Ask, Inputs, MemberInputs};
use crate::runs::{WEEKS_AHEAD, coming_week, zone};

/// Members up to which the figures are exact where nothing else is set; beyond, as many are drawn evenly from
/// all (the contract).
pub const MOST_EXACT: usize = 5_000;
/// Members whose history is in memory at once.
const AT_ONCE: usize = 200;
/// Examples that are told at most (the contract).
pub const TOLD: usize = 100;

/// The threads of what-ifs. Made once, where the program starts.
pub struct PreviewPool {
    threads: rayon::ThreadPool,
    turn: Semaphore,
    most_exact: usize,
}

/// A what-if as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewTemplate {
    /// The template.
    pub template: TemplateId,
    /// What it would hold.
    pub draft: Template,
    /// Monday; default: the coming week.
    pub week_of: Option<NaiveDate>,
}

/// What the change would do.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Members who follow the template.
    pub members: usize,
    /// Members whose weeks were computed: fewer are a sample of all.
    pub compared: usize,
    /// The figures over those.
    pub summary: Summary,
    /// Members whose week would fall short, or can't be computed.
    pub infeasible: usize,
    /// Those who change most first, then those who change in nothing but have a problem.
    pub examples: Vec<PreviewOf>,
}

/// What it would do to one member.
#[derive(Debug, Clone)]
pub struct PreviewOf {
    /// Who.
    pub member: member::Model,
    /// Every difference with its sentence.
    pub changes: Vec<(Change, String)>,
    /// Why their week would fall short, or can't be computed.
    pub problem: Option<String>,
}

impl PreviewPool {
    /// Half of the machine's cores, and at least one; exact for so many members.
    pub fn new(cores: usize, most_exact: usize) -> anyhow::Result<Self> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads((cores / 2).max(1))
            .thread_name(|number| format!("what-if-{number}"))
            .build()?;
        Ok(Self { threads, turn: Semaphore::new(1), most_exact })
    }
}

/// Computes the week of everyone who follows the template, as it is and as it would be.
pub async fn preview(
    env: &Env,
    pool: &Arc<PreviewPool>,
    actor: &Actor,
    input: PreviewTemplate,
) -> Result<Preview> {
    authorize(actor, Action::EditTemplates, &Subject::gym(actor.gym))?;
    let db = env.db.read();
    let row = store::templates::find(db, actor.gym, input.template).await?.ok_or_else(|| {
        Error::field(&["templateId"], UserErrorCode::NotFound, "there is no such template")
    })?;
    check::content(db, actor.gym, &input.draft, &["draft"]).await?;
    let week = week(env, actor, input.week_of).await?;
    let all = followers(env, actor, input.template, week).await?;
    let chosen = evenly(&all, pool.most_exact);
    let draft = Arc::new(facts_of(&row, input.draft)?);
    // Whoever asks next waits here: the pool is for one question at a time.
    let turn = pool.turn.acquire().await;
    let _turn = turn.map_err(|error| Error::internal(error, "waiting for a what-if's turn"))?;
    let mut found = Found::default();
    for some in chosen.chunks(AT_ONCE) {
        let asks = some.iter().map(|member| Ask {
            member: *member,
            trigger: Trigger::Weekly,
            reduce_only: false,
        });
        let asks: Vec<Ask> = asks.collect();
        let inputs = inputs::load(db, actor.gym, week, &asks, env.now()).await?;
        found.add(compute(pool.clone(), inputs, draft.clone()).await?);
    }
    Ok(found.told(all.len()))
}

/// Active members whose week is drawn from the template, by id. Who is to follow it only later does not count, and
/// who is to leave it later does.
async fn followers(
    env: &Env,
    actor: &Actor,
    template: TemplateId,
    week: Week,
) -> Result<Vec<MemberId>> {
    let (db, gym, monday) = (env.db.read(), actor.gym, week.monday());
    let newest = store::members::following(db, gym).await?;
    let later = newest.iter().filter(|of| of.template_starts_on.is_some_and(|on| on > monday));
    let later: Vec<MemberId> = later.map(|of| MemberId::from_uuid(of.id)).collect();
    let mut until_then = HashMap::new();
    for some in later.chunks(store::BIND_LIMIT / 2) {
        let before = store::template_assignments::in_force(db, gym, some, monday).await?;
        until_then.extend(before.into_iter().map(|(member, row)| (member, row.template_id)));
    }
    let mut followers = Vec::new();
    for of in newest {
        let id = MemberId::from_uuid(of.id);
        // Who followed nothing before is drawn from what is to come.
        if *until_then.get(&id).unwrap_or(&of.template_id) == template.uuid() {
            followers.push(id);
        }
    }
    Ok(followers)
}

async fn week(env: &Env, actor: &Actor, asked: Option<NaiveDate>) -> Result<Week> {
    let gym = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(env.now(), zone(&gym)?);
    let Some(date) = asked else { return Ok(coming_week(today)) };
    let week = Week::new(date)
        .map_err(|error| Error::field(&["weekOf"], UserErrorCode::Invalid, error.to_string()))?;
    let (first, last) = (Week::containing(today), Week::containing(today).plus(WEEKS_AHEAD));
    if week < first || week > last {
        let message = format!("weekOf must be {first} to {last}, got {week}");
        return Err(Error::field(&["weekOf"], UserErrorCode::OutOfRange, message));
    }
    Ok(week)
}

fn facts_of(row: &template::Model, draft: Template) -> Result<TemplateFacts> {
    Ok(TemplateFacts {
        id: TemplateId::from_uuid(row.id).to_string(),
        version: u32::try_from(row.version + 1).map_err(anyhow::Error::from)?,
        template: draft,
    })
}

/// At most `most` of all, drawn evenly: the same ones every time.
fn evenly<T: Copy>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|nth| all[nth * all.len() / most]).collect()
}

/// One member's weeks side by side.
struct Compared {
    member: member::Model,
    outcome: std::result::Result<(Comparison, Vec<String>), String>,
    problem: Option<String>,
}

async fn compute(
    pool: Arc<PreviewPool>,
    inputs: Inputs,
    draft: Arc<TemplateFacts>,
) -> Result<Vec<Compared>> {
    let computed = tokio::task::spawn_blocking(move || {
        pool.threads.install(|| {
            inputs.members.par_iter().map(|of| compared(&inputs, of, &draft)).collect::<Vec<_>>()
        })
    });
    computed.await.map_err(|error| Error::internal(error, "the what-if's thread ended"))
}

/// A panic is one member's problem.
fn compared(inputs: &Inputs, of: &MemberInputs, draft: &TemplateFacts) -> Compared {
    let both = catch_unwind(AssertUnwindSafe(|| weeks(inputs, of, draft)));
    let outcome = both.unwrap_or_else(|_| Err("the week can't be computed".to_owned()));
    let (outcome, problem) = match outcome {
        Ok((comparison, sentences, problem)) => (Ok((comparison, sentences)), problem),
        Err(why) => (Err(why.clone()), Some(why)),
    };
    Compared { member: of.member.clone(), outcome, problem }
}

type Weeks = (Comparison, Vec<String>, Option<String>);

fn weeks(
    inputs: &Inputs,
    of: &MemberInputs,
    draft: &TemplateFacts,
) -> std::result::Result<Weeks, String> {
    let mut snapshot = inputs.snapshot(of)?;
    // As a weekly run would draw it: what is in force already plays no part on either side.
    snapshot.request.base = None;
    let before = personalise::compute(&snapshot);
    snapshot.template = draft;
    let after = personalise::compute(&snapshot);
    let comparison = compare::compare(&before.document, &after.document);
    let reader = Reader::new(&inputs.facts, &after.signals);
    let sentences = comparison.changes.iter().map(|change| reader.change(change)).collect();
    let problem = comparison.unmet.first().map(|finding| reader.finding(finding));
    Ok((comparison, sentences, problem))
}

/// What was found so far; texts are kept of those only who may be told.
#[derive(Default)]
struct Found {
    comparisons: Vec<Comparison>,
    members: Vec<(member::Model, Vec<String>, Option<String>)>,
    failed: Vec<PreviewOf>,
}

impl Found {
    fn add(&mut self, compared: Vec<Compared>) {
        for Compared { member, outcome, problem } in compared {
            match outcome {
                Ok((comparison, sentences)) => {
                    self.comparisons.push(comparison);
                    self.members.push((member, sentences, problem));
                }
                Err(_) => self.failed.push(PreviewOf { member, changes: Vec::new(), problem }),
            }
        }
        self.forget();
    }

    /// Drops the differences of those who change less than the most changed.
    fn forget(&mut self) {
        let largest = summarise(&self.comparisons).largest;
        let told: BTreeSet<usize> = largest.into_iter().take(TOLD).collect();
        for place in (0..self.comparisons.len()).filter(|place| !told.contains(place)) {
            // One difference is left: it says that there was any.
            self.comparisons[place].changes.truncate(1);
            self.members[place].1.truncate(1);
        }
    }

    fn told(mut self, members: usize) -> Preview {
        let summary = summarise(&self.comparisons);
        let examples = summary.largest.iter().take(TOLD).map(|place| {
            let (member, sentences, problem) = self.members[*place].clone();
            let changes = std::mem::take(&mut self.comparisons[*place].changes);
            PreviewOf { member, changes: changes.into_iter().zip(sentences).collect(), problem }
        });
        let mut examples: Vec<PreviewOf> = examples.collect();
        let room = TOLD - examples.len();
        examples.extend(self.failed.iter().take(room).cloned());
        Preview {
            members,
            compared: self.members.len() + self.failed.len(),
            infeasible: summary.short as usize + self.failed.len(),
            summary,
            examples,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_limit_members_are_drawn_evenly_and_always_the_same() {
        let all: Vec<u32> = (0..10).collect();

        assert_eq!(evenly(&all, 10), all);
        assert_eq!(evenly(&all, 4), [0, 2, 5, 7]);
    }
}
