//! Rounding to what a gym can load (`engine.md` B1, rounding).

use crate::equipment::Equipment;
use crate::vocab::Implement;

/// A value this close to a loadable one is that one, in kilograms.
const SAME_KG: f64 = 1e-9;
/// Step of bodyweight and other movements, in kilograms.
const OTHER_STEP_KG: f64 = 0.5;
/// Heaviest loads that are searched, in kilograms.
const MOST_KG: f64 = 1000.0;

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
    match (nearest, above) {
        (Some(load), _) => Rounded { load_kg: Some(load), below_minimum: false },
        // Below the lightest implement: that implement, if the bound allows it.
        (None, Some(lightest)) if lightest <= bound + SAME_KG => {
            Rounded { load_kg: Some(lightest), below_minimum: true }
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
    if !(step.is_finite() && step > 0.0) {
        return (None, None);
    }
    let low = ((exact + SAME_KG) / step).floor() * step;
    if low + SAME_KG < lightest { (None, Some(lightest)) } else { (Some(low), Some(low + step)) }
}

fn listed(exact: f64, weights: &[f64]) -> (Option<f64>, Option<f64>) {
    let low = weights.iter().copied().filter(|kg| *kg <= exact + SAME_KG).max_by(f64::total_cmp);
    let high = weights.iter().copied().filter(|kg| *kg > exact + SAME_KG).min_by(f64::total_cmp);
    (low, high)
}

/// Bar and pairs of plates. The smallest plate's pair is the step of what any number of pairs can make where it
/// divides the others; where it does not, sums are searched.
fn barbell(exact: f64, equipment: &Equipment) -> (Option<f64>, Option<f64>) {
    let mut plates: Vec<f64> =
        equipment.plates_kg.iter().copied().filter(|kg| kg.is_finite() && *kg > 0.0).collect();
    plates.sort_by(|a, b| b.total_cmp(a));
    let bar = equipment.bar_kg;
    let Some(smallest) = plates.last().copied() else {
        return if exact + SAME_KG >= bar { (Some(bar), None) } else { (None, Some(bar)) };
    };
    if exact + SAME_KG < bar {
        return (None, Some(bar));
    }
    let even = plates.iter().all(|kg| ((kg / smallest) - (kg / smallest).round()).abs() < 1e-6);
    if even {
        let step = 2.0 * smallest;
        let low = bar + ((exact - bar + SAME_KG) / step).floor() * step;
        return (Some(low), Some(low + step));
    }
    sums(exact.min(MOST_KG), bar, &plates)
}

/// Any number of any pairs, on a grid of ten grams.
fn sums(exact: f64, bar: f64, plates: &[f64]) -> (Option<f64>, Option<f64>) {
    let cell = |kg: f64| (kg * 100.0).round() as usize;
    let most = cell(exact - bar) + cell(2.0 * plates[0]) + 1;
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
mod tests {
    use super::*;
    use crate::vocab::WeightUnit;

    fn check(exact: f64, down: bool, bound: Option<f64>, expected: Option<f64>) {
        let gym = Equipment::standard(WeightUnit::Kilogram);
        assert_eq!(
            round(exact, Implement::Barbell, &gym, down, bound).load_kg,
            expected,
            "{exact}"
        );
    }

    #[test]
    fn a_load_goes_to_the_nearest_plates_and_ties_go_down() {
        check(105.57, false, None, Some(105.0));
        check(106.25, false, None, Some(105.0));
        check(106.3, false, None, Some(107.5));
    }

    #[test]
    fn a_reduced_load_goes_down_and_never_above_its_bound() {
        check(107.4, true, None, Some(105.0));
        check(106.4, false, Some(107.0), Some(105.0));
    }

    #[test]
    fn below_the_empty_bar_the_bar_is_named_or_nothing() {
        check(12.0, false, None, Some(20.0));
        check(12.0, false, Some(15.0), None);
    }

    #[test]
    fn pounds_load_in_fives() {
        let gym = Equipment::standard(WeightUnit::Pound);
        let kg = 0.453_592_37;
        let rounded = round(137.0 * kg, Implement::Barbell, &gym, false, None).load_kg;
        assert!((rounded.unwrap_or(0.0) / kg - 135.0).abs() < 1e-6, "{rounded:?}");
    }
}
