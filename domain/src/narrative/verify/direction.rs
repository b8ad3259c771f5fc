//! Words that say which way something goes: against the programme, or where a lift is heading.

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Same,
}

/// What goes that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Load,
    Sets,
    /// Rating or repetitions in reserve: up is harder.
    Effort,
    /// Where a lift is heading.
    Trend,
    /// Whichever of the prescription.
    Any,
}

/// What else than the plan a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Volume,
    Readiness,
}

/// One claim of direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Direction {
    pub(super) way: Way,
    pub(super) axis: Axis,
    pub(super) negated: bool,
    /// Of a clause that names no lift: what it is about, though the clauses around it name one.
    pub(super) topic: Option<Topic>,
    pub(super) said: String,
}
