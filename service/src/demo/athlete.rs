//! A body that trains: true maxima, days that vary, ratings that follow the chart.

use domain::e1rm;
use domain::vocab::Experience;
use rand::Rng;
use rand_chacha::ChaCha12Rng;

/// Steps of the chart that a rating is looked up in.
const STEPS: u32 = 29;

/// One invented body.
pub(super) struct Athlete {
    /// Share of the usual maxima of a body of that weight.
    talent: f64,
    bodyweight_kg: f64,
    /// Gain of every week, a fraction.
    gain: f64,
    /// Whether sets are rated.
    pub(super) rates: bool,
}

impl Athlete {
    pub(super) fn new(bodyweight_kg: f64, experience: Experience, dice: &mut ChaCha12Rng) -> Self {
        let (level, gain) = match experience {
            Experience::Novice => (0.65, 0.010),
            Experience::Intermediate => (0.90, 0.003),
            Experience::Advanced => (1.15, 0.001),
        };
        Self {
            talent: level * dice.random_range(0.85..1.15),
            bodyweight_kg,
            gain: gain * dice.random_range(0.3..1.5),
            rates: dice.random_bool(0.7),
        }
    }

    /// The true maximum of a lift, `weeks` weeks after the season began, in kilograms.
    fn maximum(&self, lift: &str, weeks: f64) -> f64 {
        let bodyweights = match lift {
            "back-squat" => 1.65,
            "front-squat" => 1.38,
            "deadlift" => 1.95,
            "romanian-deadlift" => 1.40,
            "bench-press" => 1.18,
            "strict-press" => 0.75,
            "barbell-row" => 1.05,
            "snatch" => 0.88,
            "overhead-squat" => 1.00,
            "clean-and-jerk" => 1.12,
            _ => 0.85,
        };
        bodyweights * self.bodyweight_kg * self.talent * (1.0 + self.gain * weeks)
    }

    /// The load that this member puts on the bar for a share of the maximum, in steps of 2.5 kg.
    pub(super) fn load(&self, lift: &str, share: f64, weeks: f64) -> f64 {
        ((self.maximum(lift, weeks) * share / 2.5).round() * 2.5).max(20.0)
    }

    /// How hard `reps` at a load felt, as the member rates it.
    pub(super) fn rating(
        &self,
        lift: &str,
        load_kg: f64,
        reps: u32,
        weeks: f64,
        dice: &mut ChaCha12Rng,
    ) -> Option<f64> {
        if !self.rates {
            return None;
        }
        let today = self.maximum(lift, weeks) * dice.random_range(0.975..1.02);
        let share = load_kg / today;
        let index = (0..=STEPS).map(|half| f64::from(half) / 2.0);
        let index = index.take_while(|k| e1rm::chart(*k).is_some_and(|of| of >= share)).last();
        let reserve = index.unwrap_or(0.0) - f64::from(reps - 1);
        let felt = 10.0 - reserve + dice.random_range(-0.4..0.4);
        Some(((felt * 2.0).round() / 2.0).clamp(5.0, 10.0))
    }
}
