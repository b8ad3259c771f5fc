//! What a member of the demo gym did in one session.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::MemberId;
use domain::vocab::SetKind;
use rand::Rng;
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use super::athlete::{Athlete, Effort, Set, Work};
use crate::sessions::{NewLog, NewSet};

/// The wave that the season followed: sets, repetitions, share.
const WAVE: [(u32, u32, f64); 4] = [(4, 5, 0.80), (4, 4, 0.84), (4, 3, 0.88), (3, 5, 0.70)];

/// Weeks of the wave.
pub(super) const WAVE_WEEKS: u32 = WAVE.len() as u32;

/// Ids of what sessions name.
pub(super) struct Ids {
    pub(super) tracks: HashMap<String, Uuid>,
    pub(super) movements: HashMap<String, Uuid>,
}

/// One session of the season.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    pub(super) member: MemberId,
    pub(super) date: NaiveDate,
    /// Weeks since the season began.
    pub(super) week: u32,
    /// Of the season, from 0: the tracks take turns.
    pub(super) number: u32,
    /// Of ordinary work, 1; more where the member overreaches.
    pub(super) volume: f64,
    /// A restricted knee: no squats.
    pub(super) knee: bool,
}

/// The log of a session; `None` where the gym lacks the track or a movement.
pub(super) fn log(
    done: Done,
    athlete: &mut Athlete,
    ids: &Ids,
    dice: &mut ChaCha12Rng,
) -> Option<NewLog> {
    let track = ["strength", "conditioning", "strength", "gymnastics", "weightlifting"]
        [done.number as usize % 5];
    let mut effort = athlete.begin(done.date);
    let sets = match track {
        "conditioning" => conditioning(done, ids, dice),
        "gymnastics" => gymnastics(ids, dice),
        _ => lifts(track, done, athlete, &mut effort, ids),
    }?;
    let minutes = (f64::from(dice.random_range(52..66_u32)) * done.volume) as u32;
    let rpe = athlete.end(effort, minutes, track != "gymnastics");
    Some(NewLog {
        member: done.member,
        source: "demo".to_owned(),
        external_id: Some(format!("season-{}", done.number)),
        date: done.date,
        started_at: None,
        title: None,
        track: *ids.tracks.get(track)?,
        answers: None,
        minutes,
        session_rpe: dice.random_bool(0.92).then_some(rpe),
        completion: None,
        scores: "[]".to_owned(),
        notes: None,
        sets,
    })
}

fn set(movement: &str, ids: &Ids) -> Option<NewSet> {
    Some(NewSet {
        movement: (*ids.movements.get(movement)?, movement.to_owned()),
        source_name: None,
        prescription: None,
        kind: SetKind::Working,
        reps: None,
        load_kg: None,
        entered: None,
        assisted: false,
        rpe: None,
        distance_metres: None,
        entered_distance: None,
        duration_seconds: None,
        calories: None,
        note: None,
    })
}

/// Two lifts of the day at the week's share, and a third for repetitions.
fn lifts(
    track: &str,
    done: Done,
    athlete: &mut Athlete,
    effort: &mut Effort,
    ids: &Ids,
) -> Option<Vec<NewSet>> {
    let pairs = match (track, done.knee) {
        ("weightlifting", _) => [["snatch", "front-squat"], ["clean-and-jerk", "front-squat"]],
        (_, true) => [["bench-press", "barbell-row"], ["deadlift", "strict-press"]],
        (_, false) => [["back-squat", "strict-press"], ["deadlift", "bench-press"]],
    };
    let pair = pairs[(done.number as usize / 2) % 2];
    let (sets, reps, share) = WAVE[done.week as usize % WAVE.len()];
    let sets = (f64::from(sets) * done.volume).round() as u32;
    let third = match (track, done.number % 4) {
        ("weightlifting", _) => Work { lift: "overhead-squat", sets: 3, reps: 8, share: 0.70 },
        (_, 0) => Work { lift: "romanian-deadlift", sets: 3, reps: 8, share: 0.70 },
        _ => Work { lift: "barbell-row", sets: 3, reps: 8, share: 0.70 },
    };
    let mut out = Vec::new();
    for work in pair.map(|lift| Work { lift, sets, reps, share }).into_iter().chain([third]) {
        for Set { load_kg, reps, rpe } in athlete.work(work, done.date, effort) {
            let blank = set(work.lift, ids)?;
            out.push(NewSet { reps: Some(reps), load_kg: Some(load_kg), rpe, ..blank });
        }
    }
    Some(out)
}

fn conditioning(done: Done, ids: &Ids, dice: &mut ChaCha12Rng) -> Option<Vec<NewSet>> {
    let rounds = (5.0 * done.volume).round() as u32;
    let mut out = Vec::new();
    for _ in 0..rounds {
        out.push(NewSet {
            distance_metres: Some(500.0),
            duration_seconds: Some(dice.random_range(100..130)),
            ..set("row-erg", ids)?
        });
        out.push(NewSet { reps: Some(dice.random_range(8..15)), ..set("burpee", ids)? });
    }
    Some(out)
}

fn gymnastics(ids: &Ids, dice: &mut ChaCha12Rng) -> Option<Vec<NewSet>> {
    let mut out = Vec::new();
    for movement in ["pull-up", "toes-to-bar", "push-up"] {
        for _ in 0..4 {
            out.push(NewSet { reps: Some(dice.random_range(4..12)), ..set(movement, ids)? });
        }
    }
    Some(out)
}
