//! Which sessions of a track a week gets (`engine.md` B0, drawing).

use crate::template::{Template, TemplateSession};

/// A session drawn from the template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn<'t> {
    /// What was programmed.
    pub session: &'t TemplateSession,
    /// How many times it was drawn before in this week.
    pub again: u32,
}

/// Sessions of a track in a week of the cycle, by order; of the nearest earlier week, around the cycle,
/// where that week has none.
pub fn sessions_of<'t>(
    template: &'t Template,
    track: &str,
    cycle_week: u32,
) -> Vec<&'t TemplateSession> {
    let of_track = || template.sessions.iter().filter(|session| session.track == track);
    let earlier = of_track().map(|session| session.week).filter(|week| *week <= cycle_week).max();
    let Some(week) = earlier.or_else(|| of_track().map(|session| session.week).max()) else {
        return Vec::new();
    };
    let mut sessions: Vec<&TemplateSession> =
        of_track().filter(|session| session.week == week).collect();
    sessions.sort_by_key(|session| session.order);
    sessions
}

/// Draws `seats` consecutive sessions after the last order drawn, wrapping; and the last order now.
pub fn draw<'t>(
    sessions: &[&'t TemplateSession],
    seats: u32,
    last: Option<u32>,
) -> (Vec<Drawn<'t>>, Option<u32>) {
    if sessions.is_empty() || seats == 0 {
        return (Vec::new(), last);
    }
    let first = last.and_then(|last| sessions.iter().position(|session| session.order > last));
    let first = first.unwrap_or(0);
    let drawn: Vec<Drawn<'t>> = (0..seats as usize)
        .map(|nth| Drawn {
            session: sessions[(first + nth) % sessions.len()],
            again: (nth / sessions.len()) as u32,
        })
        .collect();
    let newest = drawn.last().map(|drawn| drawn.session.order);
    (drawn, newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(title: &str, week: u32, order: u32) -> TemplateSession {
        TemplateSession {
            track: "strength".into(),
            week,
            order,
            title: title.into(),
            minutes: 60,
            hard: false,
            blocks: Vec::new(),
        }
    }

    fn titles(sessions: &[TemplateSession], weeks: &[u32]) -> Vec<String> {
        let sessions: Vec<&TemplateSession> = sessions.iter().collect();
        let mut last = None;
        let mut all = Vec::new();
        for seats in weeks {
            let (drawn, now) = draw(&sessions, *seats, last);
            last = now;
            all.push(drawn.iter().map(|drawn| drawn.session.title.as_str()).collect());
        }
        all
    }

    #[test]
    fn a_track_goes_on_where_it_stopped_as_e17() {
        let three = [session("A", 1, 1), session("B", 1, 2), session("C", 1, 3)];
        let two = [session("A", 1, 1), session("B", 1, 2)];

        assert_eq!(titles(&three, &[2, 1, 2, 4]), ["AB", "C", "AB", "CABC"]);
        assert_eq!(titles(&two, &[3, 3]), ["ABA", "BAB"]);
    }

    #[test]
    fn a_week_without_sessions_draws_from_the_nearest_earlier_one() {
        let template = Template {
            name: "cycle".into(),
            weeks: 4,
            goal_influence: 0.5,
            goal_affinity: Vec::new(),
            tracks: Vec::new(),
            sessions: vec![session("A", 2, 1), session("B", 4, 1)],
        };
        let title = |week| sessions_of(&template, "strength", week)[0].title.clone();

        assert_eq!([title(1), title(2), title(3), title(4)], ["B", "A", "A", "B"]);
        assert!(sessions_of(&template, "running", 1).is_empty());
    }
}
