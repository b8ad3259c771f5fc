//! The rules of spacing, and what each costs.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Fixed, Shape};
use crate::config::ScheduleConfig;
use crate::reason::Finding;
use crate::vocab::MovementPattern;

pub(super) struct Rules<'a> {
    pub(super) fixed: &'a [Fixed],
    pub(super) first: Option<&'a str>,
    pub(super) config: &'a ScheduleConfig,
}

impl Rules<'_> {
    /// What a session on `day` breaks together with those placed before it and those that stand.
    pub(super) fn of_pairs(
        &self,
        shape: &Shape,
        day: NaiveDate,
        sessions: &[Shape],
        chosen: &[NaiveDate],
    ) -> u32 {
        let beside = |date: NaiveDate| (date - day).num_days().abs() == 1;
        let placed = chosen.iter().zip(sessions).filter(|(date, _)| beside(**date));
        let standing = self.fixed.iter().filter(|fixed| beside(fixed.date));
        placed.map(|(_, other)| self.of_neighbours(shape, other)).sum::<u32>()
            + standing.map(|fixed| self.of_neighbours(shape, &fixed.shape)).sum::<u32>()
    }

    /// What two sessions on adjacent days break: less than 48 hours lie between them.
    fn of_neighbours(&self, a: &Shape, b: &Shape) -> u32 {
        let shared = a.heavy.iter().filter(|pattern| b.heavy.contains(pattern)).count() as u32;
        shared * self.config.spacing
            + u32::from(squat_and_hinge(a, b)) * self.config.squat_next_to_hinge
            + u32::from(legs_and_running(a, b)) * self.config.legs_next_to_running
            + u32::from(same(a, b)) * self.config.repeat
    }

    /// What only the whole week breaks: hard days in a row, and what comes first.
    pub(super) fn of_week(&self, sessions: &[Shape], dates: &[NaiveDate]) -> u32 {
        let hard = self.third_hard_days(sessions, dates).len() as u32;
        let late = self.priority_missed(sessions, dates).is_some();
        hard * self.config.third_hard_day + u32::from(late) * self.config.priority_not_first
    }

    /// Days on which a third hard day in a row falls, where one of the three is of this week.
    fn third_hard_days(&self, sessions: &[Shape], dates: &[NaiveDate]) -> Vec<NaiveDate> {
        let mut hard: Vec<(NaiveDate, bool)> = self
            .fixed
            .iter()
            .filter(|fixed| fixed.shape.hard)
            .map(|fixed| (fixed.date, false))
            .collect();
        hard.extend(
            dates
                .iter()
                .zip(sessions)
                .filter(|(_, shape)| shape.hard)
                .map(|(date, _)| (*date, true)),
        );
        hard.sort_unstable();
        hard.dedup_by_key(|day| day.0);
        let in_a_row = |days: &&[(NaiveDate, bool)]| {
            (days[2].0 - days[0].0).num_days() == 2 && days.iter().any(|day| day.1)
        };
        hard.windows(3).filter(in_a_row).map(|days| days[2].0).collect()
    }

    /// The track that should open the week, where it has a session and another opens it.
    fn priority_missed(&self, sessions: &[Shape], dates: &[NaiveDate]) -> Option<&str> {
        let wanted = self.first?;
        let opens = dates.iter().zip(sessions).min_by_key(|(date, _)| **date)?;
        let has = sessions.iter().any(|shape| shape.track == wanted);
        (has && opens.1.track != wanted).then_some(wanted)
    }

    /// Everything that a placement breaks, by date.
    pub(super) fn findings(&self, sessions: &[Shape], dates: &[NaiveDate]) -> Vec<Finding> {
        let mut out: BTreeMap<NaiveDate, Vec<Finding>> = BTreeMap::new();
        let mut days: Vec<(NaiveDate, &Shape, bool)> =
            self.fixed.iter().map(|fixed| (fixed.date, &fixed.shape, false)).collect();
        days.extend(dates.iter().zip(sessions).map(|(date, shape)| (*date, shape, true)));
        days.sort_by_key(|day| day.0);
        for (index, (date, shape, ours)) in days.iter().enumerate() {
            let next = *date + Days::new(1);
            for (_, other, theirs) in days[index + 1..].iter().filter(|day| day.0 == next) {
                if *ours || *theirs {
                    out.entry(next).or_default().extend(broken(shape, other, next));
                }
            }
        }
        for date in self.third_hard_days(sessions, dates) {
            out.entry(date).or_default().push(Finding::ThirdHardDay(date));
        }
        let late = self.priority_missed(sessions, dates);
        let late = late.map(|track| Finding::PriorityNotFirst(track.to_owned()));
        late.into_iter().chain(out.into_values().flatten()).collect()
    }
}

/// What two sessions on adjacent days break, as findings of the later day.
fn broken(a: &Shape, b: &Shape, date: NaiveDate) -> Vec<Finding> {
    let shared = a.heavy.iter().filter(|pattern| b.heavy.contains(pattern));
    let mut out: Vec<Finding> = shared.map(|pattern| Finding::CloseHeavy(*pattern, date)).collect();
    if squat_and_hinge(a, b) {
        out.push(Finding::SquatNextToHinge(date));
    }
    if legs_and_running(a, b) {
        out.push(Finding::LegsNextToRunning(date));
    }
    if same(a, b) {
        out.push(Finding::Repeated(date));
    }
    out
}

fn squat_and_hinge(a: &Shape, b: &Shape) -> bool {
    let meet = |a: &Shape, b: &Shape| {
        a.heavy.contains(&MovementPattern::Squat) && b.heavy.contains(&MovementPattern::Hinge)
    };
    meet(a, b) || meet(b, a)
}

fn legs_and_running(a: &Shape, b: &Shape) -> bool {
    (heavy_legs(a) && b.hard_running) || (heavy_legs(b) && a.hard_running)
}

fn heavy_legs(shape: &Shape) -> bool {
    let lower = |pattern: &MovementPattern| {
        matches!(pattern, MovementPattern::Squat | MovementPattern::Hinge | MovementPattern::Lunge)
    };
    shape.heavy.iter().any(lower)
}

fn same(a: &Shape, b: &Shape) -> bool {
    a.track == b.track && a.title == b.title
}
