//! Finds the directions of a clause.

use super::direction::{Axis, Direction, Way};
use super::piece::Piece;

const NOT: &[&str] = &[
    "not", "no", "never", "nothing", "without", "don't", "doesn't", "isn't", "aren't", "won't",
    "nor", "neither", "none", "hasn't", "haven't", "avoid", "resist", "didn't", "wasn't",
    "weren't", "cannot", "can't", "nobody",
];
const BE: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "goes", "go", "going", "gone", "went",
    "come", "comes", "coming", "came", "moves", "move", "moved", "moving", "steps", "stepped",
    "ticks", "ticked", "creeps", "nudged", "nudge", "brought", "bring", "taken", "take", "takes",
    "kept", "dialled", "dialed", "scaled", "pulled", "eased", "edges", "edged", "inches",
    "trending", "heading", "headed", "stay", "stays", "sits", "sit", "slightly", "little", "bit",
    "touch", "much", "and", "has", "have", "trends", "well", "set", "turned", "pushed",
];
const LOADS: &[&str] = &[
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
const SETS: &[&str] = &["set", "sets"];
const EFFORTS: &[&str] = &["rpe", "effort", "efforts", "rir", "reserve"];
const TRENDS: &[&str] =
    &["trend", "trending", "trends", "estimate", "estimated", "progress", "best", "max"];
const THINGS: &[&str] = &[
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
const AWAY: &[&str] =
    &["forward", "back", "apart", "into", "under", "over", "out", "fast", "through"];

/// Reads the directions of a clause.
pub(super) fn directions(clause: &[Piece]) -> Vec<Direction> {
    (0..clause.len()).filter_map(|at| Reading { clause, at }.read()).collect()
}

struct Reading<'a> {
    clause: &'a [Piece],
    at: usize,
}

impl Reading<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.clause.get(at).and_then(Piece::word)
    }

    fn next_in(&self, steps: usize, words: &[&str]) -> bool {
        self.word(self.at + steps).is_some_and(|word| words.contains(&word))
    }

    fn last_in(&self, steps: usize, words: &[&str]) -> bool {
        let at = self.at.checked_sub(steps);
        at.and_then(|at| self.word(at)).is_some_and(|word| words.contains(&word))
    }

    fn has(&self, words: &[&str]) -> bool {
        self.clause.iter().filter_map(Piece::word).any(|word| words.contains(&word))
    }

    fn lifts(&self) -> bool {
        self.clause.iter().any(|piece| matches!(piece, Piece::Movement(_)))
    }

    fn numbers(&self) -> bool {
        self.clause.iter().any(|piece| piece.number().is_some())
    }

    /// Whether a thing of the plan is right behind, at most one word between.
    fn thing_follows(&self) -> bool {
        self.next_in(1, THINGS)
            || self.next_in(2, THINGS)
            || matches!(self.clause.get(self.at + 1), Some(Piece::Track(_)))
    }

    fn read(&self) -> Option<Direction> {
        let word = self.word(self.at)?;
        let (way, axis) = self.meaning(word)?;
        let back = self.clause[..self.at].iter().rev().filter_map(Piece::word).take(6);
        let negated = back.into_iter().any(|word| NOT.contains(&word));
        let around =
            self.clause[self.at.saturating_sub(2)..(self.at + 3).min(self.clause.len())].iter();
        let said: Vec<String> = around.map(Piece::text).filter(|text| !text.is_empty()).collect();
        Some(Direction { way, axis: self.axis(axis), negated, said: said.join(" ") })
    }

    /// A word that leaves the axis open takes it from the nouns near it.
    fn axis(&self, axis: Axis) -> Axis {
        if axis != Axis::Any {
            return axis;
        }
        let window = |names: &[&str]| {
            let low = self.at.saturating_sub(4);
            let high = (self.at + 4).min(self.clause.len());
            self.clause[low..high].iter().filter_map(Piece::word).any(|word| names.contains(&word))
        };
        if window(SETS) {
            Axis::Sets
        } else if window(EFFORTS) {
            Axis::Effort
        } else if window(LOADS) {
            Axis::Load
        } else if window(TRENDS) && self.lifts() {
            Axis::Trend
        } else {
            Axis::Any
        }
    }

    fn meaning(&self, word: &str) -> Option<(Way, Axis)> {
        let been = self.last_in(1, BE) || self.last_in(2, BE);
        let than = self.next_in(1, &["than"]) || self.next_in(2, &["than"]);
        Some(match word {
            "heavier" | "heaviest" => (Way::Up, Axis::Load),
            "lighter" if self.next_in(1, &["on"]) => return None,
            "lighter" | "lightened" | "lightest" => (Way::Down, Axis::Load),
            "stronger" | "improving" | "improved" | "progressing" | "upward" | "upwards"
            | "growing" => (Way::Up, Axis::Trend),
            "climbing" | "climbed" | "climbs" | "climb" | "rise" | "rises" | "risen" | "rising"
            | "rose" => (Way::Up, self.heading()),
            "downward" | "downwards" | "declining" | "declined" | "decline" | "declines"
            | "regressing" | "weaker" => (Way::Down, self.heading()),
            "falling" | "fallen" | "falls" | "fell" | "slipping" | "slipped" | "sliding"
            | "slid" | "dipped" | "dipping" | "sliding,"
                if !(self.next_in(1, AWAY)
                    || word == "falls" && self.next_in(1, &["on", "in", "to"])) =>
            {
                (Way::Down, self.heading())
            }
            "stalled" | "stall" | "stalling" | "plateaued" | "plateau" | "plateauing" | "stuck"
            | "stagnant" => (Way::Same, Axis::Trend),
            "still" if self.last_in(1, &["stood", "standing", "stands", "stand"]) => {
                (Way::Same, Axis::Trend)
            }
            "increase" | "increased" | "increases" | "increasing" | "raised" | "raises"
            | "boosted" | "boost" | "bumped" | "bump" | "up" | "higher" | "raise" | "nudged"
            | "adds" | "added" | "extra" | "additional" | "bigger" | "positive" | "another"
            | "more" | "jump" | "jumps" | "jumped" | "add" | "adding" | "greater" | "steeper"
            | "harder" | "tougher" => {
                return self.upward(word, been, than);
            }
            "reduce" | "reduced" | "reduces" | "reducing" | "reduction" | "reductions"
            | "decrease" | "decreased" | "decreases" | "deload" | "deloaded" | "deloading"
            | "trimmed" | "trims" | "trim" | "trimming" | "fewer" | "minus" | "shaved"
            | "lowered" | "smaller" | "softened" | "cutback" => (Way::Down, Axis::Any),
            "down" | "lower" | "less" | "cut" | "cuts" | "drop" | "drops" | "dropped"
            | "dropping" | "off" | "back" | "ease" | "eases" | "eased" | "easier" | "easing"
            | "lowers" | "lightens" | "lose" | "loses" | "losing" | "lost" => {
                return self.downward(word, been, than);
            }
            "unchanged" | "untouched" | "unadjusted" => (Way::Same, Axis::Any),
            "programmed" | "written" | "planned" | "prescribed"
                if self.last_in(1, &["as"]) || self.last_in(2, &["as"]) =>
            {
                (Way::Same, Axis::Any)
            }
            "steady" | "flat" | "stable" | "level" | "constant"
                if self.lifts()
                    && been
                    && !self.has(&[
                        "pace", "rhythm", "bar", "breath", "tempo", "effort", "back", "torso",
                        "feet",
                    ]) =>
            {
                (Way::Same, Axis::Trend)
            }
            _ => return None,
        })
    }

    /// A word of heading is of the lift where one is named, and nothing but the load was spoken of.
    fn heading(&self) -> Axis {
        if self.has(LOADS) && !self.has(TRENDS) { Axis::Load } else { Axis::Trend }
    }

    #[expect(clippy::match_same_arms, reason = "an arm holds words of one meaning")]
    fn upward(&self, word: &str, been: bool, than: bool) -> Option<(Way, Axis)> {
        let any = Some((Way::Up, Axis::Any));
        match word {
            "up" if self.last_in(
                1,
                &[
                    "warm", "wake", "build", "built", "building", "set", "show", "made", "make",
                    "line", "stand", "end", "keep", "keeps", "speed", "step", "finish", "sum",
                    "chest", "head", "eyes", "elbows", "hips", "toes", "torso", "drive", "sit",
                    "catch", "pick", "tighten", "give", "turn", "ramp", "work", "open", "warming",
                    "building", "ramping",
                ],
            ) =>
            {
                None
            }
            "up" if self.last_in(2, &["you"]) || self.last_in(1, &["way"]) => None,
            "up" if been || self.numbers() || self.next_in(1, &["by", "from", "on"]) => any,
            "higher" | "bigger" | "greater" | "steeper" if been || than || self.thing_follows() => {
                any
            }
            "higher" | "bigger" | "greater" | "steeper" => None,
            "harder" | "tougher" if been || than => Some((Way::Up, Axis::Effort)),
            "harder" | "tougher" => None,
            "more" if self.next_in(1, &["than", "often", "or", "about", "like", "careful"]) => {
                (self.next_in(2, &["programmed", "usual", "planned"]))
                    .then_some((Way::Up, Axis::Any))
            }
            "more" if self.has(&["reserve", "tank"]) => Some((Way::Down, Axis::Effort)),
            "more" | "extra" | "additional" | "another" if self.has(&["reserve", "tank"]) => {
                Some((Way::Down, Axis::Effort))
            }
            "more" | "extra" | "additional" | "another" if self.thing_follows() => any,
            "more" | "extra" | "additional" | "another" => None,
            "add" | "adds" | "adding" if !(self.thing_follows() || self.numbers()) => None,
            "raise" | "raised" | "raises" | "jump" | "jumps" | "jumped" | "add" | "adds"
            | "added" | "adding"
                if !(been || self.has(THINGS) || self.numbers()) =>
            {
                None
            }
            "up" => None,
            _ => any,
        }
    }

    #[expect(clippy::match_same_arms, reason = "an arm holds words of one meaning")]
    fn downward(&self, word: &str, been: bool, than: bool) -> Option<(Way, Axis)> {
        let any = Some((Way::Down, Axis::Any));
        let technique =
            self.has(&[
                "bar",
                "hips",
                "slowly",
                "control",
                "chest",
                "knees",
                "elbows",
                "floor",
                "box",
                "shoulders",
                "body",
                "back",
            ]) && !self.has(&["load", "loads", "weight", "weights", "programmed", "week", "sets"]);
        match word {
            "down"
                if self.last_in(
                    1,
                    &[
                        "slow", "sit", "settle", "calm", "cool", "up", "wind", "lie", "break",
                        "write", "way", "set", "pull", "press", "upside",
                    ],
                ) =>
            {
                None
            }
            "down" if technique && !self.numbers() => None,
            "down" if self.last_in(2, &["you"]) => None,
            "down" if been || self.numbers() || self.next_in(1, &["by", "from", "on"]) => any,
            "lower"
                if self.next_in(
                    1,
                    &["back", "body", "the", "under", "slowly", "with", "yourself", "into", "half"],
                ) =>
            {
                None
            }
            "lower" if been || than || self.thing_follows() => any,
            "less" if self.next_in(1, &["of"]) && self.next_in(2, &["it"]) => None,
            "less" if self.next_in(1, &["often", "is", "about", "or"]) => None,
            "less" | "lowers" | "lightens" => any,
            "cut" | "cuts"
                if been || self.has(THINGS) || self.next_in(1, &["back", "by", "to", "from"]) =>
            {
                (!self.next_in(1, &["depth", "corners", "short", "the", "reps"]))
                    .then_some((Way::Down, Axis::Any))
            }
            "drop" | "drops" | "dropped" | "dropping"
                if !self.next_in(1, &["the", "under", "into", "your"]) =>
            {
                any
            }
            "back" if self.last_in(1, &["come", "comes", "coming", "came"]) => None,
            "off" | "back" => {
                let verbs = [
                    "backed", "back", "pulled", "pull", "pulls", "dialled", "dialed", "dial",
                    "dials", "scaled", "scale", "scales", "eased", "ease", "eases", "easing",
                    "held", "come", "comes", "taken", "takes", "take", "knocked", "knocks",
                    "backs", "backing", "pulling", "scaling", "reined", "cut", "trimmed",
                ];
                (self.last_in(1, &verbs)
                    || (self.last_in(2, &verbs)
                        && self.last_in(1, &["it", "things", "little", "bit"]))
                    || (word == "off" && self.numbers()))
                .then_some((Way::Down, Axis::Any))
            }
            "ease" | "eases" | "eased" | "easing" if self.has(THINGS) || self.numbers() => any,
            "easier" if been || than || self.thing_follows() => Some((Way::Down, Axis::Any)),
            "lose" | "loses" | "losing" | "lost" if self.has(THINGS) || self.numbers() => any,
            _ => None,
        }
    }
}
