//! A body: true strength per lift, what training adds to it, what a gap and fatigue take (`engine.md` B12).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::e1rm;
use domain::vocab::Experience;

/// Days of a gap before strength begins to go.
const HOLDS_DAYS: i64 = 10;
/// Share of strength lost per day of a longer gap: 2.5 % in ten days.
const LOST_PER_DAY: f64 = 0.0025;
/// Most that a gap takes.
const LOST_MOST: f64 = 0.18;
/// Share regained per day once training goes on: in half the time.
const REGAINED_PER_DAY: f64 = 2.0 * LOST_PER_DAY;
/// Share of true strength from which a set trains it.
const EFFECTIVE_SHARE: f64 = 0.58;
/// Days in which fatigue falls to 1/e.
const FATIGUE_DAYS: f64 = 7.0;
/// Share of strength that twice the usual fatigue takes on a day; the usual takes none.
const FATIGUE_COST: f64 = 0.04;
/// Most that fatigue takes.
const FATIGUE_MOST: f64 = 0.05;
/// How far strength moves from day to day (standard deviation).
const DAY_NOISE: f64 = 0.02;

/// How far a body is trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Strength it approaches, over that at the start.
    pub ceiling: f64,
    /// Share of the way there that one effective session goes.
    pub gain: f64,
    /// Share of the true repetitions in reserve that it feels.
    pub felt: f64,
}

impl Level {
    /// Of an experience.
    pub const fn of(experience: Experience) -> Self {
        match experience {
            Experience::Novice => Self { ceiling: 1.5, gain: 0.0125, felt: 0.65 },
            Experience::Intermediate => Self { ceiling: 1.18, gain: 0.006, felt: 1.0 },
            Experience::Advanced => Self { ceiling: 1.04, gain: 0.006, felt: 1.0 },
        }
    }
}

/// One lift of a body.
#[derive(Debug, Clone, PartialEq)]
struct Strength {
    start_kg: f64,
    true_kg: f64,
    lost: f64,
    last_on: Option<NaiveDate>,
}

impl Strength {
    fn now(&self) -> f64 {
        self.true_kg * (1.0 - self.lost)
    }
}

/// A body that trains.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    level: Level,
    lifts: BTreeMap<String, Strength>,
    fatigue: f64,
    usual_fatigue: f64,
}

/// Noise of a rating (standard deviation, RPE): how a member rates a movement that day, all its sets alike.
pub const RATING_NOISE: f64 = 0.6;

/// A set as it was done and felt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Felt {
    /// Repetitions done.
    pub reps: u32,
    /// How hard it was, noise and bias apart.
    pub effort: f64,
    /// The rating that would be logged, in halves.
    pub rpe: f64,
}

/// What a set came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done {
    /// Repetitions done.
    pub reps: u32,
    /// True repetitions in reserve; 0 where repetitions were missed.
    pub reserve: f64,
}

impl Body {
    /// With these maxima in kilograms. `weekly_au`: the training load of a usual week.
    pub fn new(
        level: Level,
        maxima: impl IntoIterator<Item = (String, f64)>,
        weekly_au: f64,
    ) -> Self {
        let lift =
            |(key, kg)| (key, Strength { start_kg: kg, true_kg: kg, lost: 0.0, last_on: None });
        // What an even week of that load would settle at.
        let usual_fatigue = weekly_au / 7.0 / (1.0 - libm::exp(-1.0 / FATIGUE_DAYS));
        Self {
            level,
            lifts: maxima.into_iter().map(lift).collect(),
            fatigue: usual_fatigue,
            usual_fatigue,
        }
    }

    /// True strength of a lift in kilograms; fatigue and the day's form apart.
    pub fn maximum(&self, lift: &str) -> Option<f64> {
        self.lifts.get(lift).map(Strength::now)
    }

    /// True strength over that at the start, of the lift that gained least.
    pub fn gained(&self) -> f64 {
        let of = |lift: &Strength| lift.now() / lift.start_kg;
        self.lifts.values().map(of).fold(f64::INFINITY, f64::min)
    }

    /// Fatigue over the usual, minus 1.
    pub fn tiredness(&self) -> f64 {
        self.fatigue / self.usual_fatigue - 1.0
    }

