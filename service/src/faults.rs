//! Faults of one input: gathered, so that a caller reads all of them at once.

use crate::error::{Error, FieldError, Result, UserErrorCode};

/// Faults of one input.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// One more fault.
    pub(crate) fn add(&mut self, path: &[&str], code: UserErrorCode, message: impl Into<String>) {
        self.0.push(FieldError::new(path, code, message));
    }

    /// Refuses a number outside its range, and what is no number.
    pub(crate) fn range(&mut self, path: &[&str], value: Option<f64>, low: f64, high: f64) {
        if let Some(value) = value
            && !(low..=high).contains(&value)
        {
            let field = path.last().copied().unwrap_or_default();
            let message = format!("{field} must be {low} to {high}, got {value}");
            self.add(path, UserErrorCode::OutOfRange, message);
        }
    }

    /// Refuses a text that is empty or has more than `most` characters.
    pub(crate) fn text(&mut self, path: &[&str], value: Option<&str>, most: usize) {
        let Some(value) = value else { return };
        let field = path.last().copied().unwrap_or_default();
        let length = value.chars().count();
        if value.trim().is_empty() {
            self.add(path, UserErrorCode::Invalid, format!("{field} must not be empty"));
        } else if length > most {
            let message = format!("{field} must have at most {most} characters, got {length}");
            self.add(path, UserErrorCode::Invalid, message);
        }
    }

    /// Nothing, or everything that was found.
    pub(crate) fn end(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
