//! Proportional water-filling: shares in their bounds that keep the ratios of what is wanted.

/// How far from 1 a sum of bounds may be and still meet it: rounding of decimal shares.
const SLACK: f64 = 1e-9;

/// x = clamp(λ·wanted, lo, hi) with Σx = 1, λ found exactly between sorted breakpoints.
///
/// A track that is not wanted stays at its lower bound as long as the others can hold the rest; where
/// nothing is wanted, `fallback` is. `None`: the bounds leave no room.
pub fn fill(wanted: &[f64], lo: &[f64], hi: &[f64], fallback: &[f64]) -> Option<Vec<f64>> {
    let (least, most): (f64, f64) = (lo.iter().sum(), hi.iter().sum());
    if !(least <= 1.0 + SLACK && most >= 1.0 - SLACK) || lo.iter().zip(hi).any(|(lo, hi)| lo > hi) {
        return None;
    }
    if wanted.iter().all(|want| *want <= 0.0) {
        let helpful = fallback.iter().any(|want| *want > 0.0);
        let even = vec![1.0; lo.len()];
        return fill(if helpful { fallback } else { &even }, lo, hi, &even);
    }
    let at = |scale: f64| -> Vec<f64> {
        let clamped = |index: usize| (scale * wanted[index]).clamp(lo[index], hi[index]);
        (0..wanted.len()).map(|i| if wanted[i] > 0.0 { clamped(i) } else { lo[i] }).collect()
    };
    let mut breaks: Vec<f64> = (0..wanted.len())
        .filter(|index| wanted[*index] > 0.0)
        .flat_map(|index| [lo[index] / wanted[index], hi[index] / wanted[index]])
        .collect();
    breaks.sort_by(f64::total_cmp);
    let mut below = 0.0;
    for scale in breaks {
        if at(scale).iter().sum::<f64>() >= 1.0 {
            return Some(between(wanted, lo, hi, below, scale));
        }
        below = scale;
    }
    Some(spill(at(below), hi))
}

/// The shares for the scale between two neighbouring breakpoints at which they sum to 1.
fn between(wanted: &[f64], lo: &[f64], hi: &[f64], below: f64, above: f64) -> Vec<f64> {
    let middle = f64::midpoint(below, above);
    let free = |index: usize| {
        let value = middle * wanted[index];
        wanted[index] > 0.0 && value > lo[index] && value < hi[index]
    };
    let pinned = |index: usize| {
        if wanted[index] > 0.0 && middle * wanted[index] >= hi[index] {
            hi[index]
        } else {
            lo[index]
        }
    };
    let tracks = 0..wanted.len();
    let held: f64 = tracks.clone().filter(|i| !free(*i)).map(pinned).sum();
    let rest: f64 = tracks.clone().filter(|i| free(*i)).map(|i| wanted[i]).sum();
    let scale = if rest > 0.0 { (1.0 - held) / rest } else { above };
    tracks
        .map(|i| if free(i) { (scale * wanted[i]).clamp(lo[i], hi[i]) } else { pinned(i) })
        .collect()
}

/// What the wanted tracks can't hold goes to the others, in proportion to their room.
fn spill(mut shares: Vec<f64>, hi: &[f64]) -> Vec<f64> {
    let missing = 1.0 - shares.iter().sum::<f64>();
    let room: f64 = shares.iter().zip(hi).map(|(share, hi)| hi - share).sum();
    if missing > 0.0 && room > 0.0 {
        let part = (missing / room).min(1.0);
        for (share, hi) in shares.iter_mut().zip(hi) {
            *share = (*share + part * (hi - *share)).min(*hi);
        }
    }
    shares
}
