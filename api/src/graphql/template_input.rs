//! A template's content as editors send it.

use async_graphql::InputObject;
use domain::template::{self, Template};
use service::error::{Error, FieldError, UserErrorCode};

use super::enums::{BlockType, GoalKind, LoadBasis, ScoreType, WorkoutFormat};

/// A template as it is saved: the tracks it blends and the sessions they draw from.
#[derive(InputObject)]
pub struct ProgrammeTemplateInput {
    /// Unique in the gym.
    name: String,
    /// Length of the cycle, 1 to 52.
    weeks: i32,
    /// How far member goals may pull the blend away from the template: 0 not at all, 1 wholly.
    #[graphql(default = 0.5)]
    goal_influence: f64,
    /// Default: the engine's own for each goal.
    #[graphql(default)]
    goal_affinity: Vec<GoalAffinityInput>,
    /// The tracks and their bounds; their targets sum to 1.
    tracks: Vec<TemplateTrackInput>,
    /// The sessions of every track and week.
    sessions: Vec<TemplateSessionInput>,
}

/// For one goal, how much each track serves it; the shares of a goal sum to 1.
#[derive(InputObject)]
pub struct GoalAffinityInput {
    /// The goal.
    goal: GoalKind,
    /// Key of the track that serves it.
    track_key: String,
    /// 0–1.
    share: f64,
}

/// One track's part of the programme, in shares of the week's sessions.
#[derive(InputObject)]
pub struct TemplateTrackInput {
    /// The track.
    track_key: String,
    /// Share where nothing pulls, 0–1.
    target_share: f64,
    /// Never less, 0–1.
    #[graphql(default = 0.0)]
    min_share: f64,
    /// Never more, 0–1.
    #[graphql(default = 1.0)]
    max_share: f64,
    /// Sessions seated before any share is read.
    #[graphql(default = 0)]
    min_sessions: i32,
    /// Never more sessions a week.
    max_sessions: Option<i32>,
}

/// One session of a track in one week of the cycle.
#[derive(InputObject)]
pub struct TemplateSessionInput {
    /// The track it is drawn for.
    track_key: String,
    /// Week of the cycle, from 1.
    week: i32,
    /// Order in which the track's sessions of that week are drawn, from 1.
    order: i32,
    /// Title as members read it; at most 100 characters.
    title: String,
    /// Planned length.
    minutes: i32,
    /// Whether the day counts as a hard one.
    #[graphql(default = false)]
    hard: bool,
    /// Its parts, in order; at most 20.
    blocks: Vec<TemplateBlockInput>,
}

/// A part of a session.
#[derive(InputObject)]
pub struct TemplateBlockInput {
    /// What it is for.
    #[graphql(name = "type")]
    kind: BlockType,
    /// How it is worked.
    format: WorkoutFormat,
    /// Title as members read it; at most 100 characters.
    title: String,
    /// In the author's words; shown as they are.
    notes: Option<String>,
    /// Rounds to do, where the format has them; 1 to 100.
    rounds: Option<i32>,
    /// Repetitions of each round, e.g. 21, 15, 9.
    rep_scheme: Option<Vec<i32>>,
    /// The cap of FOR_TIME, the length of AMRAP, EMOM and STEADY.
    time_cap_minutes: Option<i32>,
    /// One interval of EMOM, EVERY_X and INTERVALS.
    interval_seconds: Option<i32>,
    /// What is scored; null: nothing.
    score_type: Option<ScoreType>,
    /// Its lines, in order; at most 40.
    prescriptions: Vec<TemplatePrescriptionInput>,
}

/// One programmed line.
#[derive(InputObject)]
pub struct TemplatePrescriptionInput {
    /// What to do.
    movement_key: String,
    /// How many sets, 1 to 50.
    sets: i32,
    /// The repetitions that complete a set.
    reps_min: Option<i32>,
    /// The repetitions that the load is read for.
    reps_max: Option<i32>,
    /// What `load` is a share of.
    load_basis: LoadBasis,
    /// Share of the basis (0–1.1) for ONE_RM and TRAINING_MAX, kilograms for ABSOLUTE, share of bodyweight for BODYWEIGHT.
    load: Option<f64>,
    /// 5–10.
    target_rpe: Option<f64>,
    /// Rest between sets, 0 to 3,600.
    rest_seconds: Option<i32>,
    /// How far, for movements that cover a distance; 1 to 200,000.
    distance_metres: Option<f64>,
    /// How long, for movements that last; 1 to 28,800.
    duration_seconds: Option<i32>,
    /// How many, for machines that count them; 1 to 5,000.
    calories: Option<i32>,
}

impl ProgrammeTemplateInput {
    /// As the use cases take it; `part`: where it stands in the input of the mutation.
    pub fn read(self, part: &str) -> Result<Template, Error> {
        let mut counts = Counts::default();
        let content = Template {
            name: self.name.trim().to_owned(),
            weeks: counts.of(self.weeks, &["weeks"]),
            goal_influence: self.goal_influence,
            goal_affinity: self
                .goal_affinity
                .into_iter()
                .map(|one| template::GoalAffinity {
                    goal: one.goal.into(),
                    track: one.track_key,
                    share: one.share,
                })
                .collect(),
            tracks: counts.each(self.tracks, &[], "tracks", TemplateTrackInput::read),
            sessions: counts.each(self.sessions, &[], "sessions", TemplateSessionInput::read),
        };
        counts.end(content, part)
    }
}

