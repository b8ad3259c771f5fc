//! One session as the athlete does it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Week;
use domain::catalogue::Catalogue;
use domain::digest::{self, LoggedSet, Prescribed};
use domain::e1rm;
use domain::load;
use domain::plan::{Line, PlannedBlock, PlannedSession};
use domain::snapshot::{GymFacts, SessionFacts};
use domain::vocab::SetKind;

use super::body::{Body, RATING_NOISE};
use super::case::Case;
use super::dice::Dice;

/// Bodyweight of the simulated athletes in kilograms.
pub const BODYWEIGHT_KG: f64 = 80.0;
/// Repetitions in reserve at which a load is found where none is prescribed.
const FOUND_RESERVE: f64 = 3.5;
/// Noise of a load that is found.
const FOUND_NOISE: f64 = 0.03;

/// A day in the athlete's life, as a session sees it.
pub(super) struct Day<'a> {
    pub(super) case: &'a Case,
    pub(super) seed: u64,
    /// Days since the life began.
    pub(super) number: i64,
    pub(super) date: NaiveDate,
    pub(super) recorded_at: DateTime<Utc>,
    /// More sets and minutes than planned, as a factor.
    pub(super) volume: f64,
    /// Kilograms that one set of the day is typed too heavy.
    pub(super) typed_kg: f64,
}

/// Sets with a prescribed load, and how many of them missed repetitions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Sets.
    pub sets: u32,
    /// Of which missed.
    pub missed: u32,
}

/// Does `planned`: trains the body, and logs it.
pub(super) fn train(
    body: &mut Body,
    planned: &PlannedSession,
    week: Week,
    gym: &GymFacts,
    day: &Day<'_>,
) -> (SessionFacts, Count) {
    let mut dice = Dice::new(day.seed, day.number, 8);
    let form = dice.normal(1.0);
    let mut log = Log::default();
    let lines =
        planned.blocks.iter().flat_map(|block| block.lines.iter().map(move |line| (block, line)));
    for (index, (block, line)) in lines.enumerate() {
        let mut dice = Dice::new(day.seed, day.number, 16 + index as u64);
        log.line(&*body, block, line, form, &gym.catalogue, day, &mut dice);
    }
    if let Some(set) = log.sets.iter_mut().find(|set| set.load_kg.is_some_and(|kg| kg > 0.0)) {
        set.load_kg = set.load_kg.map(|kg| kg + day.typed_kg);
    }
    for (lift, load) in &log.heaviest {
        body.train(lift, *load, day.date);
    }
    let minutes = (f64::from(planned.minutes) * day.volume).round() as u32;
    let session_rpe = session_rpe(&log.efforts, planned.hard, &mut dice);
    body.tire(load::session_load(Some(session_rpe), minutes).unwrap_or(0.0));
    let facts = SessionFacts {
        date: day.date,
        recorded_at: day.recorded_at,
        track: planned.track.clone(),
        answers: Some((week, planned.key.clone())),
        minutes,
        session_rpe: Some(session_rpe),
        completion: None,
        digest: digest::digest(
            &log.sets,
            minutes,
            Some(session_rpe),
            Some(BODYWEIGHT_KG),
            &gym.catalogue,
            &gym.config.strength,
        ),
    };
    (facts, log.count)
}

#[derive(Default)]
struct Log {
    sets: Vec<LoggedSet>,
    count: Count,
    /// Ratings as they were, noise and bias apart.
    efforts: Vec<f64>,
    /// The heaviest load of each lift, in kilograms.
    heaviest: BTreeMap<String, f64>,
}

impl Log {
    #[expect(clippy::too_many_arguments, reason = "one set needs the body, the plan and the day")]
    fn line(
        &mut self,
        body: &Body,
        block: &PlannedBlock,
        line: &Line,
        form: f64,
        catalogue: &Catalogue,
        day: &Day<'_>,
        dice: &mut Dice,
    ) {
        let lift = catalogue.lift_of(&line.movement).to_owned();
        let asked = Prescribed::of(block, line);
        let reps = line.reps_max.or(line.reps_min);
        let (Some(strength), Some(reps)) = (body.strength(&lift, form), reps) else {
            self.sets.push(blank(line, asked));
            return;
        };
        let found = || {
            let share = e1rm::chart(f64::from(reps - 1) + FOUND_RESERVE).unwrap_or(0.6);
            ((strength * share / 2.5).floor() * 2.5).max(20.0)
        };
        let noise = dice.normal(FOUND_NOISE);
        let load = match line.load_kg {
            Some(kg) if day.case.lifted < 1.0 => (kg * day.case.lifted / 2.5).round() * 2.5,
            Some(kg) => kg,
            None => (found() * (1.0 + noise) / 2.5).round() * 2.5,
        };
        let noise = dice.normal(RATING_NOISE);
        let rates = dice.chance(day.case.rates.share());
        let sets = (f64::from(line.sets) * day.volume).round() as u32;
        let off = day.case.rated_off + noise;
        for set in 1..=sets {
            let all_out = day.case.all_out && set == sets && line.load_kg.is_some();
            let done = if all_out {
                body.all_out(load, reps, strength, off)
            } else {
                body.perform(load, reps, strength, off)
            };
            self.efforts.push(done.effort);
            self.count.sets += u32::from(line.load_kg.is_some());
            self.count.missed += u32::from(line.load_kg.is_some() && done.reps < reps);
            self.sets.push(LoggedSet {
                reps: Some(done.reps),
                load_kg: Some(load),
                rpe: rates.then_some(done.rpe),
                ..blank(line, asked.clone())
            });
        }
        let heaviest = self.heaviest.entry(lift).or_default();
        *heaviest = heaviest.max(load);
    }
}

/// The CR-10 rating of a whole session, from how hard its sets were.
pub fn session_rpe(efforts: &[f64], hard: bool, dice: &mut Dice) -> f64 {
    let usual = if hard { 7.5 } else { 6.0 };
    let mean = if efforts.is_empty() {
        usual
    } else {
        let sum: f64 = efforts.iter().sum();
        f64::midpoint(usual, sum / efforts.len() as f64)
    };
    (mean + dice.normal(0.5)).round().clamp(3.0, 10.0)
}

fn blank(line: &Line, asked: Prescribed) -> LoggedSet {
    LoggedSet {
        movement: line.movement.clone(),
        kind: SetKind::Working,
        reps: None,
        load_kg: None,
        rpe: None,
        distance_metres: line.distance_metres,
        prescribed: Some(asked),
    }
}
