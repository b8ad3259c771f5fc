//! What a restriction does to a movement, and what takes its place (`engine.md` B11).

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, Movement};
use crate::digest::Work;
use crate::reason::Finding;
use crate::signals::Signals;
use crate::snapshot::{GymFacts, RestrictionFacts};
use crate::vocab::{Implement, MovementPattern, RestrictionRule};

/// Whether a restriction is open on a day: from its first day until a coach cleared it.
pub fn is_open(restriction: &RestrictionFacts, date: NaiveDate) -> bool {
    restriction.since <= date && restriction.cleared_on.is_none_or(|on| on > date)
}

/// Whether a restriction is about a movement: it names it, or its pattern, or, where it names neither,
/// a region that the movement loads.
pub fn concerns(restriction: &RestrictionFacts, movement: &Movement) -> bool {
    if restriction.movements.is_empty() && restriction.patterns.is_empty() {
        return movement.loads.contains(&restriction.region);
    }
    restriction.movements.contains(&movement.key)
        || restriction.patterns.contains(&movement.pattern)
}

/// The restrictions of one day.
#[derive(Debug, Clone)]
pub struct Open<'a>(Vec<&'a RestrictionFacts>);

impl<'a> Open<'a> {
    /// Those open on `date`.
    pub fn on(restrictions: &'a [RestrictionFacts], date: NaiveDate) -> Self {
        Self(restrictions.iter().filter(|one| is_open(one, date)).collect())
    }

    /// Whether a movement may not be done.
    pub fn bars(&self, movement: &Movement) -> bool {
        self.about(movement).any(|one| one.rule == RestrictionRule::Forbid)
    }

    /// Highest share of the programmed load, where one caps it: the smallest of several. A cap that is no
    /// share lowers nothing, but is a restriction all the same.
    pub fn cap(&self, movement: &Movement) -> Option<f64> {
        self.about(movement)
            .filter(|one| one.rule == RestrictionRule::CapLoad)
            .map(|one| one.load_cap.filter(|cap| (0.0..=1.0).contains(cap)).unwrap_or(1.0))
            .min_by(f64::total_cmp)
    }

    fn about<'s>(
        &'s self,
        movement: &'s Movement,
    ) -> impl Iterator<Item = &'a RestrictionFacts> + 's {
        self.0.iter().copied().filter(|one| concerns(one, movement))
    }
}

/// What stands where a movement was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice<'a> {
    /// The movement itself.
    Same,
    /// Another in its place.
    Instead(&'a Movement),
    /// Nothing can take its place.
    Dropped,
}

/// What is done in place of `movement` on a day with these restrictions.
///
/// `work`: what the sets of its block are. `taken`: keys of movements that the session has already.
pub fn choose<'a>(
    movement: &Movement,
    work: Work,
    open: &Open<'_>,
    taken: &[&str],
    facts: &'a GymFacts,
    signals: &Signals,
) -> Choice<'a> {
    if !open.bars(movement) {
        return Choice::Same;
    }
    let candidates = |pattern: MovementPattern| {
        facts.catalogue.iter().filter(move |other| {
            other.pattern == pattern
                && !open.bars(other)
                && facts.equipment.lightest_kg(other.implement).is_some()
                && other.key != movement.key
                && !taken.contains(&other.key.as_str())
        })
    };
    for pattern in std::iter::once(movement.pattern).chain(next_patterns(movement.pattern)) {
        let best = candidates(pattern)
            .min_by_key(|other| rank(other, movement, work, signals, &facts.catalogue));
        if let Some(best) = best {
            return Choice::Instead(best);
        }
    }
    Choice::Dropped
}

/// The closest movement of the same pattern that can be loaded as light as `kg`; what a coach may want where
/// the gym has nothing so light for `movement`.
pub fn lighter<'a>(
    movement: &Movement,
    kg: f64,
    work: Work,
    open: &Open<'_>,
    taken: &[&str],
    facts: &'a GymFacts,
    signals: &Signals,
) -> Option<&'a Movement> {
    let equipment = &facts.equipment;
    let fits = |other: &&Movement| {
        other.pattern == movement.pattern
            && !open.bars(other)
            && other.key != movement.key
            && !taken.contains(&other.key.as_str())
            && equipment.lightest_kg(other.implement).is_some_and(|lightest| lightest <= kg)
    };
    let candidates = facts.catalogue.iter().filter(fits);
    candidates.min_by_key(|other| rank(other, movement, work, signals, &facts.catalogue))
}

/// Smaller is closer: suitability, implement, known strength, own lift, newest exposure, key.
fn rank<'m>(
    other: &'m Movement,
    wanted: &Movement,
    work: Work,
    signals: &Signals,
    catalogue: &Catalogue,
) -> (bool, bool, bool, bool, Reverse<Option<NaiveDate>>, &'m str) {
    let lift = signals.lifts.get(catalogue.lift_of(&other.key));
    (
        !is_suited(other, wanted, work),
        other.implement != wanted.implement,
        lift.is_none_or(|lift| lift.capacity_kg.is_none()),
        other.reference_lift.is_some(),
        Reverse(lift.and_then(|lift| lift.last_on)),
        &other.key,
    )
}

/// Whether a movement suits the block: strength work wants a load, conditioning the like of what it had.
fn is_suited(other: &Movement, wanted: &Movement, work: Work) -> bool {
    let loadable = is_loadable(other.implement);
    match work {
        Work::Strength | Work::MaxLoad => loadable,
        Work::Conditioning => loadable == is_loadable(wanted.implement),
    }
}

/// Whether an implement takes a load.
const fn is_loadable(implement: Implement) -> bool {
    !matches!(implement, Implement::Bodyweight | Implement::Other)
}

/// Patterns that stand in for one of which nothing is left, nearest first.
fn next_patterns(pattern: MovementPattern) -> Vec<MovementPattern> {
    use MovementPattern as P;
    match pattern {
        P::Squat => vec![P::Lunge, P::Hinge],
        P::Hinge => vec![P::Squat, P::Lunge],
        P::Lunge => vec![P::Squat, P::Hinge],
        P::VerticalPush => vec![P::HorizontalPush],
        P::HorizontalPush => vec![P::VerticalPush],
        P::VerticalPull => vec![P::HorizontalPull],
        P::HorizontalPull => vec![P::VerticalPull],
        P::Olympic => vec![P::Hinge, P::Squat],
        P::Jump => vec![P::Lunge, P::Monostructural],
        P::GymnasticSkill => vec![P::VerticalPull, P::Core],
        P::Core => vec![P::Carry],
        P::Carry | P::Isolation => vec![P::Core],
        P::Monostructural => Vec::new(),
    }
}

/// Restrictions that name a region which nothing in the catalogue loads: they bar nothing.
pub fn unmatched(signals: &Signals, catalogue: &Catalogue) -> Vec<Finding> {
    let by_region = |one: &&RestrictionFacts| one.movements.is_empty() && one.patterns.is_empty();
    let open = signals.member.restrictions.iter().filter(by_region);
    open.filter(|one| !catalogue.iter().any(|movement| movement.loads.contains(&one.region)))
        .map(|one| Finding::RestrictionUnmatched(one.region.to_string()))
        .collect()
}
