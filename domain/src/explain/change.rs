//! One sentence for each difference between two revisions.

use super::Reader;
use crate::diff::{COACH_EDIT, Change};
use crate::reason::Finding;
use crate::vocab::ChangeKind;

impl Reader<'_> {
    /// What a difference means, in one sentence.
    pub fn change(&self, change: &Change) -> String {
        if change.path == COACH_EDIT {
            let movement = change.before.clone().unwrap_or_default();
            return self.finding(&Finding::EditDropped(movement));
        }
        let what = self.what(change);
        let value = |value: &Option<String>| self.changed_value(&change.path, value.as_deref());
        match change.kind {
            ChangeKind::Added => format!("{what} was added."),
            ChangeKind::Removed => format!("{what} was removed."),
            ChangeKind::Moved => {
                format!("{what} moved from {} to {}.", value(&change.before), value(&change.after))
            }
            ChangeKind::Changed => format!(
                "{what}: {} from {} to {}.",
                name(&change.path),
                value(&change.before),
                value(&change.after)
            ),
        }
    }

    /// The thing that changed: a movement, a block's or a session's title.
    fn what(&self, change: &Change) -> String {
        if let Some(line) = &change.line_key {
            // A line's key ends in its movement: `…o1.2.1-back-squat`.
            let after_block = line.rsplit('.').next().unwrap_or(line);
            let movement =
                after_block.split_once('-').map_or(after_block, |(_, movement)| movement);
            return self.movement(movement);
        }
        let titled = matches!(change.kind, ChangeKind::Added | ChangeKind::Removed);
        let title = change.after.clone().or_else(|| change.before.clone());
        match (titled, title, change.session_date) {
            (true, Some(title), _) => title,
            (_, _, Some(date)) => format!("The session of {date}"),
            _ => "The week".to_owned(),
        }
    }

    fn changed_value(&self, path: &str, value: Option<&str>) -> String {
        match (path, value, value.and_then(|value| value.parse::<f64>().ok())) {
            (_, None, _) => "none".to_owned(),
            ("load", _, Some(kg)) => self.load(kg),
            (_, Some(value), _) => value.to_lowercase().replace('_', " "),
        }
    }
}

/// The name of a value as a person says it.
fn name(path: &str) -> String {
    let mut out = String::new();
    for letter in path.chars() {
        if letter.is_uppercase() {
            out.push(' ');
        }
        out.extend(letter.to_lowercase());
    }
    out.replace("rpe", "RPE")
}
