//! Weights of a member's goals. Those of active goals sum to 1; one that waits for a coach is kept as its share
//! of the whole list, and takes that share once it is approved.

/// One goal of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Its weight, above 0.
    pub weight: f64,
    /// Whether it waits for a coach.
    pub waits: bool,
}

/// Most goals of a member (the contract).
pub const MOST_GOALS: usize = 3;

/// The weights of a new list, from weights as they were asked for.
pub fn weigh(goals: &[Weighed]) -> Vec<f64> {
    let total: f64 = goals.iter().map(|goal| goal.weight).sum();
    let active: f64 = goals.iter().filter(|goal| !goal.waits).map(|goal| goal.weight).sum();
    let of = |goal: &Weighed| goal.weight / if goal.waits { total } else { active };
    goals.iter().map(of).collect()
}

/// The weights once the waiting goal at `index` is approved.
pub fn approved(goals: &[Weighed], index: usize) -> Vec<f64> {
    let waiting: f64 = goals.iter().filter(|goal| goal.waits).map(|goal| goal.weight).sum();
    let own = goals[index].weight;
    let others = if goals.iter().any(|goal| !goal.waits) { (1.0 - waiting).max(0.0) } else { 0.0 };
    let total = others + own;
    let of = |(at, goal): (usize, &Weighed)| match goal.waits {
        _ if at == index => own / total,
        true => goal.weight,
        false => goal.weight * others / total,
    };
    goals.iter().enumerate().map(of).collect()
}

/// The weights once the waiting goal at `index` is declined; its own stays as it was.
pub fn declined(goals: &[Weighed], index: usize) -> Vec<f64> {
    let left = 1.0 - goals[index].weight;
    let of = |(at, goal): (usize, &Weighed)| {
        if goal.waits && at != index && left > 0.0 { goal.weight / left } else { goal.weight }
    };
    goals.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(weight: f64) -> Weighed {
        Weighed { weight, waits: false }
    }

    fn waiting(weight: f64) -> Weighed {
        Weighed { weight, waits: true }
    }

    fn near(actual: &[f64], expected: &[f64]) {
        assert_eq!(actual.len(), expected.len());
        for (actual, expected) in actual.iter().zip(expected) {
            assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
        }
    }

    #[test]
    fn active_goals_sum_to_one_whatever_waits() {
        near(&weigh(&[active(2.0), active(1.0), waiting(1.0)]), &[2.0 / 3.0, 1.0 / 3.0, 0.25]);
        near(&weigh(&[waiting(3.0), waiting(1.0)]), &[0.75, 0.25]);
    }

    #[test]
    fn an_approved_goal_takes_the_share_it_was_set_with() {
        let first = weigh(&[active(2.0), waiting(1.0), waiting(1.0)]);
        let list = [active(first[0]), waiting(first[1]), waiting(first[2])];

        let then = approved(&list, 1);
        near(&then, &[2.0 / 3.0, 1.0 / 3.0, 0.25]);
        let list = [active(then[0]), active(then[1]), waiting(then[2])];

        near(&approved(&list, 2), &[0.5, 0.25, 0.25]);
    }

    #[test]
    fn the_first_goal_of_all_has_all_the_weight_once_approved() {
        near(&approved(&[waiting(0.75), waiting(0.25)], 0), &[1.0, 0.25]);
    }

    #[test]
    fn a_declined_goal_leaves_its_share_to_the_rest() {
        let list = [active(1.0), waiting(0.25), waiting(0.25)];

        let left = declined(&list, 1);

        near(&left, &[1.0, 0.25, 1.0 / 3.0]);
        near(&approved(&[active(left[0]), waiting(left[2])], 1), &[2.0 / 3.0, 1.0 / 3.0]);
    }
}
