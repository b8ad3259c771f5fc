//! Rounding to what a gym can load (`engine.md` B1, rounding).

use crate::equipment::Equipment;
use crate::vocab::Implement;

/// A value this close to a loadable one is that one, in kilograms.
const SAME_KG: f64 = 1e-9;
/// Step of bodyweight and other movements, in kilograms.
const OTHER_STEP_KG: f64 = 0.5;
/// Heaviest implement that there is, in kilograms: what a list has beyond it is a slip and can't be loaded.
const MOST_KG: f64 = 1000.0;
/// Grid on which plates are added up, in kilograms; nothing lighter can be loaded.
const GRID_KG: f64 = 0.01;

/// A rounded load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rounded {
    /// Kilograms to put on the bar; `None`: nothing light enough.
    pub load_kg: Option<f64>,
    /// Lighter than the lightest implement.
    pub below_minimum: bool,
}

/// The loadable value nearest to `exact` (ties down), or the next below where `down`; never above `bound`.
pub fn round(
    exact: f64,
    implement: Implement,
    equipment: &Equipment,
    down: bool,
    bound: Option<f64>,
) -> Rounded {
    let bound = bound.unwrap_or(f64::INFINITY);
    // No number stays no number: it is compared, not clamped.
    let exact = if bound < exact { bound } else { exact };
    let (below, above) = neighbours(exact, implement, equipment);
    let nearest = match (below, above) {
        (Some(low), _) if (exact - low).abs() <= SAME_KG => Some(low),
        (Some(low), Some(high))
            if !down && high - exact < exact - low - SAME_KG && high <= bound + SAME_KG =>
        {
            Some(high)
        }
        (low, _) => low,
    };
    // A loadable value a hair over the bound is the bound.
    let allowed = |kg: f64| Some(kg.min(bound));
    match (nearest, above) {
        (Some(load), _) => Rounded { load_kg: allowed(load), below_minimum: false },
        // Below the lightest implement: that implement, if the bound allows it.
        (None, Some(lightest)) if lightest <= bound + SAME_KG => {
            Rounded { load_kg: allowed(lightest), below_minimum: true }
        }
        (None, _) => Rounded { load_kg: None, below_minimum: true },
    }
}

/// The loadable values around `exact`: the last at or below it, the first above.
fn neighbours(
    exact: f64,
    implement: Implement,
    equipment: &Equipment,
) -> (Option<f64>, Option<f64>) {
    match implement {
        Implement::Barbell => barbell(exact, equipment),
        Implement::Dumbbell => listed(exact, &equipment.dumbbells_kg),
        Implement::Kettlebell => listed(exact, &equipment.kettlebells_kg),
        Implement::Stack | Implement::Machine => {
            stepped(exact, equipment.stack_step_kg, equipment.stack_step_kg)
        }
        Implement::Bodyweight | Implement::Other => stepped(exact, OTHER_STEP_KG, 0.0),
    }
}

fn stepped(exact: f64, step: f64, lightest: f64) -> (Option<f64>, Option<f64>) {
    if !is_real(step) || !exact.is_finite() {
        return (None, None);
    }
    let count = ((exact + SAME_KG) / step).floor();
    let low = count * step;
    if low + SAME_KG < lightest {
        (None, Some(lightest))
    } else {
        (Some(low), Some((count + 1.0) * step))
    }
}

fn listed(exact: f64, weights: &[f64]) -> (Option<f64>, Option<f64>) {
    let real = || weights.iter().copied().filter(|kg| is_real(*kg));
    let low = real().filter(|kg| *kg <= exact + SAME_KG).max_by(f64::total_cmp);
    let high = real().filter(|kg| *kg > exact + SAME_KG).min_by(f64::total_cmp);
    (low, high)
}

/// Whether anything of that weight can be loaded.
fn is_real(kg: f64) -> bool {
    (GRID_KG..=MOST_KG).contains(&kg)
}

/// Bar and pairs of plates; a load is the same to the bit from whichever side it is reached. The smallest plate's pair is the step of what any number of pairs can make where it
/// divides the others; where it does not, sums are searched.
fn barbell(exact: f64, equipment: &Equipment) -> (Option<f64>, Option<f64>) {
    let bar = equipment.bar_kg;
    if !is_real(bar) || !exact.is_finite() {
        return (None, None);
    }
    let mut plates: Vec<f64> =
        equipment.plates_kg.iter().copied().filter(|kg| is_real(*kg)).collect();
    plates.sort_by(|a, b| b.total_cmp(a));
    let Some(smallest) = plates.last().copied() else {
        return if exact + SAME_KG >= bar { (Some(bar), None) } else { (None, Some(bar)) };
    };
    if exact + SAME_KG < bar {
        return (None, Some(bar));
    }
    let even = plates.iter().all(|kg| ((kg / smallest) - (kg / smallest).round()).abs() < 1e-6);
    if even {
        let step = 2.0 * smallest;
        let count = ((exact - bar + SAME_KG) / step).floor();
        return (Some(bar + count * step), Some(bar + (count + 1.0) * step));
    }
    sums(exact.min(MOST_KG), bar, smallest, &plates)
}

/// Any number of any pairs, on a grid of ten grams, as far as one pair of the smallest beyond `exact`.
fn sums(exact: f64, bar: f64, smallest: f64, plates: &[f64]) -> (Option<f64>, Option<f64>) {
    let cell = |kg: f64| (kg / GRID_KG).round() as usize;
    let most = cell(exact - bar) + cell(2.0 * smallest) + 1;
    let mut made: Vec<Option<f64>> = vec![None; most + 1];
    made[0] = Some(bar);
    for at in 0..=most {
        if let Some(sum) = made[at] {
            for plate in plates {
                if let Some(next) = made.get_mut(at + cell(2.0 * plate)) {
                    next.get_or_insert(sum + 2.0 * plate);
                }
            }
        }
    }
    let loads: Vec<f64> = made.into_iter().flatten().collect();
    listed(exact, &loads)
}

#[cfg(test)]
mod tests;
