//! From goals, template and adherence to sessions per track (`engine.md` B8).

mod affinity;
mod fill;
mod seats;

use std::collections::BTreeMap;

use crate::adherence;
use crate::config::EngineConfig;
use crate::plan::TrackShare;
use crate::reason::{Finding, Reason};
use crate::signals::Signals;
use crate::snapshot::{GoalFacts, TrackFacts};
use crate::template::Template;

pub use affinity::{goal_shares, priority_track};
pub use fill::fill;
pub use seats::{Room, apportion};

/// Shares closer than this, as a fraction of the week, are the same to a reader: half a percent. House choice
/// (decision 0051).
const SAME_SHARE: f64 = 0.005;

/// A week's tracks: one share each, in the template's order, with its seats.
#[derive(Debug, Clone, PartialEq)]
pub struct Blend {
    /// One per track.
    pub shares: Vec<TrackShare>,
    /// What could not be met.
    pub findings: Vec<Finding>,
}

/// What a track can have in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrackRoom {
    /// Sessions that the cycle week can give.
    pub draws: u32,
    /// Sessions that stand already.
    pub standing: u32,
}

/// Blends the tracks of `template` into what stands and `slots` more sessions. `room`: in the template's
/// order.
pub fn blend(
    signals: &Signals,
    tracks: &BTreeMap<String, TrackFacts>,
    template: &Template,
    room: &[TrackRoom],
    slots: u32,
    config: &EngineConfig,
) -> Blend {
    let all = slots + room.iter().map(|room| room.standing).sum::<u32>();
    let vectors = Vectors::of(signals, tracks, template, config);
    let mut findings = Vec::new();
    if !vectors.feasible {
        findings.push(Finding::Infeasible);
    }
    let carried = |index: usize| {
        let carried = signals.carry_over.get(&template.tracks[index].track).copied();
        carried.filter(|sessions| sessions.is_finite()).unwrap_or(0.0)
    };
    let quota: Vec<f64> = (0..template.tracks.len())
        .map(|i| f64::from(all) * vectors.share[i] + carried(i))
        .collect();
    let rooms: Vec<Room<'_>> = template
        .tracks
        .iter()
        .enumerate()
        .map(|(index, track)| Room {
            track: &track.track,
            quota: quota[index],
            share: vectors.share[index],
            goal: vectors.goal[index],
            mix: vectors.mix_filled[index],
            standing: room[index].standing,
            min: track.min_sessions,
            max: track.max_sessions.unwrap_or(u32::MAX).min(room[index].draws),
        })
        .collect();
    let seats = apportion(&rooms, slots, &mut findings);
    let most = config.blend.most_carried;
    let shares = (0..rooms.len())
        .map(|index| {
            let carry = (quota[index] - f64::from(seats[index])).clamp(-most, most);
            let sessions = Sessions { seats: seats[index], carried_in: carried(index), carry };
            vectors.row(index, template, signals, &sessions)
        })
        .collect();
    for track in &template.tracks {
        if let Some(signal) = signals.adherence.get(&track.track)
            && adherence::is_avoided(signal, &config.adherence)
        {
            findings.push(Finding::Avoided(track.track.clone()));
        }
    }
    Blend { shares, findings }
}

/// A track's sessions of the week, and what is carried in and out.
struct Sessions {
    seats: u32,
    carried_in: f64,
    carry: f64,
}

/// Every intermediate number of B8, one per track in the template's order.
struct Vectors {
    template: Vec<f64>,
    goal: Vec<f64>,
    mix: Vec<f64>,
    mix_filled: Vec<f64>,
    adherence: Vec<f64>,
    multiplier: Vec<f64>,
    wanted: Vec<f64>,
    lo: Vec<f64>,
    hi: Vec<f64>,
    share: Vec<f64>,
    affinities: Vec<(GoalFacts, Vec<f64>)>,
    feasible: bool,
}

