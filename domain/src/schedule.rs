//! On which days sessions fall (`engine.md` B9): the placement that breaks the fewest rules, by
//! exhaustive search; of equals the first in the order of sessions and days.

mod rules;

use chrono::NaiveDate;

use crate::config::ScheduleConfig;
use crate::reason::Finding;
use crate::vocab::MovementPattern;

use rules::Rules;

/// What spacing needs to know of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Whether its day is a hard one.
    pub hard: bool,
    /// Patterns with heavy work, ascending.
    pub heavy: Vec<MovementPattern>,
    /// A hard session with running in it.
    pub hard_running: bool,
    /// Key of its track.
    pub track: String,
    /// The same for the same session.
    pub title: String,
}

/// A session that has its day already: of this week or of those around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its day.
    pub date: NaiveDate,
    /// What it is.
    pub shape: Shape,
}

/// Days for the sessions, in their order, and the rules that they break.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// One per session.
    pub dates: Vec<NaiveDate>,
    /// Sum of the weights of what is broken.
    pub cost: u32,
    /// What is broken, by date.
    pub findings: Vec<Finding>,
}

/// Places `sessions` on some of `days` (ascending, at least as many), one a day.
///
/// `first`: key of the track that should open the week.
pub fn place(
    sessions: &[Shape],
    fixed: &[Fixed],
    days: &[NaiveDate],
    first: Option<&str>,
    config: &ScheduleConfig,
) -> Placement {
    let rules = Rules { fixed, first, config };
    let mut search = Search { sessions, days, rules: &rules, chosen: Vec::new(), best: None };
    search.go(0);
    let (cost, dates) = search.best.unwrap_or_default();
    let findings = rules.findings(sessions, &dates);
    Placement { dates, cost, findings }
}

/// Sessions in their order, days ascending: the first placement of a cost is the one that stays.
struct Search<'a> {
    sessions: &'a [Shape],
    days: &'a [NaiveDate],
    rules: &'a Rules<'a>,
    chosen: Vec<NaiveDate>,
    best: Option<(u32, Vec<NaiveDate>)>,
}

impl Search<'_> {
    /// `cost`: of what pairs of placed sessions break; it only grows, so a branch that is no better ends.
    fn go(&mut self, cost: u32) {
        if self.best.as_ref().is_some_and(|best| cost >= best.0) {
            return;
        }
        let next = self.chosen.len();
        let Some(shape) = self.sessions.get(next) else {
            let total = cost + self.rules.of_week(self.sessions, &self.chosen);
            if self.best.as_ref().is_none_or(|best| total < best.0) {
                self.best = Some((total, self.chosen.clone()));
            }
            return;
        };
        for index in 0..self.days.len() {
            let day = self.days[index];
            if self.chosen.contains(&day) {
                continue;
            }
            let added = self.rules.of_pairs(shape, day, self.sessions, &self.chosen);
            self.chosen.push(day);
            self.go(cost + added);
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests;
