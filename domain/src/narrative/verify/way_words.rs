//! Words that directions are read by.

pub(super) const NOT: &[&str] = &[
    "not", "no", "never", "nothing", "without", "don't", "doesn't", "isn't", "aren't", "won't",
    "nor", "neither", "none", "hasn't", "haven't", "avoid", "resist", "didn't", "wasn't",
    "weren't", "cannot", "can't", "nobody",
];
pub(super) const BE: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "goes", "go", "going", "gone", "went",
    "come", "comes", "coming", "came", "moves", "move", "moved", "moving", "steps", "stepped",
    "ticks", "ticked", "creeps", "nudged", "nudge", "brought", "bring", "taken", "take", "takes",
    "kept", "dialled", "dialed", "scaled", "pulled", "eased", "edges", "edged", "inches",
    "trending", "heading", "headed", "stay", "stays", "sits", "sit", "slightly", "little", "bit",
    "touch", "much", "and", "has", "have", "trends", "well", "set", "turned", "pushed",
];
pub(super) const LOADS: &[&str] = &[
    "load",
    "loads",
    "weight",
    "weights",
    "kilos",
    "kilograms",
    "pounds",
    "bar",
    "loading",
    "intensity",
    "kg",
    "lb",
];
pub(super) const SETS: &[&str] = &["set", "sets"];
pub(super) const EFFORTS: &[&str] = &["rpe", "effort", "efforts", "rir", "reserve"];
pub(super) const TRENDS: &[&str] =
    &["trend", "trending", "trends", "estimate", "estimated", "progress", "best", "max"];
pub(super) const THINGS: &[&str] = &[
    "load",
    "loads",
    "weight",
    "weights",
    "sets",
    "set",
    "volume",
    "rpe",
    "effort",
    "work",
    "intensity",
    "share",
    "readiness",
    "kilos",
    "training",
    "sessions",
    "session",
    "rounds",
    "round",
    "reserve",
    "conditioning",
    "percentage",
    "score",
    "week",
    "reps",
    "minutes",
];
pub(super) const AWAY: &[&str] =
    &["forward", "back", "apart", "into", "under", "over", "out", "fast", "through"];

/// What may drop in a set without the plan going anywhere.
pub(super) const MOVING: &[&str] = &[
    "speed",
    "bar",
    "technique",
    "form",
    "pace",
    "quality",
    "hips",
    "elbows",
    "chest",
    "knees",
    "torso",
    "heels",
    "shoulders",
];
