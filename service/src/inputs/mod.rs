//! Reads what a week is computed from: one query per kind of row, many members at a time.

mod facts;
mod rows;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::calendar::{Week, local_date};
use domain::catalogue::Catalogue;
use domain::config::EngineConfig;
use domain::ids::{GymId, MemberId, TemplateId};
use domain::plan::PlanDocument;
use domain::snapshot::{
    GymFacts, MemberFacts, PastPlan, ReadinessFacts, RecordFacts, Request, SessionFacts, Snapshot,
    TemplateFacts, TrackFacts,
};
use domain::vocab::Trigger;
use entity::{gym, member, movement, plan, store, template_version, track};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use sea_orm::ConnectionTrait;
use tracing::Span;
use uuid::Uuid;

use crate::error::{Error, Result, UserErrorCode};
use crate::sessions::{Outdated, Rule};
use rows::Lookup;

pub(crate) use facts::restriction_facts;
pub use facts::{readiness, record};

/// Why a week is computed, for one member.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The member.
    pub member: MemberId,
    /// The cause.
    pub trigger: Trigger,
    /// Whether it may only reduce.
    pub reduce_only: bool,
}

/// The inputs of one message: the gym's part once, and each member's.
pub struct Inputs {
    /// The gym's row.
    pub gym: gym::Model,
    /// The gym as the engine sees it.
    pub facts: GymFacts,
    /// What revisions computed from them cite the facts by.
    pub facts_digest: [u8; 32],
    /// Template versions in force, by template. One that can't be read fails its followers alone.
    pub templates: HashMap<Uuid, std::result::Result<TemplateFacts, String>>,
    /// Each member asked for who exists.
    pub members: Vec<MemberInputs>,
    /// The instant all of it was read as of.
    pub as_of: DateTime<Utc>,
    /// The week.
    pub week: Week,
}

/// One member's inputs. A row that can't be read fails this member alone.
pub struct MemberInputs {
    /// The member's row.
    pub member: member::Model,
    /// The plan of the week as it was read, where there is one.
    pub plan: Option<plan::Model>,
    /// The revision that is computed again: for a reduction the one in force, else the one that waits;
    /// else the other way round. What was rejected is none.
    pub base: Option<Revision>,
    /// The document in force of the newest plan before this week, to judge how large the change is.
    pub previous: Option<Arc<PlanDocument>>,
    parts: std::result::Result<Parts, String>,
}

/// A revision's document and its number.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Number.
    pub number: i32,
    /// Document.
    pub document: Arc<PlanDocument>,
}

/// What a snapshot is made of, but for what members share.
struct Parts {
    template: Option<Uuid>,
    starts_on: Week,
    facts: MemberFacts,
    sessions: Vec<SessionFacts>,
    records: Vec<RecordFacts>,
    readiness: Vec<ReadinessFacts>,
    plans: Vec<PastPlan>,
    request: Request,
}

impl Inputs {
    /// The snapshot of one of its members, or why there is none.
    pub fn snapshot<'a>(
        &'a self,
        inputs: &'a MemberInputs,
    ) -> std::result::Result<Snapshot<'a>, String> {
        let parts = inputs.parts.as_ref().map_err(Clone::clone)?;
        let followed = parts.template.ok_or("the member follows no programme template")?;
        let template = self
            .templates
            .get(&followed)
            .ok_or("the member's template has no version in force")?
            .as_ref()
            .map_err(Clone::clone)?;
        Ok(self.whole(parts, template))
    }

    /// The same of whom `none` stands for a template that is not there: to look at, and to compute nothing from.
    pub fn observed<'a>(
        &'a self,
        inputs: &'a MemberInputs,
        none: &'a TemplateFacts,
    ) -> std::result::Result<Snapshot<'a>, String> {
        let parts = inputs.parts.as_ref().map_err(Clone::clone)?;
        let followed = parts.template.and_then(|template| self.templates.get(&template));
        let template = followed.and_then(|template| template.as_ref().ok()).unwrap_or(none);
        Ok(self.whole(parts, template))
    }

    fn whole<'a>(&'a self, parts: &'a Parts, template: &'a TemplateFacts) -> Snapshot<'a> {
        Snapshot {
            as_of: self.as_of,
            week: self.week,
            gym: &self.facts,
            template,
            starts_on: parts.starts_on,
            member: parts.facts.clone(),
            sessions: &parts.sessions,
            records: &parts.records,
            readiness: &parts.readiness,
            plans: &parts.plans,
            request: parts.request.clone(),
        }
    }
}

/// The gym as the engine sees it.
pub async fn gym_facts(db: &impl ConnectionTrait, gym: &gym::Model) -> Result<GymFacts> {
    let id = GymId::from_uuid(gym.id);
    let (tracks, movements) =
        (store::tracks::all(db, id).await?, store::movements::all(db, id).await?);
    Ok(facts_of(gym, &tracks, &movements)?)
}

fn facts_of(
    gym: &gym::Model,
    tracks: &[track::Model],
    movements: &[movement::Model],
) -> anyhow::Result<GymFacts> {
    let catalogue: anyhow::Result<Vec<_>> =
        movements.iter().map(crate::movements::movement).collect();
    let zone = gym
        .time_zone
        .parse()
        .map_err(|_| anyhow::anyhow!("there is no time zone {:?}", gym.time_zone))?;
    Ok(GymFacts {
        time_zone: zone,
        unit: gym.weight_unit.parse()?,
        equipment: serde_json::from_str(&gym.equipment)?,
        catalogue: Catalogue::new(catalogue?),
        tracks: tracks
            .iter()
            .map(|row| {
                Ok((
                    row.key.clone(),
                    TrackFacts { name: row.name.clone(), kind: row.kind.parse()? },
                ))
            })
            .collect::<anyhow::Result<_>>()?,
        config: Box::new(config(gym)?),
    })
}

