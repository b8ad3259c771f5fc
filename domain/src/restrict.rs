//! What a restriction does to a movement, and what takes its place (`engine.md` B11).

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, Movement};
use crate::equipment::Equipment;
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

    /// Highest share of the programmed load, where one caps it: the smallest of several.
    pub fn cap(&self, movement: &Movement) -> Option<f64> {
        self.about(movement)
            .filter(|one| one.rule == RestrictionRule::CapLoad)
            .filter_map(|one| one.load_cap.filter(|cap| (0.0..=1.0).contains(cap)))
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
/// `taken`: keys of movements that the session has already.
pub fn choose<'a>(
    movement: &Movement,
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
                && has(&facts.equipment, other.implement)
                && other.key != movement.key
                && !taken.contains(&other.key.as_str())
        })
    };
    for pattern in std::iter::once(movement.pattern).chain(next_patterns(movement.pattern)) {
        let best = candidates(pattern)
            .min_by_key(|other| rank(other, movement, signals, &facts.catalogue));
        if let Some(best) = best {
            return Choice::Instead(best);
        }
    }
    Choice::Dropped
}

/// Smaller is closer: suitability, implement, known strength, own lift, newest exposure, key.
fn rank<'m>(
    other: &'m Movement,
    wanted: &Movement,
    signals: &Signals,
    catalogue: &Catalogue,
) -> (bool, bool, bool, bool, Reverse<Option<NaiveDate>>, &'m str) {
    let lift = signals.lifts.get(catalogue.lift_of(&other.key));
    (
        is_loadable(other.implement) != is_loadable(wanted.implement),
        other.implement != wanted.implement,
        lift.is_none_or(|lift| lift.capacity_kg.is_none()),
        other.reference_lift.is_some(),
        Reverse(lift.and_then(|lift| lift.last_on)),
        &other.key,
    )
}

/// Whether an implement takes a load: strength work wants one.
const fn is_loadable(implement: Implement) -> bool {
    !matches!(implement, Implement::Bodyweight | Implement::Other)
}

/// Whether the gym has an implement at all: an empty list says that it has none.
pub fn has(equipment: &Equipment, implement: Implement) -> bool {
    match implement {
        Implement::Barbell => equipment.bar_kg > 0.0 && !equipment.plates_kg.is_empty(),
        Implement::Dumbbell => !equipment.dumbbells_kg.is_empty(),
        Implement::Kettlebell => !equipment.kettlebells_kg.is_empty(),
        Implement::Stack | Implement::Machine => equipment.stack_step_kg > 0.0,
        Implement::Bodyweight | Implement::Other => true,
    }
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
