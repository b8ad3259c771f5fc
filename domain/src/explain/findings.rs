//! One sentence for each finding, as a coach reads it.

use chrono::NaiveDate;

use super::Reader;
use super::words::{days, number, pattern, plain};
use crate::config::SetRange;
use crate::landmarks::Muscle;
use crate::load::{LoadFlag, StrainLimit};
use crate::reason::Finding;

pub(super) fn sentence(reader: &Reader<'_>, finding: &Finding) -> String {
    match finding {
        Finding::InputDropped { what, count } => {
            format!("{count} impossible value(s) of {what} were left out.")
        }
        Finding::NoDay
        | Finding::FewerSessions { .. }
        | Finding::EmptySeats(_)
        | Finding::MinimumUnmet { .. }
        | Finding::Infeasible
        | Finding::NoSessions(_)
        | Finding::Avoided(_) => of_tracks(reader, finding),
        Finding::LineDropped { .. }
        | Finding::Replaced { .. }
        | Finding::RestrictionUnmatched(_)
        | Finding::TooLight { .. }
        | Finding::EditDropped(_) => of_movement(reader, finding),
        Finding::CloseHeavy(..)
        | Finding::ThirdHardDay(_)
        | Finding::SquatNextToHinge(_)
        | Finding::LegsNextToRunning(_)
        | Finding::PriorityNotFirst(_)
        | Finding::Repeated(_) => of_schedule(reader, finding),
        Finding::ManyReps { .. }
        | Finding::VeryHard { .. }
        | Finding::ManySets { .. }
        | Finding::ToughWeek { .. }
        | Finding::SetsForStrength { .. } => of_work(reader, finding),
        Finding::ValueWaits { .. }
        | Finding::Retest(_)
        | Finding::Stalled(_)
        | Finding::Declining(_)
        | Finding::LighterThanPrescribed(_)
        | Finding::EvenDays { .. }
        | Finding::Strenuous { .. }
        | Finding::VeryLowReadiness
        | Finding::Ill
        | Finding::Pain => of_member(reader, finding),
    }
}

/// What the blend of tracks could not meet.
fn of_tracks(reader: &Reader<'_>, finding: &Finding) -> String {
    let track = |key: &str| reader.track(key);
    match finding {
        Finding::NoDay => "No session is planned: none is wanted, or no day is free.".to_owned(),
        Finding::FewerSessions { wanted, planned } => {
            format!("{planned} of {wanted} wanted sessions: no more fit into the week.")
        }
        Finding::EmptySeats(count) => {
            format!("{count} session(s) less than wanted: no track of the programme takes more.")
        }
        Finding::MinimumUnmet { track: key, missing } => {
            format!("{} is {missing} session(s) short of its minimum.", track(key))
        }
        Finding::Infeasible => {
            "The programme's bounds leave no room: they sum to no whole week.".to_owned()
        }
        Finding::NoSessions(key) => format!("{} has no sessions to draw from.", track(key)),
        Finding::Avoided(key) => {
            let least = reader.facts.config.adherence.avoidance_rate * 100.0;
            format!(
                "{} is avoided: less than {} % of it is completed.",
                track(key),
                number(least, 1)
            )
        }
        _ => String::new(),
    }
}

/// What became of a movement of the programme.
fn of_movement(reader: &Reader<'_>, finding: &Finding) -> String {
    let movement = |key: &str| reader.movement(key);
    match finding {
        Finding::LineDropped { movement: key } => {
            format!(
                "{} is left out: a restriction rules it out and nothing can take its place.",
                movement(key)
            )
        }
        Finding::Replaced { from, to } => {
            format!(
                "{} takes the place of {}, which a restriction rules out.",
                movement(to),
                movement(from)
            )
        }
        Finding::RestrictionUnmatched(region) => {
            format!(
                "A restriction of the {} matches no movement and rules out nothing.",
                plain(region)
            )
        }
        Finding::TooLight { movement, instead } => too_light(reader, movement, instead.as_deref()),
        Finding::EditDropped(key) => {
            format!(
                "The coach's edit of {} was dropped: its movement is ruled out now.",
                movement(key)
            )
        }
        _ => String::new(),
    }
}

/// Work beyond what Prilepin, INOL and weekly sets call usual.
fn of_work(reader: &Reader<'_>, finding: &Finding) -> String {
    let movement = |key: &str| reader.movement(key);
    match finding {
        Finding::ManyReps { lift, date, reps, most } => format!(
            "{reps} heavy repetitions of {} on {date}: Prilepin's table has at most {most}.",
            movement(lift)
        ),
        Finding::VeryHard { lift, date, inol } => {
            format!("{} is very hard on {date}: INOL {}.", movement(lift), number(*inol, 2))
        }
        Finding::ManySets { muscle, date, sets } => many_sets(reader, *muscle, *date, *sets),
        Finding::ToughWeek { lift, inol } => {
            format!("{} is tough this week: INOL {} in all.", movement(lift), number(*inol, 2))
        }
        Finding::SetsForStrength { lift, sets, least, most } => format!(
            "{sets} hard sets of the {} this week: strength as a goal asks for {least} to {most}.",
            lift.name()
        ),
        _ => String::new(),
    }
}

