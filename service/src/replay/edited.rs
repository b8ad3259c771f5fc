//! Revisions that a coach made: no computation leads to them, but what the coach left alone must be as it was
//! in the revision that the edit started from.

use domain::plan::{Line, PlanDocument};
use domain::vocab::Provenance;
use entity::plan_revision;

use super::sources::Sources;
use super::{Difference, Judged, Outcome};

/// Judges a revision that was computed from nothing.
pub(super) fn judge(
    row: &plan_revision::Model,
    document: &PlanDocument,
    sources: &Sources,
) -> Judged {
    let Some(number) = row.base.and_then(|number| u32::try_from(number).ok()) else {
        return Err(Difference::broken("base", "a revision without facts must name one"));
    };
    let Some(base) = sources.base(row.plan_id, number)? else {
        return Ok(Outcome::Erased);
    };
    for line in lines(document).filter(|line| line.provenance != Provenance::CoachEdited) {
        if let Some(before) = lines(&base).find(|before| before.key == line.key)
            && before != line
        {
            let path = format!("line {}", line.key);
            return Err(Difference { path, ..Difference::values(line, before) });
        }
    }
    Ok(Outcome::Edited)
}

fn lines(document: &PlanDocument) -> impl Iterator<Item = &Line> {
    let blocks = document.sessions.iter().flat_map(|session| &session.blocks);
    blocks.flat_map(|block| &block.lines)
}
