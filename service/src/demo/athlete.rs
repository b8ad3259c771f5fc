//! The athlete behind a demo member: a body of the simulation's, with maxima by bodyweight and experience, that
//! trains a wave.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Utc};
use domain::load;
use domain::snapshot::ReadinessFacts;
use domain::vocab::Experience;
use rand::Rng;
use rand_chacha::ChaCha12Rng;

use crate::athlete::body::RATING_NOISE;
use crate::athlete::morning::{self, State};
use crate::athlete::session::session_rpe;
use crate::athlete::{Body, Dice, Level, Usual};

/// Usual maxima of a trained body, in bodyweights. House choice.
const BODYWEIGHTS: [(&str, f64); 10] = [
    ("back-squat", 1.65),
    ("front-squat", 1.38),
    ("deadlift", 1.95),
    ("romanian-deadlift", 1.40),
    ("bench-press", 1.18),
    ("strict-press", 0.75),
    ("barbell-row", 1.05),
    ("snatch", 0.88),
    ("overhead-squat", 1.00),
    ("clean-and-jerk", 1.12),
];
/// Load of a usual session in AU: an hour, rated 7 to 8.
const USUAL_SESSION_AU: f64 = 440.0;
/// What a bar weighs.
const LIGHTEST_KG: f64 = 20.0;

/// One invented athlete.
pub(super) struct Athlete {
    body: Body,
    /// The maxima that loads are shares of: as they were when the wave began.
    tested: BTreeMap<&'static str, f64>,
    usual: Usual,
    seed: u64,
    /// Whether sets are rated.
    rates: bool,
    /// Whether a watch is worn.
    pub(super) watch: bool,
}

/// Work on one lift.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub(super) lift: &'static str,
    pub(super) sets: u32,
    pub(super) reps: u32,
    /// Of the tested maximum.
    pub(super) share: f64,
}

/// One set of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set {
    pub(super) load_kg: f64,
    pub(super) reps: u32,
    pub(super) rpe: Option<f64>,
}

/// A session under way.
pub(super) struct Effort {
    dice: Dice,
    form: f64,
    efforts: Vec<f64>,
}

impl Athlete {
    pub(super) fn new(
        bodyweight_kg: f64,
        experience: Experience,
        sessions_per_week: i32,
        dice: &mut ChaCha12Rng,
    ) -> Self {
        let level = match experience {
            Experience::Novice => 0.65,
            Experience::Intermediate => 0.90,
            Experience::Advanced => 1.15,
        };
        let size = bodyweight_kg * level * dice.random_range(0.85..1.15);
        let maxima =
            BODYWEIGHTS.iter().map(|(lift, bodyweights)| ((*lift).to_owned(), bodyweights * size));
        let weekly_au = USUAL_SESSION_AU * f64::from(sessions_per_week);
        let mut athlete = Self {
            body: Body::new(Level::of(experience), maxima, weekly_au),
            tested: BTreeMap::new(),
            usual: Usual {
                hrv_ms: dice.random_range(45.0..85.0),
                heart_rate_bpm: dice.random_range(46.0..62.0),
                sleep_hours: dice.random_range(6.8..8.0),
            },
            seed: dice.random(),
            rates: dice.random_bool(0.7),
            watch: dice.random_bool(0.7),
        };
        athlete.test();
        athlete
    }

    /// Finds the maxima that the next wave's loads are shares of.
    pub(super) fn test(&mut self) {
        let of = |(lift, _): &(&'static str, f64)| Some((*lift, self.body.maximum(lift)?));
        self.tested = BODYWEIGHTS.iter().filter_map(of).collect();
    }

    /// A night passes before `date`.
    pub(super) fn wake(&mut self, date: NaiveDate) {
        self.body.wake(date);
    }

    /// What the athlete would report on the morning of `date`.
    pub(super) fn morning(&self, date: NaiveDate) -> ReadinessFacts {
        let state = State { tiredness: self.body.tiredness(), ill: false };
        let recorded_at = date.and_hms_opt(7, 0, 0).unwrap_or_default().and_local_timezone(Utc);
        morning::entry(
            &self.usual,
            state,
            self.seed,
            date,
            recorded_at.earliest().unwrap_or_default(),
        )
    }

    /// A session begins.
    pub(super) fn begin(&self, date: NaiveDate) -> Effort {
        let mut dice = Dice::new(self.seed, i64::from(date.num_days_from_ce()), 8);
        let form = dice.normal(1.0);
        Effort { dice, form, efforts: Vec::new() }
    }

    /// Works on a lift, in steps of 2.5 kg.
    pub(super) fn work(&mut self, work: Work, date: NaiveDate, effort: &mut Effort) -> Vec<Set> {
        let Work { lift, sets, reps, share } = work;
        let tested = self.tested.get(lift).copied().unwrap_or_default();
        let load_kg = ((tested * share / 2.5).round() * 2.5).max(LIGHTEST_KG);
        let strength = self.body.strength(lift, effort.form).unwrap_or_default();
        let off = effort.dice.normal(RATING_NOISE);
        let done: Vec<_> =
            (0..sets).map(|_| self.body.perform(load_kg, reps, strength, off)).collect();
        effort.efforts.extend(done.iter().map(|set| set.effort));
        self.body.train(lift, load_kg, date);
        let logged = |set: crate::athlete::body::Felt| Set {
            load_kg,
            reps: set.reps,
            rpe: self.rates.then_some(set.rpe),
        };
        done.into_iter().map(logged).collect()
    }

    /// The session's CR-10 rating; the body is tired by it.
    pub(super) fn end(&mut self, mut effort: Effort, minutes: u32, hard: bool) -> f64 {
        let rpe = session_rpe(&effort.efforts, hard, &mut effort.dice);
        self.body.tire(load::session_load(Some(rpe), minutes).unwrap_or_default());
        rpe
    }
}