    /// A night passes before `date`.
    pub fn wake(&mut self, date: NaiveDate) {
        self.fatigue *= libm::exp(-1.0 / FATIGUE_DAYS);
        for lift in self.lifts.values_mut() {
            let gap = lift.last_on.map_or(0, |on| (date - on).num_days());
            if gap > HOLDS_DAYS {
                lift.lost = (lift.lost + LOST_PER_DAY).min(LOST_MOST);
            } else {
                lift.lost = (lift.lost - REGAINED_PER_DAY).max(0.0);
            }
        }
    }

    /// Strength of a lift on a day; `form`: a normal deviate of the day.
    pub fn strength(&self, lift: &str, form: f64) -> Option<f64> {
        let tired = (FATIGUE_COST * self.tiredness().max(0.0)).min(FATIGUE_MOST);
        Some(self.maximum(lift)? * (1.0 - tired) * (1.0 + DAY_NOISE * form))
    }

    /// A set of `reps` at `load_kg` with that strength: the chart says what is left in reserve.
    pub fn lift(load_kg: f64, reps: u32, strength_kg: f64) -> Done {
        let most = repetitions(load_kg / strength_kg);
        if most < f64::from(reps) {
            return Done { reps: most as u32, reserve: 0.0 };
        }
        Done { reps, reserve: most - f64::from(reps) }
    }

    /// A set of `reps` at `load_kg` with that strength, rated by a member who is off by so much.
    pub fn perform(&self, load_kg: f64, reps: u32, strength_kg: f64, off: f64) -> Felt {
        let done = Self::lift(load_kg, reps, strength_kg);
        let effort = self.rating(done.reserve);
        let rpe = ((2.0 * (effort + off)).round() / 2.0).clamp(1.0, 10.0);
        Felt { reps: done.reps, effort, rpe }
    }

    /// A set of as many repetitions as there are: at least `least` are asked for.
    pub fn all_out(&self, load_kg: f64, least: u32, strength_kg: f64, off: f64) -> Felt {
        let most = repetitions(load_kg / strength_kg) as u32;
        self.perform(load_kg, most.max(least), strength_kg, off)
    }

    /// What training a lift on `date` with sets up to `load_kg` does to it.
    pub fn train(&mut self, lift: &str, load_kg: f64, date: NaiveDate) {
        let level = self.level;
        if let Some(lift) = self.lifts.get_mut(lift) {
            if load_kg >= EFFECTIVE_SHARE * lift.true_kg {
                let most = level.ceiling * lift.start_kg;
                lift.true_kg += level.gain * (most - lift.true_kg).max(0.0);
            }
            lift.last_on = Some(date);
        }
    }

    /// Takes in the load of a session in AU.
    pub fn tire(&mut self, au: f64) {
        self.fatigue += au;
    }

    /// The rating that a reserve is felt as, without noise.
    pub fn rating(&self, reserve: f64) -> f64 {
        10.0 - self.level.felt * reserve
    }
}

/// Repetitions to failure at a share of the day's strength, by the printed chart; under 1: none.
fn repetitions(share: f64) -> f64 {
    if share > 1.0 {
        return 0.0;
    }
    let at = |half: u32| e1rm::chart(f64::from(half) / 2.0).unwrap_or(0.0);
    let last = (2.0 * e1rm::CHART_END) as u32;
    let Some(below) = (1..=last).find(|half| at(*half) < share) else {
        return e1rm::CHART_END + 1.0;
    };
    let (high, low) = (at(below - 1), at(below));
    1.0 + f64::midpoint(f64::from(below - 1), (high - share) / (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_and_reserve_are_those_of_the_chart() {
        assert!((repetitions(0.811) - 7.0).abs() < 1e-9);
        assert!((repetitions(1.0) - 1.0).abs() < 1e-9);
        assert_eq!(repetitions(1.01), 0.0);
        assert_eq!(Body::lift(105.0, 3, 100.0), Done { reps: 0, reserve: 0.0 });
        let five = Body::lift(81.1, 5, 100.0);
        assert_eq!(five.reps, 5);
        assert!((five.reserve - 2.0).abs() < 1e-9);
    }
}
