//! What is wrong with a template's content: bounds that no week can meet, and more than a template may hold.

use domain::ids::GymId;
use domain::template::Template;
use domain::template_check::ProblemCode;
use entity::store;
use sea_orm::ConnectionTrait;

use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::inputs::gym_facts;

/// Longest name of a template, a session or a block, in characters.
const NAME_LENGTH: usize = 100;
/// Longest notes of a block, in characters.
const NOTES_LENGTH: usize = 2_000;
/// Most tracks, sessions, blocks of a session and lines of a block. House choices: a year of six
/// sessions a week has 312.
const MOST_TRACKS: usize = 20;
const MOST_SESSIONS: usize = 1_000;
const MOST_BLOCKS: usize = 20;
const MOST_LINES: usize = 40;
/// Most entries of the table of goals: each goal on each track.
const MOST_AFFINITIES: usize = 300;

/// Refuses what no plan could be drawn from, naming every fault under `part` of the input.
pub(super) async fn content(
    db: &impl ConnectionTrait,
    gym: GymId,
    content: &Template,
    part: &[&str],
) -> Result<()> {
    let row = store::gyms::find(db, gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(db, &row).await?;
    let mut errors = sizes(content);
    if errors.is_empty() {
        let problems = domain::template_check::check(content, &facts.tracks, &facts.catalogue);
        errors.extend(problems.into_iter().map(|problem| FieldError {
            path: problem.path,
            code: code(problem.code),
            message: problem.message,
        }));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors).under(part)) }
}

const fn code(code: ProblemCode) -> UserErrorCode {
    match code {
        ProblemCode::Invalid => UserErrorCode::Invalid,
        ProblemCode::OutOfRange => UserErrorCode::OutOfRange,
        ProblemCode::NotFound => UserErrorCode::NotFound,
        ProblemCode::Infeasible => UserErrorCode::Infeasible,
    }
}

/// What is too much or too long, before anything is looked at in full.
fn sizes(content: &Template) -> Vec<FieldError> {
    let mut found = Sizes::default();
    found.text(&["name"], &content.name, NAME_LENGTH);
    found.count(&["tracks"], content.tracks.len(), MOST_TRACKS);
    found.count(&["goalAffinity"], content.goal_affinity.len(), MOST_AFFINITIES);
    found.count(&["sessions"], content.sessions.len(), MOST_SESSIONS);
    for (session, at) in content.sessions.iter().zip(0_usize..) {
        let at = at.to_string();
        found.text(&["sessions", &at, "title"], &session.title, NAME_LENGTH);
        found.count(&["sessions", &at, "blocks"], session.blocks.len(), MOST_BLOCKS);
        for (block, nth) in session.blocks.iter().zip(0_usize..) {
            let nth = nth.to_string();
            let path = |field| ["sessions", at.as_str(), "blocks", nth.as_str(), field];
            found.text(&path("title"), &block.title, NAME_LENGTH);
            found.text(&path("notes"), block.notes.as_deref().unwrap_or_default(), NOTES_LENGTH);
            found.count(&path("prescriptions"), block.prescriptions.len(), MOST_LINES);
        }
    }
    found.0
}

#[derive(Default)]
struct Sizes(Vec<FieldError>);

impl Sizes {
    fn count(&mut self, path: &[&str], count: usize, most: usize) {
        if count > most {
            let field = path.last().copied().unwrap_or_default();
            let message = format!("{field} must be at most {most}, got {count}");
            self.0.push(FieldError::new(path, UserErrorCode::LimitExceeded, message));
        }
    }

    fn text(&mut self, path: &[&str], text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let field = path.last().copied().unwrap_or_default();
            let message = format!("{field} must have at most {most} characters, got {length}");
            self.0.push(FieldError::new(path, UserErrorCode::Invalid, message));
        }
    }
}
