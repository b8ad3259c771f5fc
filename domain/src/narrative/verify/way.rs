//! Finds the directions of a clause.

use super::direction::{Axis, Direction, Topic, Way};
use super::piece::Piece;
use super::way_words::{AWAY, BE, EFFORTS, LOADS, MOVING, NOT, SETS, THINGS, TRENDS};

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
        let negated = self.is_negated();
        let around =
            self.clause[self.at.saturating_sub(2)..(self.at + 3).min(self.clause.len())].iter();
        let said: Vec<String> = around.map(Piece::text).filter(|text| !text.is_empty()).collect();
        let topic = if self.lifts() || self.has(&["reserve", "loads", "sets", "weights"]) {
            None
        } else if self.has(&["readiness", "sleep", "hrv"]) {
            Some(Topic::Readiness)
        } else {
            self.has(&["recent"]).then_some(Topic::Volume).filter(|_| self.has(&["volume"]))
        };
        Some(Direction { way, axis: self.axis(axis), negated, topic, said: said.join(" ") })
    }

    /// Whether one of the six words before denies it; `not only` and `without a doubt` do not.
    fn is_negated(&self) -> bool {
        let words: Vec<&str> = self.clause[..self.at].iter().filter_map(Piece::word).collect();
        let from = words.len().saturating_sub(6);
        let follows =
            |at: usize, with: &[&str]| words.get(at).is_some_and(|word| with.contains(word));
        (from..words.len()).any(|at| {
            let only = follows(at + 1, &["only", "just", "merely", "simply"]);
            let doubt = ["doubt", "question", "fail", "exception"];
            let sure = follows(at + 1, &doubt) || follows(at + 2, &doubt);
            NOT.contains(&words[at]) && !only && !sure
        })
    }

    /// Whether what was programmed is what a word compares with.
    fn programmed_follows(&self) -> bool {
        let end = (self.at + 5).min(self.clause.len());
        self.clause[self.at + 1..end]
            .iter()
            .filter_map(Piece::word)
            .any(|word| word == "programmed")
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
            "heavier" => (Way::Up, Axis::Load),
            "lighter" if self.next_in(1, &["on"]) => return None,
            "lighter" | "lightened" => (Way::Down, Axis::Load),
            "light" | "easy" | "recovery" | "gentle" | "quiet" | "relaxed" | "restful"
                if self.next_in(1, &["week"]) =>
            {
                (Way::Down, Axis::Any)
            }
            "doubled" | "doubles" | "doubling" | "tripled" => (Way::Up, Axis::Any),
            "above" | "over" if self.programmed_follows() => (Way::Up, Axis::Any),
            "below" | "under" if self.programmed_follows() => (Way::Down, Axis::Any),
            "worse" if !self.lifts() => return None,
            "weakening" | "weakened" | "weakens" | "worsening" | "worsened" | "worse"
            | "lagging" | "lags" | "fading" | "faltering" | "deteriorating" | "struggling" => {
                (Way::Down, Axis::Trend)
            }
            "stronger" | "improving" | "improved" | "progressing" | "upward" | "upwards"
            | "growing" | "strengthening" | "surging" | "soaring" | "accelerating" => {
                (Way::Up, Axis::Trend)
            }
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
            | "raising" | "boosted" | "boost" | "boosts" | "boosting" | "bumped" | "bump"
            | "up" | "higher" | "raise" | "nudged" | "adds" | "added" | "extra" | "additional"
            | "bigger" | "positive" | "another" | "more" | "jump" | "jumps" | "jumped" | "add"
            | "adding" | "greater" | "steeper" | "harder" | "tougher" => {
                return self.upward(word, been, than);
            }
            "reduce" | "reduced" | "reduces" | "reducing" | "reduction" | "reductions"
            | "decrease" | "decreased" | "decreases" | "deload" | "deloaded" | "deloading"
            | "trimmed" | "trims" | "trim" | "trimming" | "fewer" | "minus" | "shaved"
            | "lowered" | "smaller" | "softened" | "cutback" | "halved" | "halves" | "halving" => {
                (Way::Down, Axis::Any)
            }
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
                (self.next_in(2, &["programmed", "usual", "planned"]) || self.programmed_follows())
                    .then_some((Way::Up, Axis::Any))
            }
            // `you could do two more reps`: what is left in reserve.
            "more" if (1..=4).any(|back| self.last_in(back, &["could", "can"])) => None,
            "more" if self.has(&["reserve", "tank"]) => Some((Way::Down, Axis::Effort)),
            "more" | "extra" | "additional" | "another" if self.has(&["reserve", "tank"]) => {
                Some((Way::Down, Axis::Effort))
            }
            "more" | "extra" | "additional" | "another" if self.thing_follows() => any,
            "more" | "extra" | "additional" | "another" => None,
            // `do not add weight`: advice, and no claim that the plan adds none.
            "add" | "adding"
                if (1..=2).any(|back| self.last_in(back, &["not", "don't", "never"])) =>
            {
                None
            }
            "add" | "adds" | "adding" if !(self.thing_follows() || self.numbers()) => None,
            "raise" | "raised" | "raises" | "raising" | "boosting" | "jump" | "jumps"
            | "jumped" | "add" | "adds" | "added" | "adding"
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
                if !self.next_in(1, &["the", "under", "into", "your"])
                    && !(1..=2).any(|back| self.last_in(back, MOVING)) =>
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
            "lose" | "loses" | "losing" | "lost"
                if self.next_in(1, &["ground", "strength", "momentum", "steam"]) =>
            {
                Some((Way::Down, Axis::Trend))
            }
            "lose" | "loses" | "losing" | "lost" if self.has(THINGS) || self.numbers() => any,
            _ => None,
        }
    }
}
