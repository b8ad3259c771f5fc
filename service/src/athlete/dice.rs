//! Randomness of one day: the same seed, day and purpose give the same draws, whatever happened before.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;

/// The draws of one day and purpose.
#[derive(Debug)]
pub struct Dice(ChaCha12Rng);

impl Dice {
    /// For a `seed`, a `day` of the life and a `purpose` of the day.
    pub fn new(seed: u64, day: i64, purpose: u64) -> Self {
        let mut inner = ChaCha12Rng::seed_from_u64(seed);
        inner.set_stream((day as u64).wrapping_mul(64).wrapping_add(purpose));
        Self(inner)
    }

    /// 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.0.random()
    }

    /// Whether something of that probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A normal deviate with mean 0 and standard deviation `sd` (Box and Muller).
    pub fn normal(&mut self, sd: f64) -> f64 {
        let (a, b) = (1.0 - self.share(), self.share());
        sd * (-2.0 * libm::log(a)).sqrt() * libm::cos(std::f64::consts::TAU * b)
    }
}