impl TemplateTrackInput {
    fn read(self, at: &[&str], counts: &mut Counts) -> template::TemplateTrack {
        template::TemplateTrack {
            track: self.track_key,
            target_share: self.target_share,
            min_share: self.min_share,
            max_share: self.max_share,
            min_sessions: counts.field(self.min_sessions, at, "minSessions"),
            max_sessions: counts.some(self.max_sessions, at, "maxSessions"),
        }
    }
}

impl TemplateSessionInput {
    fn read(self, at: &[&str], counts: &mut Counts) -> template::TemplateSession {
        template::TemplateSession {
            track: self.track_key,
            week: counts.field(self.week, at, "week"),
            order: counts.field(self.order, at, "order"),
            title: self.title,
            minutes: counts.field(self.minutes, at, "minutes"),
            hard: self.hard,
            blocks: counts.each(self.blocks, at, "blocks", TemplateBlockInput::read),
        }
    }
}

impl TemplateBlockInput {
    fn read(self, at: &[&str], counts: &mut Counts) -> template::TemplateBlock {
        let scheme = self.rep_scheme.map(|scheme| {
            scheme.into_iter().map(|reps| counts.field(reps, at, "repScheme")).collect()
        });
        template::TemplateBlock {
            kind: self.kind.into(),
            format: self.format.into(),
            title: self.title,
            notes: self.notes,
            rounds: counts.some(self.rounds, at, "rounds"),
            rep_scheme: scheme,
            time_cap_minutes: counts.some(self.time_cap_minutes, at, "timeCapMinutes"),
            interval_seconds: counts.some(self.interval_seconds, at, "intervalSeconds"),
            score_type: self.score_type.map(Into::into),
            prescriptions: counts.each(
                self.prescriptions,
                at,
                "prescriptions",
                TemplatePrescriptionInput::read,
            ),
        }
    }
}

impl TemplatePrescriptionInput {
    fn read(self, at: &[&str], counts: &mut Counts) -> template::TemplatePrescription {
        template::TemplatePrescription {
            movement: self.movement_key,
            sets: counts.field(self.sets, at, "sets"),
            reps_min: counts.some(self.reps_min, at, "repsMin"),
            reps_max: counts.some(self.reps_max, at, "repsMax"),
            load_basis: self.load_basis.into(),
            load: self.load,
            target_rpe: self.target_rpe,
            rest_seconds: counts.some(self.rest_seconds, at, "restSeconds"),
            distance_metres: self.distance_metres,
            duration_seconds: counts.some(self.duration_seconds, at, "durationSeconds"),
            calories: counts.some(self.calories, at, "calories"),
        }
    }
}

/// Whole numbers of the input; those below zero are faults.
#[derive(Default)]
struct Counts(Vec<FieldError>);

impl Counts {
    fn of(&mut self, value: i32, path: &[&str]) -> u32 {
        u32::try_from(value).unwrap_or_else(|_| {
            let field = path.last().copied().unwrap_or_default();
            let message = format!("{field} must be 0 or more, got {value}");
            self.0.push(FieldError::new(path, UserErrorCode::OutOfRange, message));
            0
        })
    }

    fn field(&mut self, value: i32, at: &[&str], field: &str) -> u32 {
        let path: Vec<&str> = at.iter().copied().chain([field]).collect();
        self.of(value, &path)
    }

    fn some(&mut self, value: Option<i32>, at: &[&str], field: &str) -> Option<u32> {
        value.map(|value| self.field(value, at, field))
    }

    /// Reads every entry of a list, each told its place.
    fn each<I, T>(
        &mut self,
        list: Vec<I>,
        at: &[&str],
        name: &str,
        read: impl Fn(I, &[&str], &mut Self) -> T,
    ) -> Vec<T> {
        let mut out = Vec::with_capacity(list.len());
        for (index, entry) in list.into_iter().enumerate() {
            let index = index.to_string();
            let path: Vec<&str> = at.iter().copied().chain([name, index.as_str()]).collect();
            out.push(read(entry, &path, self));
        }
        out
    }

    fn end<T>(self, content: T, part: &str) -> Result<T, Error> {
        if self.0.is_empty() { Ok(content) } else { Err(Error::Invalid(self.0).under(&[part])) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_below_zero_is_told_at_its_place() {
        let track = |max| TemplateTrackInput {
            track_key: "strength".into(),
            target_share: 1.0,
            min_share: 0.0,
            max_share: 1.0,
            min_sessions: 0,
            max_sessions: Some(max),
        };
        let input = ProgrammeTemplateInput {
            name: "Base".into(),
            weeks: 4,
            goal_influence: 0.5,
            goal_affinity: Vec::new(),
            tracks: vec![track(3), track(-1)],
            sessions: Vec::new(),
        };

        let Err(Error::Invalid(errors)) = input.read("template") else { panic!("it is refused") };

        assert_eq!(errors[0].path, ["template", "tracks", "1", "maxSessions"]);
        assert_eq!(errors[0].message, "maxSessions must be 0 or more, got -1");
    }
}
