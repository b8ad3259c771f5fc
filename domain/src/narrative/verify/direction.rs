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

/// One claim of direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Direction {
    pub(super) way: Way,
    pub(super) axis: Axis,
    pub(super) negated: bool,
    pub(super) said: String,
}
