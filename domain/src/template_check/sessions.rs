//! Sessions: every track that can be seated has one in every week of the cycle.

use std::collections::BTreeSet;

use super::{Found, ProblemCode};
use crate::limits;
use crate::template::Template;

pub(super) fn check(template: &Template, found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (index, session) in template.sessions.iter().enumerate() {
        let at = |field: &str| ["sessions".to_owned(), index.to_string(), field.to_owned()];
        if !template.tracks.iter().any(|track| track.track == session.track) {
            let message = format!("the template has no track {:?}", session.track);
            found.add(&at("trackKey"), ProblemCode::NotFound, message);
        }
        found.range(&at("week"), f64::from(session.week), (1.0, f64::from(template.weeks.max(1))));
        found.range(&at("order"), f64::from(session.order), limits::ORDER);
        found.range(&at("minutes"), f64::from(session.minutes), limits::MINUTES);
        if session.title.trim().is_empty() {
            found.add(&at("title"), ProblemCode::Invalid, "title must not be empty");
        }
        if !seen.insert((&session.track, session.week, session.order)) {
            let message = format!(
                "track {:?} has two sessions of order {} in week {}",
                session.track, session.order, session.week
            );
            found.add(&at("order"), ProblemCode::Invalid, message);
        }
    }
    for (index, track) in template.tracks.iter().enumerate() {
        if track.max_share <= 0.0 {
            continue;
        }
        let has = |week: &u32| {
            template.sessions.iter().any(|one| one.track == track.track && one.week == *week)
        };
        let without: Vec<String> = (1..=template.weeks.min(limits::WEEKS.1 as u32))
            .filter(|week| !has(week))
            .map(|week| week.to_string())
            .collect();
        if !without.is_empty() {
            let weeks = without.join(", ");
            let message =
                format!("track {:?} has no session in week {weeks} of the cycle", track.track);
            let path = ["tracks".to_owned(), index.to_string(), "trackKey".to_owned()];
            found.add(&path, ProblemCode::Infeasible, message);
        }
    }
}
