//! Revisions that a coach made: no computation leads to them. What the coach did is done again to the revision
//! that it started from, with what was known then.

use domain::edit::EditProblem;
use domain::plan::{ENGINE_VERSION, PlanDocument};
use domain::signals::Signals;
use entity::{pack, plan_revision};

use super::sources::{self, Sources};
use super::{Difference, Judged, Outcome, difference};
use crate::review::act::{Act, Edited};
use crate::review::revision::digest;

/// Judges a coach's revision; `stored` is its document as JSON.
pub(super) fn judge(row: &plan_revision::Model, stored: &[u8], sources: &Sources) -> Judged {
    let Some(number) = row.base.and_then(|number| u32::try_from(number).ok()) else {
        return Err(Difference::broken("base", "a coach's revision must name one"));
    };
    let Some(base) = sources.revision(row.plan_id, number)? else {
        return Ok(Outcome::Erased);
    };
    unchanged(row, base)?;
    let broken = |error| Difference::broken("reason", &error);
    let Some(act) = Act::of(row).map_err(broken)? else {
        return Err(Difference::broken("reason", "does not say what the coach did"));
    };
    let done = || match &act {
        Act::Edited(_) => Outcome::Edited,
        Act::PutBack(_) => Outcome::PutBack,
    };
    let compared = |week| difference::between(stored, &week).map_or_else(|| Ok(done()), Err);
    let again = again(&act, row, base, sources);
    let judged = again.and_then(|week| week.map_or(Ok(Outcome::Erased), compared));
    if judged.is_err() && row.engine_version != ENGINE_VERSION {
        return Ok(Outcome::OtherEngine { engine: row.engine_version.clone(), same: false });
    }
    judged
}

/// What a coach's revision has of the one that it comes from, and the digest over both.
fn unchanged(row: &plan_revision::Model, base: &plan_revision::Model) -> Result<(), Difference> {
    if digest(base, &row.document)[..] != row.input_digest {
        return Err(Difference::broken("inputs", "not those of the digest that was kept"));
    }
    if row.signals != base.signals {
        return Err(Difference::broken("signals", "not those of the revision it comes from"));
    }
    if row.engine_version != base.engine_version {
        let version = "not that of the revision it comes from";
        return Err(Difference::broken("engine version", version));
    }
    Ok(())
}

/// The week that the act leads to; `None` where a revision it needs was erased.
fn again(
    act: &Act,
    row: &plan_revision::Model,
    base: &plan_revision::Model,
    sources: &Sources,
) -> Result<Option<PlanDocument>, Difference> {
    let before = sources::document(base)?;
    match act {
        Act::Edited(edited) => edit(edited, row, &before, sources).map(Some),
        Act::PutBack(put_back) => {
            let current = sources.base(row.plan_id, put_back.instead_of)?;
            Ok(current.map(|current| put_back.apply(&before, &current)))
        }
    }
}

fn edit(
    edited: &Edited,
    row: &plan_revision::Model,
    before: &PlanDocument,
    sources: &Sources,
) -> Result<PlanDocument, Difference> {
    let signals: Signals =
        pack::unpack(&row.signals).map_err(|error| Difference::broken("signals", &error))?;
    let cited = row.facts_digest.as_deref();
    let facts = sources.facts(cited.ok_or(Difference::broken("facts", "none are cited"))?)?;
    let template = sources.template(&before.template).ok();
    edited.apply(before, &signals, facts, template).map_err(|problems| refused(&problems))
}

fn refused(problems: &[EditProblem]) -> Difference {
    let first = problems.first().map_or("", |problem| problem.message.as_str());
    Difference::broken("edit", &format!("refused when it is made again: {first}"))
}