/// The engine's constants as the gym has them, checked, with what it sets by columns of their own.
fn config(gym: &gym::Model) -> anyhow::Result<EngineConfig> {
    let mut config: EngineConfig = serde_json::from_str(&gym.engine_config)?;
    config.recompute.readiness_drop_points = f64::from(gym.readiness_drop_points);
    config.validate()?; // what can't be is refused when it is written; this is what was written before
    Ok(config)
}

/// Loads everything the week of these members is computed from.
pub async fn load(
    db: &impl ConnectionTrait,
    gym: GymId,
    week: Week,
    asks: &[Ask],
    as_of: DateTime<Utc>,
) -> Result<Inputs> {
    Ok(read(db, gym, week, asks, as_of).await?.inputs())
}

/// Reads the rows that the week of these members is computed from.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    gym: GymId,
    week: Week,
    asks: &[Ask],
    as_of: DateTime<Utc>,
) -> Result<Read> {
    let row = store::gyms::find(db, gym).await?.ok_or(Error::NotFound("gym"))?;
    let (tracks, movements) =
        (store::tracks::all(db, gym).await?, store::movements::all(db, gym).await?);
    let facts = facts_of(&row, &tracks, &movements).map_err(|error| damaged_gym(gym, &error))?;
    let lookup = Lookup {
        tracks: tracks.into_iter().map(|track| (track.id, track.key)).collect(),
        movements: movements.into_iter().map(|movement| (movement.id, movement.key)).collect(),
    };
    let mut rows = rows::read(db, gym, week, asks, local_date(as_of, facts.time_zone)).await?;
    let rule = Rule::of(&facts);
    let outdated = rows.values().flat_map(|rows| rows.outdated(rule)).collect();
    let followed: BTreeSet<Uuid> = rows.values().filter_map(rows::Rows::template).collect();
    let templates = templates(db, gym, &followed).await?;
    let rows = asks.iter().filter_map(|ask| Some((*ask, rows.remove(&ask.member.uuid())?)));
    let rows = rows.collect();
    let facts_digest = crate::facts::digest(&facts)?;
    Ok(Read { gym: row, facts, facts_digest, templates, rows, lookup, outdated, as_of, week })
}

/// What was read, each member's rows still as they are stored: to make sense of them is work for the pool's
/// threads, not for the one that reads.
pub(crate) struct Read {
    gym: gym::Model,
    pub(crate) facts: GymFacts,
    facts_digest: [u8; 32],
    templates: HashMap<Uuid, std::result::Result<TemplateFacts, String>>,
    rows: Vec<(Ask, rows::Rows)>,
    lookup: Lookup,
    /// Sessions whose digest another rule made: no week may be computed from them.
    pub(crate) outdated: Vec<Outdated>,
    as_of: DateTime<Utc>,
    week: Week,
}

impl Read {
    /// Makes sense of the rows, of many members at once.
    pub(crate) fn inputs(self) -> Inputs {
        let Self { gym, facts, facts_digest, templates, rows, lookup, as_of, week, .. } = self;
        let span = Span::current();
        let one = |(ask, rows): (Ask, rows::Rows)| {
            span.in_scope(|| rows.inputs(ask, week, &lookup)) // what it logs belongs to the job
        };
        let members = if rows.len() > 1 {
            rows.into_par_iter().map(one).collect()
        } else {
            rows.into_iter().map(one).collect() // a change that is judged waits for no other's threads
        };
        Inputs { gym, facts, facts_digest, templates, members, as_of, week }
    }
}

/// What the gym's owner reads where its own rows make no sense: nothing can be computed from them.
fn damaged_gym(gym: GymId, error: &anyhow::Error) -> Error {
    tracing::error!(gym.id = %gym, error = format!("{error:#}"), "a gym's settings can't be read");
    let message = "the gym's settings, tracks or movements can't be read";
    Error::field(&[], UserErrorCode::Invalid, message)
}

/// The versions in force of these templates.
async fn templates(
    db: &impl ConnectionTrait,
    gym: GymId,
    followed: &BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, std::result::Result<TemplateFacts, String>>> {
    let ids: Vec<TemplateId> = followed.iter().map(|id| TemplateId::from_uuid(*id)).collect();
    let versions = store::templates::published_versions(db, gym, &ids).await?;
    Ok(versions.into_iter().map(|version| (version.template_id, template(&version))).collect())
}

fn template(version: &template_version::Model) -> std::result::Result<TemplateFacts, String> {
    let id = TemplateId::from_uuid(version.template_id);
    let facts = || -> anyhow::Result<TemplateFacts> {
        Ok(TemplateFacts {
            id: id.to_string(),
            version: u32::try_from(version.number)?,
            template: serde_json::from_str(&version.document)?,
        })
    };
    facts().map_err(|error| {
        tracing::error!(template.id = %id, version = version.number, error = format!("{error:#}"), "a template can't be read");
        "the template that the member follows can't be read".to_owned()
    })
}
