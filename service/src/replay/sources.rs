//! What revisions cite: the gym's facts, template versions, and the revisions they started from.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{GymId, PlanId, TemplateId};
use domain::plan::{PlanDocument, TemplateRef};
use domain::signals::Signals;
use domain::snapshot::{GymFacts, TemplateFacts};
use entity::{pack, plan_revision, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Difference;
use crate::error::Result;
use crate::review::act::Act;

type Found<T> = std::result::Result<T, Difference>;

/// What the revisions of one gym cite. Facts and templates are kept from page to page.
pub(super) struct Sources {
    gym: GymId,
    facts: HashMap<Vec<u8>, Found<GymFacts>>,
    templates: HashMap<(String, u32), Found<TemplateFacts>>,
    /// This page's bases.
    bases: HashMap<(Uuid, u32), plan_revision::Model>,
}

impl Sources {
    pub(super) fn new(gym: GymId) -> Self {
        Self { gym, facts: HashMap::new(), templates: HashMap::new(), bases: HashMap::new() }
    }

    /// Reads what these revisions cite.
    pub(super) async fn load(
        &mut self,
        db: &impl ConnectionTrait,
        rows: &[plan_revision::Model],
    ) -> Result<()> {
        let mut bases = Vec::new();
        let mut versions = BTreeSet::new();
        for row in rows {
            let plan = PlanId::from_uuid(row.plan_id);
            let cited = pack::unpack::<Signals>(&row.signals).ok().and_then(|signals| signals.base);
            bases.extend(cited.and_then(|base| Some((plan, i32::try_from(base.revision).ok()?))));
            bases.extend(row.base.map(|number| (plan, number)));
            if let Ok(Some(Act::PutBack(put_back))) = Act::of(row) {
                bases.extend(i32::try_from(put_back.instead_of).ok().map(|number| (plan, number)));
            }
            if let Ok(document) = pack::unpack::<PlanDocument>(&row.document) {
                versions.insert((document.template.id, document.template.version));
            }
            self.load_facts(db, row.facts_digest.as_deref()).await?;
        }
        let bases = store::plan_revisions::by_keys(db, self.gym, &bases).await?;
        self.bases = bases
            .into_iter()
            .filter_map(|row| Some(((row.plan_id, u32::try_from(row.number).ok()?), row)))
            .collect();
        self.load_templates(db, versions).await
    }

    async fn load_facts(&mut self, db: &impl ConnectionTrait, digest: Option<&[u8]>) -> Result<()> {
        let Some(digest) = digest.filter(|digest| !self.facts.contains_key(*digest)) else {
            return Ok(());
        };
        if let Some(row) = store::gym_facts::find(db, self.gym, digest).await? {
            let facts = pack::decompress(&row.facts).map_err(|e| Difference::broken("facts", &e));
            let facts = facts.and_then(|json| {
                if pack::digest(&json)[..] != *digest {
                    return Err(Difference::broken("facts", "not those of the digest"));
                }
                serde_json::from_slice(&json).map_err(|error| Difference::broken("facts", &error))
            });
            self.facts.insert(digest.to_vec(), facts);
        }
        Ok(())
    }

    async fn load_templates(
        &mut self,
        db: &impl ConnectionTrait,
        mut versions: BTreeSet<(String, u32)>,
    ) -> Result<()> {
        versions.retain(|version| !self.templates.contains_key(version));
        let keys: Vec<(TemplateId, i32)> = versions
            .iter()
            .filter_map(|(id, number)| Some((id.parse().ok()?, i32::try_from(*number).ok()?)))
            .collect();
        for row in store::templates::versions(db, self.gym, &keys).await? {
            let id = TemplateId::from_uuid(row.template_id).to_string();
            let version = u32::try_from(row.number).unwrap_or(0);
            let facts = serde_json::from_str(&row.document)
                .map(|template| TemplateFacts { id: id.clone(), version, template })
                .map_err(|error| Difference::broken("template", &error));
            self.templates.insert((id, version), facts);
        }
        Ok(())
    }

    /// The gym as it was.
    pub(super) fn facts(&self, digest: &[u8]) -> Found<&GymFacts> {
        let kept = self.facts.get(digest).ok_or(Difference::broken("facts", "not kept"))?;
        kept.as_ref().map_err(Clone::clone)
    }

    /// A version of a template.
    pub(super) fn template(&self, cited: &TemplateRef) -> Found<&TemplateFacts> {
        let kept = self.templates.get(&(cited.id.clone(), cited.version));
        kept.ok_or(Difference::broken("template", "no such version"))?
            .as_ref()
            .map_err(Clone::clone)
    }

    /// An earlier revision; `None` where it was erased.
    pub(super) fn revision(&self, plan: Uuid, number: u32) -> Found<Option<&plan_revision::Model>> {
        let row = self.bases.get(&(plan, number));
        let row = row.ok_or(Difference::broken("base", "no such revision"))?;
        Ok(Some(row).filter(|row| row.erased_at.is_none() && !row.document.is_empty()))
    }

    /// The document of an earlier revision; `None` where it was erased.
    pub(super) fn base(&self, plan: Uuid, number: u32) -> Found<Option<PlanDocument>> {
        let Some(row) = self.revision(plan, number)? else {
            return Ok(None);
        };
        document(row).map(Some)
    }
}

/// The document of a base.
pub(super) fn document(row: &plan_revision::Model) -> Found<PlanDocument> {
    pack::unpack(&row.document).map_err(|error| Difference::broken("base", &error))
}
