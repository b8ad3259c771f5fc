//! From shares to whole sessions: Sainte-Laguë on the quota with what was carried over (B8.6).

use crate::reason::Finding;

/// What one track may have.
#[derive(Debug, Clone, Copy)]
pub struct Room<'a> {
    /// Key of the track.
    pub track: &'a str,
    /// Sessions it has a claim on, carry-over included; may be negative.
    pub quota: f64,
    /// Its share; a track without one is seated for its minimum only.
    pub share: f64,
    /// What the goals ask of it: the first tie-break.
    pub goal: f64,
    /// Its mix within the bounds: the order of the minimums.
    pub mix: f64,
    /// Sessions that stand already.
    pub standing: u32,
    /// Sessions seated before anything else, those that stand among them.
    pub min: u32,
    /// Never more sessions.
    pub max: u32,
}

/// Seats `slots` sessions beside those that stand, and answers all; what could not be met is added to
/// `findings`.
pub fn apportion(rooms: &[Room<'_>], slots: u32, findings: &mut Vec<Finding>) -> Vec<u32> {
    let mut seats: Vec<u32> = rooms.iter().map(|room| room.standing).collect();
    let mut left = slots;
    seat_minimums(rooms, &mut seats, &mut left, findings);
    while left > 0 {
        let Some(next) = next_seat(rooms, &seats) else {
            break;
        };
        seats[next] += 1;
        left -= 1;
    }
    if left > 0 {
        findings.push(Finding::EmptySeats(left));
    }
    seats
}

/// Minimum sessions first, by mix, as far as the slots go.
fn seat_minimums(
    rooms: &[Room<'_>],
    seats: &mut [u32],
    left: &mut u32,
    findings: &mut Vec<Finding>,
) {
    let mut order: Vec<usize> = (0..rooms.len()).collect();
    order.sort_by(|a, b| {
        let by_mix = rooms[*b].mix.total_cmp(&rooms[*a].mix);
        by_mix.then_with(|| rooms[*a].track.cmp(rooms[*b].track))
    });
    for index in order {
        let wanted = rooms[index].min;
        let more = wanted.min(rooms[index].max).saturating_sub(seats[index]).min(*left);
        seats[index] += more;
        *left -= more;
        if seats[index] < wanted {
            let (track, missing) = (rooms[index].track.to_owned(), wanted - seats[index]);
            findings.push(Finding::MinimumUnmet { track, missing });
        }
    }
}

/// The track with room and the highest priority; ties by goal, then by key.
fn next_seat(rooms: &[Room<'_>], seats: &[u32]) -> Option<usize> {
    let priority = |index: usize| rooms[index].quota.max(0.0) / f64::from(2 * seats[index] + 1);
    (0..rooms.len())
        .filter(|index| rooms[*index].share > 0.0 && seats[*index] < rooms[*index].max)
        .min_by(|a, b| {
            let by_priority = priority(*b).total_cmp(&priority(*a));
            let by_goal = rooms[*b].goal.total_cmp(&rooms[*a].goal);
            by_priority.then(by_goal).then_with(|| rooms[*a].track.cmp(rooms[*b].track))
        })
}
