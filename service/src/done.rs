//! What a use case did.

use crate::events::Wakes;

/// What a use case did, and whom to wake now that it is committed.
#[derive(Debug, Clone)]
pub struct Done<T> {
    /// What it answers.
    pub value: T,
    /// Whom to wake.
    pub wakes: Wakes,
}

impl<T> Done<T> {
    /// Something that nobody waits for.
    pub fn quiet(value: T) -> Self {
        Self { value, wakes: Wakes::default() }
    }
}
