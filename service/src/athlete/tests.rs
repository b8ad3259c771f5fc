//! The closed loop holds (`engine.md` B12). `MICROCYCLE_SIMULATION=full` runs the whole of it: 40 lives a case,
//! three years of the steady ones, every published programme. The normal run has fewer and shorter lives.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::*;

/// Lives of each case in the whole simulation.
const ALL_SEEDS: u64 = 40;
/// Lives of each case in the normal run.
const SEEDS: u64 = 20;
/// Weeks of the long cases in the normal run.
const WEEKS: u32 = 56;

fn lives(case: &Case, seeds: u64) -> Vec<Outcome> {
    (0..seeds).into_par_iter().map(|seed| live(case, seed)).collect()
}

/// The criteria that do not hold, as lines of text.
fn failures(case: &Case, seeds: u64) -> Vec<String> {
    let without = match case.event {
        Event::Typed(_) => lives(&Case { event: Event::None, ..case.clone() }, seeds),
        _ => Vec::new(),
    };
    let lines = judge(case, &lives(case, seeds), &without);
    lines.into_iter().filter(|line| !line.holds()).map(|line| format!("{line:?}")).collect()
}

#[test]
fn every_athlete_stays_near_the_truth() {
    let full = std::env::var("MICROCYCLE_SIMULATION").is_ok_and(|how| how == "full");
    let (seeds, programmes) = if full {
        (ALL_SEEDS, reference::programmes().unwrap_or_default())
    } else {
        (SEEDS, Vec::new())
    };
    let mut failed = Vec::new();
    for mut case in cases(&programmes) {
        if !full {
            case.weeks = case.weeks.min(WEEKS);
        }
        failed.extend(failures(&case, seeds));
    }
    assert!(
        failed.is_empty(),
        "{} criteria fail over {seeds} seeds:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn a_life_is_the_same_every_time() {
    let case = Case { weeks: 12, ..cases(&[]).swap_remove(0) };

    assert_eq!(live(&case, 7), live(&case, 7));
    assert_ne!(live(&case, 7), live(&case, 8));
}
