//! What to keep in mind, by rules.

use super::{MOST_CUES, MOST_NAMED, amount, lines, list};
use crate::explain::number;
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::{LineFacts, SessionFacts};
use crate::narrative::verify::CUE_LENGTH;
use crate::vocab::{Confidence, VolumeLevel};

pub(super) fn cues(facts: &NarrativeFacts) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(unknown(facts));
    match facts.adjustment.extra_reps_in_reserve {
        0 => {}
        1 => out.push("Stop every set 1 rep earlier than usual.".to_owned()),
        more => out.push(format!("Stop every set {more} reps earlier than usual.")),
    }
    out.extend(heaviest(facts));
    out.extend(lightened(facts));
    if facts.readiness.trust == Confidence::None {
        out.push("Check in each morning, so that the week can follow how you feel.".to_owned());
    }
    if matches!(facts.training_load.word, VolumeLevel::Elevated | VolumeLevel::High) {
        out.push(
            "Recent volume is higher than usual: what stands in the plan is enough.".to_owned(),
        );
    }
    out.extend(rated(facts));
    out.retain(|cue| CUE_LENGTH.contains(&cue.chars().count()));
    out.truncate(MOST_CUES - 1);
    out.push("Log how hard each set felt: the next week is computed from it.".to_owned());
    out
}

/// Lifts whose load is still to be found.
fn unknown(facts: &NarrativeFacts) -> Option<String> {
    let asked = lines(facts).filter(|line| line.load.is_none());
    let mut by_reserve: Vec<(f64, Vec<String>)> = Vec::new();
    for line in asked {
        let Some(reserve) = line.reps_in_reserve else {
            continue;
        };
        match by_reserve.iter_mut().find(|(other, _)| *other == reserve) {
            Some((_, names)) if names.contains(&line.movement) => {}
            Some((_, names)) => names.push(line.movement.clone()),
            None => by_reserve.push((reserve, vec![line.movement.clone()])),
        }
    }
    let (reserve, mut names) = by_reserve.into_iter().next()?;
    names.truncate(MOST_NAMED);
    let reserve = number(reserve, 1);
    let left = if reserve == "1" { "1 rep".to_owned() } else { format!("{reserve} reps") };
    let which = list(&names);
    Some(format!("{which}: find a load that leaves {left} in reserve, and log it."))
}

/// The heaviest line against the member's best, where the week is not reduced.
fn heaviest(facts: &NarrativeFacts) -> Option<String> {
    if facts.adjustment.loads_down_percent > 0.0 {
        return None;
    }
    let mut most: Option<(&SessionFacts, &LineFacts, f64)> = None;
    for session in &facts.sessions {
        for line in session.blocks.iter().flat_map(|block| &block.lines) {
            let share = line.percent_of_best_single.filter(|_| line.load.is_some());
            if let Some(share) = share.filter(|share| most.is_none_or(|(.., of)| *share > of)) {
                most = Some((session, line, share));
            }
        }
    }
    let (session, line, share) = most?;
    let load = line.load.as_ref()?;
    Some(format!(
        "{} on {} is {} at {}, {} % of your estimated best single: settle before every rep.",
        line.movement,
        session.day,
        amount(line),
        load.text,
        number(share, 0)
    ))
}

/// A lift that is lighter than programmed while the week as a whole is not reduced.
fn lightened(facts: &NarrativeFacts) -> Option<String> {
    let of =
        lines(facts).find(|line| line.because.iter().any(|why| why.contains("restriction")))?;
    let load = of.load.as_ref()?;
    Some(format!("{} stays at {} for a restriction: keep it smooth.", of.movement, load.text))
}

/// What a rating asks for.
fn rated(facts: &NarrativeFacts) -> Option<String> {
    let line = lines(facts).find(|line| line.rpe.is_some() && line.load.is_some())?;
    let rpe = line.rpe?;
    let left = number(crate::e1rm::RPE_MOST - rpe, 1);
    let left = if left == "1" { "1 rep".to_owned() } else { format!("{left} reps") };
    Some(format!("{} is at RPE {}, which leaves {left} in reserve.", line.movement, number(rpe, 1)))
}