impl Vectors {
    fn of(
        signals: &Signals,
        tracks: &BTreeMap<String, TrackFacts>,
        template: &Template,
        config: &EngineConfig,
    ) -> Self {
        let own = affinity::template_shares(template);
        let affinities = affinity::rows(template, tracks, &signals.member.goals, &config.affinity);
        let goal = affinity::weighted(&own, &affinities);
        let pull = template.goal_influence.clamp(0.0, 1.0);
        let mix: Vec<f64> =
            own.iter().zip(&goal).map(|(own, goal)| (1.0 - pull) * own + pull * goal).collect();
        let prior = adherence::rate(0.0, 0.0, &config.adherence);
        let rate = |key: &str| signals.adherence.get(key).map_or(prior, |signal| signal.rate);
        let adherence: Vec<f64> = template.tracks.iter().map(|track| rate(&track.track)).collect();
        let mean: f64 = mix.iter().zip(&adherence).map(|(mix, rate)| mix * rate).sum();
        let bounds = &config.blend;
        let multiplier: Vec<f64> = adherence
            .iter()
            .map(|rate| if mean > 0.0 { power(rate / mean, bounds.adherence_power) } else { 1.0 })
            .map(|factor| factor.clamp(bounds.adherence_min, bounds.adherence_max))
            .collect();
        let raw: Vec<f64> = mix.iter().zip(&multiplier).map(|(mix, factor)| mix * factor).collect();
        let wanted = normalised(&raw);
        let lo: Vec<f64> = template.tracks.iter().map(|track| track.min_share).collect();
        let hi: Vec<f64> = template.tracks.iter().map(|track| track.max_share).collect();
        let filled = fill(&mix, &lo, &hi, &mix);
        let feasible = filled.is_some();
        let mix_filled = filled.unwrap_or_else(|| own.clone());
        let near = config.blend.most_departure;
        let (lo, hi) = if feasible {
            (
                lo.iter().zip(&mix_filled).map(|(lo, mix)| lo.max(mix - near)).collect(),
                hi.iter().zip(&mix_filled).map(|(hi, mix)| hi.min(mix + near)).collect(),
            )
        } else {
            (lo, hi)
        };
        let share = if feasible { fill(&wanted, &lo, &hi, &mix_filled) } else { None };
        let share = share.unwrap_or_else(|| mix_filled.clone());
        Self {
            template: own,
            goal,
            mix,
            mix_filled,
            adherence,
            multiplier,
            wanted,
            lo,
            hi,
            share,
            affinities,
            feasible,
        }
    }

    fn row(
        &self,
        index: usize,
        template: &Template,
        signals: &Signals,
        sessions: &Sessions,
    ) -> TrackShare {
        let track = &template.tracks[index];
        TrackShare {
            track: track.track.clone(),
            template_share: self.template[index],
            goal_share: self.goal[index],
            mix: self.mix[index],
            adherence: self.adherence[index],
            bounded_mix: self.mix_filled[index],
            adherence_multiplier: self.multiplier[index],
            wanted: self.wanted[index],
            template_bounds: (track.min_share, track.max_share),
            min_share: self.lo[index],
            max_share: self.hi[index],
            share: self.share[index],
            sessions: sessions.seats,
            carried_in: sessions.carried_in,
            carry_over: sessions.carry,
            reason: self.reason(index, signals),
        }
    }

    /// The largest of the three moves: goals, adherence, bounds.
    fn reason(&self, index: usize, signals: &Signals) -> Reason {
        let by_goal = self.mix[index] - self.template[index];
        let by_adherence = self.wanted[index] - self.mix[index];
        let by_bound = self.share[index] - self.wanted[index];
        let moves = [by_goal.abs(), by_adherence.abs(), by_bound.abs()];
        let largest = moves.iter().copied().fold(0.0, f64::max);
        if largest < SAME_SHARE {
            return Reason::ShareTemplate;
        }
        if by_goal.abs() == largest && !signals.member.goals.is_empty() {
            return Reason::ShareGoal(self.mover(index, by_goal.signum()));
        }
        match by_adherence {
            moved if moved.abs() < largest => Reason::ShareBound,
            moved if moved > 0.0 => Reason::ShareFavoured,
            _ => Reason::ShareNeglected,
        }
    }

    /// The goal that pulls the track the furthest in a direction.
    fn mover(&self, index: usize, direction: f64) -> crate::vocab::GoalKind {
        let pull = |entry: &(GoalFacts, Vec<f64>)| {
            entry.0.weight * (entry.1[index] - self.template[index]) * direction
        };
        let mut best = &self.affinities[0];
        for entry in &self.affinities {
            if pull(entry) > pull(best) {
                best = entry;
            }
        }
        best.0.kind
    }
}

/// `base` to the power of `exponent`; to that of a half the root, which is exact where a power need not be.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.5 { base.sqrt() } else { libm::pow(base, exponent) }
}

/// Scaled to a sum of 1; as it is where nothing is positive.
fn normalised(values: &[f64]) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    if total > 0.0 { values.iter().map(|value| value / total).collect() } else { values.to_vec() }
}

#[cfg(test)]
mod tests;
