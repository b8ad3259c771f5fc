//! The sets of one prescribed line together: whether the line was held, missed or lifted lighter (B1b).

use super::{Candidate, Held, LiftDigest, Prescribed, Seen, Work, keep_best};
use crate::config::StrengthConfig;
use crate::e1rm;

/// Repetitions at or above which a share of the basis counts as reached.
const EPSILON: f64 = 1e-9;

/// Every line of a session whose sets were logged, by lift.
#[derive(Default)]
pub(super) struct Lines<'a> {
    lines: Vec<LineSets<'a>>,
    /// By lift: sum of logged minus target ratings, and how many.
    over_target: Vec<(usize, f64, u32)>,
}

struct LineSets<'a> {
    lift: usize,
    asked: &'a Prescribed,
    completed: u32,
    missed: bool,
    /// Whether a set went on so far beyond what was asked that it shows how many repetitions there were.
    all_out: bool,
    heaviest_kg: f64,
    best: Option<Candidate>,
}

impl<'a> Lines<'a> {
    /// Takes in a set; one that answers no line, or does another movement than the line's, is no part
    /// of any.
    pub(super) fn add(&mut self, lift: usize, seen: &Seen<'a>, config: &StrengthConfig) {
        let Seen { set, doubtful } = *seen;
        let Some(asked) = set.prescribed.as_ref().filter(|asked| asked.movement == set.movement)
        else {
            return;
        };
        if let (Some(rpe), Some(target)) = (set.rpe, asked.target_rpe.filter(|rpe| rpe.is_finite()))
        {
            self.rate(lift, rpe - target);
        }
        let index = self.line_of(lift, asked);
        let line = &mut self.lines[index];
        let Some(reps) = set.reps else { return };
        let required = asked.reps_min.or(asked.reps_max).unwrap_or(1);
        line.missed |= reps < required;
        let Some(load) = set.load_kg.filter(|kg| *kg > 0.0) else {
            return;
        };
        if !doubtful {
            line.heaviest_kg = line.heaviest_kg.max(load);
        }
        let enough = asked.rounded_kg.is_none_or(|kg| load >= kg * config.lighter_share);
        line.completed += u32::from(reps >= required && enough);
        let asked_reps = asked.reps_max.unwrap_or(required).max(required);
        line.all_out |= enough && reps >= asked_reps.saturating_add(config.all_out_reps);
        if let Some(value_kg) = e1rm::at_least_rated(load, reps, set.rpe, config) {
            keep_best(&mut line.best, Candidate { doubtful, ..Candidate::new(value_kg, reps) });
        }
    }

    fn line_of(&mut self, lift: usize, asked: &'a Prescribed) -> usize {
        self.lines.iter().position(|line| line.asked.line == asked.line).unwrap_or_else(|| {
            self.lines.push(LineSets {
                lift,
                asked,
                completed: 0,
                missed: false,
                all_out: false,
                heaviest_kg: 0.0,
                best: None,
            });
            self.lines.len() - 1
        })
    }

    fn rate(&mut self, lift: usize, over: f64) {
        match self.over_target.iter_mut().find(|entry| entry.0 == lift) {
            Some(entry) => (entry.1, entry.2) = (entry.1 + over, entry.2 + 1),
            None => self.over_target.push((lift, over, 1)),
        }
    }

    /// Writes what the lines say into their lifts.
    pub(super) fn finish(self, lifts: &mut [LiftDigest], config: &StrengthConfig) {
        for line in &self.lines {
            line.finish(&mut lifts[line.lift], config);
        }
        for (lift, sum, count) in self.over_target {
            lifts[lift].over_target = Some(sum / f64::from(count));
        }
    }
}

impl LineSets<'_> {
    fn finish(&self, lift: &mut LiftDigest, config: &StrengthConfig) {
        let asked = self.asked;
        let basis_kg = positive(asked.basis_kg);
        if let Some(basis) = basis_kg {
            lift.basis_kg = Some(lift.basis_kg.map_or(basis, |known| known.max(basis)));
        }
        if let Some(load) = positive(asked.rounded_kg) {
            let lighter = self.heaviest_kg < load * config.lighter_share;
            lift.lighter = Some(lift.lighter.unwrap_or(false) || lighter);
        }
        if asked.work != Work::Strength {
            return;
        }
        let Some(best) = self.best else {
            // Not one repetition: a miss that says of the strength only that.
            if self.missed {
                keep_best(&mut lift.missed, Candidate::new(0.0, 0));
            }
            return;
        };
        if self.completed >= asked.sets.max(1) {
            if let Some(basis) = basis_kg.filter(|_| asked.rounded_kg.is_some()) {
                self.hold(lift, basis, best, config);
            }
        } else if self.missed {
            keep_best(&mut lift.missed, best);
        }
    }

    /// The highest basis held in the session stands; any of its lines may earn the step.
    fn hold(&self, lift: &mut LiftDigest, basis_kg: f64, best: Candidate, config: &StrengthConfig) {
        // Progress is counted from the exact target, not from what its rounding took (liftosaur#338).
        let target = self.asked.exact_kg.unwrap_or(0.0).max(self.heaviest_kg);
        let heavy = target >= config.step_share * basis_kg * (1.0 - EPSILON);
        // Who went all out and proved less than the basis has earned no step over it (decision 0019).
        let disproved = self.all_out && best.value_kg < basis_kg * (1.0 - EPSILON);
        let held = Held {
            basis_kg,
            at_least_kg: best.value_kg,
            next_kg: best.next_kg,
            doubtful: best.doubtful,
            reps: best.reps,
            earns_step: heavy && !self.asked.reduced && !disproved,
        };
        lift.held = Some(match lift.held {
            None => held,
            Some(known) => Held {
                basis_kg: known.basis_kg.max(held.basis_kg),
                at_least_kg: known.at_least_kg.max(held.at_least_kg),
                next_kg: [
                    known.next_kg,
                    held.next_kg,
                    Some(known.at_least_kg.min(held.at_least_kg)),
                ]
                .into_iter()
                .flatten()
                .max_by(f64::total_cmp),
                reps: if held.at_least_kg > known.at_least_kg { held.reps } else { known.reps },
                doubtful: held.doubtful || known.doubtful,
                earns_step: known.earns_step || held.earns_step,
            },
        });
    }
}

fn positive(kg: Option<f64>) -> Option<f64> {
    kg.filter(|kg| kg.is_finite() && *kg > 0.0)
}