/// What a coach should know of the member and their lifts.
fn of_member(reader: &Reader<'_>, finding: &Finding) -> String {
    let movement = |key: &str| reader.movement(key);
    let config = &reader.facts.config;
    let flag_days = || days(config.readiness.scale.flag_days);
    match finding {
        Finding::ValueWaits { lift, date, value_kg } => format!(
            "{} on {date}: an estimated best of {} is far beyond the rest, and counts once you confirm it.",
            movement(lift),
            reader.load(*value_kg)
        ),
        Finding::Retest(lift) => format!(
            "{} has not been trained for so long that it should be tested again.",
            movement(lift)
        ),
        Finding::Stalled(lift) => {
            let still = days(config.trend.stalled_days);
            format!("{} has stood still for {still} or more.", movement(lift))
        }
        Finding::Declining(lift) => format!("{} goes down.", movement(lift)),
        Finding::LighterThanPrescribed(lift) => {
            format!(
                "{} was lighter than prescribed in at least {} of the last {} sessions.",
                movement(lift),
                config.strength.lighter_sessions,
                config.strength.lighter_of
            )
        }
        Finding::EvenDays { monotony, flag } => even_days(reader, *monotony, *flag),
        Finding::Strenuous { strain, limit, over } => strenuous(reader, *strain, *limit, *over),
        Finding::VeryLowReadiness => "Readiness is very low: have a look.".to_owned(),
        Finding::Ill => format!("Illness was reported within the last {}.", flag_days()),
        Finding::Pain => format!(
            "Pain was reported within the last {}: offer another movement for what hurts. Nothing is cut for it by itself.",
            flag_days()
        ),
        _ => String::new(),
    }
}

/// What the days of the week could not meet.
fn of_schedule(reader: &Reader<'_>, finding: &Finding) -> String {
    let track = |key: &str| reader.track(key);
    match finding {
        Finding::CloseHeavy(of, date) => {
            format!("Heavy {} within 48 hours, on {date}.", pattern(*of))
        }
        Finding::ThirdHardDay(date) => format!("{date} is the third hard day in a row."),
        Finding::SquatNextToHinge(date) => {
            format!("Heavy squats and heavy hinges on adjacent days, on {date}.")
        }
        Finding::LegsNextToRunning(date) => format!("Heavy legs beside hard running, on {date}."),
        Finding::PriorityNotFirst(key) => {
            format!("{} serves the weightiest goal but does not come first.", track(key))
        }
        Finding::Repeated(date) => format!("The same session as the day before, on {date}."),
        _ => String::new(),
    }
}

fn even_days(reader: &Reader<'_>, monotony: f64, flag: LoadFlag) -> String {
    let load = &reader.facts.config.load;
    let (reads, over) = match flag {
        LoadFlag::Watch => ("worth watching", load.monotony_watch),
        LoadFlag::High => ("high", load.monotony_high),
    };
    let (monotony, over) = (number(monotony, 2), number(over, 2));
    format!(
        "The last seven days were much alike: a monotony of {monotony}, which is {reads} over {over}."
    )
}

fn strenuous(reader: &Reader<'_>, strain: f64, limit: StrainLimit, over: f64) -> String {
    let (strain, over) = (number(strain, 0), number(over, 0));
    let beside = match limit {
        StrainLimit::Own => {
            let share = number(reader.facts.config.load.strain_percentile * 100.0, 1);
            format!("over the {over} AU that {share} % of this member's weeks stay within")
        }
        StrainLimit::Watch => format!("which is worth watching over {over} AU"),
        StrainLimit::High => format!("which is high over {over} AU"),
    };
    format!("The last seven days were strenuous: a strain of {strain} AU, {beside}.")
}

fn too_light(reader: &Reader<'_>, movement: &str, instead: Option<&str>) -> String {
    let head = format!(
        "{} would have to be lighter than the lightest the gym has",
        reader.movement(movement)
    );
    match instead {
        Some(other) => format!("{head}: {} could take its place.", reader.movement(other)),
        None => format!("{head}."),
    }
}

fn many_sets(reader: &Reader<'_>, muscle: Muscle, date: Option<NaiveDate>, sets: f64) -> String {
    let (name, sets) = (muscle.name(), number(sets, 1));
    if let Some(date) = date {
        let most = number(reader.facts.config.landmarks.scale.session_sets, 1);
        return format!(
            "{sets} hard sets for the {name} on {date}: beyond {most} a session little is gained."
        );
    }
    let usual = &reader.facts.config.landmarks.weekly_sets;
    let SetRange { least, most } = usual.of(muscle, reader.signals.member.experience);
    format!("{sets} hard sets for the {name} this week: {least} to {most} are usual.")
}
