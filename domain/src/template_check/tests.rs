use super::*;
use crate::catalogue::starter;
use crate::template::{TemplateSession, TemplateTrack};
use crate::vocab::TrackKind;

fn gym() -> (BTreeMap<String, TrackFacts>, Catalogue) {
    let track = |name: &str, kind| (name.to_owned(), TrackFacts { name: name.into(), kind });
    let tracks = [track("strength", TrackKind::Strength), track("engine", TrackKind::Conditioning)];
    (tracks.into(), Catalogue::new(starter().into_iter().map(|entry| entry.movement)))
}

fn template() -> Template {
    let track = |key: &str, share| TemplateTrack {
        track: key.into(),
        target_share: share,
        min_share: 0.2,
        max_share: 0.8,
        min_sessions: 0,
        max_sessions: None,
    };
    let session = |key: &str, week| TemplateSession {
        track: key.into(),
        week,
        order: 1,
        title: "A".into(),
        minutes: 60,
        hard: false,
        blocks: Vec::new(),
    };
    Template {
        name: "Base".into(),
        weeks: 2,
        goal_influence: 0.5,
        goal_affinity: Vec::new(),
        tracks: vec![track("strength", 0.6), track("engine", 0.4)],
        sessions: ["strength", "engine"]
            .iter()
            .flat_map(|key| [session(key, 1), session(key, 2)])
            .collect(),
    }
}

fn messages(template: &Template) -> Vec<(String, ProblemCode, String)> {
    let (tracks, catalogue) = gym();
    let found = check(template, &tracks, &catalogue);
    found.into_iter().map(|one| (one.path.join("."), one.code, one.message)).collect()
}

#[test]
fn a_sound_template_has_no_problem() {
    assert_eq!(messages(&template()), []);
}

#[test]
fn bounds_that_no_week_can_meet_say_by_how_much() {
    let mut broken = template();
    broken.tracks[0].min_share = 0.6;
    broken.tracks[1].min_share = 0.5;
    broken.tracks[1].target_share = 0.5;
    broken.tracks[0].target_share = 0.6;

    let found = messages(&broken);

    let infeasible = (
        "tracks".into(),
        ProblemCode::Infeasible,
        "the tracks' minShare sum to 1.1, 0.1 more than 1".into(),
    );
    assert!(found.contains(&infeasible), "{found:?}");
}

#[test]
fn a_week_without_a_session_is_named() {
    let mut broken = template();
    broken.sessions.retain(|session| (session.track.as_str(), session.week) != ("engine", 2));

    assert_eq!(
        messages(&broken),
        [(
            "tracks.1.trackKey".into(),
            ProblemCode::Infeasible,
            "track \"engine\" has no session in week 2 of the cycle".into()
        )]
    );
}

#[test]
fn a_number_beyond_its_range_names_field_value_and_range() {
    let mut broken = template();
    broken.goal_influence = 1.5;
    broken.sessions[0].minutes = 0;

    assert_eq!(
        messages(&broken),
        [
            (
                "goalInfluence".into(),
                ProblemCode::OutOfRange,
                "goalInfluence must be 0 to 1, got 1.5".into()
            ),
            (
                "sessions.0.minutes".into(),
                ProblemCode::OutOfRange,
                "minutes must be 1 to 480, got 0".into()
            ),
        ]
    );
}
