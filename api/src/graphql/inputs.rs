//! What mutations are handed, turned into what the use cases take.

use async_graphql::{ID, InputObject, OneofObject};
use domain::plan_ids::{BlockId, SessionId};
use service::error::{Error, FieldError, UserErrorCode};
use service::members;
use service::read::logs::KeptScore;
use service::readiness::RecordReadiness;
use service::sessions::{LogSession, LogSet};

use super::enums::{EntryQuality, HrvMetric, HrvWindow, Scaling, ScoreType, SetKind};
use super::scalars::{Date, DateTime, read_id};

/// Most scores of one session that are believed. House choice: a session has a handful of workouts.
const MOST_SCORES: usize = 50;

/// Exactly one of the two.
#[derive(OneofObject)]
pub enum MemberRef {
    /// Id of the member here.
    Id(ID),
    /// As the calling integration knows the member (`linkMember`), else the id in the gym's own system.
    ExternalId(String),
}

/// The id that an input names; what is no id of that kind names nothing.
pub fn named<T: std::str::FromStr>(id: &ID, field: &str, what: &str) -> Result<T, Error> {
    let missing =
        || Error::field(&[field], UserErrorCode::NotFound, format!("there is no such {what}"));
    read_id(id).ok_or_else(missing)
}

impl MemberRef {
    /// As the use cases take it.
    pub fn read(self) -> Result<members::MemberRef, Error> {
        match self {
            Self::ExternalId(id) => Ok(members::MemberRef::ExternalId(id)),
            Self::Id(id) => read_id(&id).map(members::MemberRef::Id).ok_or_else(|| {
                Error::field(&["member", "id"], UserErrorCode::NotFound, "there is no such member")
            }),
        }
    }
}

/// What one source reports of a member for one day.
#[derive(InputObject)]
pub struct RecordReadinessInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// The day the member woke up, by the calendar where they were; default: today in the gym's time zone. An integration always names it.
    date: Option<Date>,
    /// Who reports: `check-in`, `oura`, `whoop`, `garmin`, `apple-health`, …
    source: String,
    /// The source's own id: the same one again replaces the whole entry, never adds a second. Without it, source and date say which entry is meant.
    external_id: Option<String>,
    /// When the source last changed the record; an older one never replaces a newer.
    source_updated_at: Option<DateTime>,
    /// Whether the source stands by it; PROVISIONAL and UNSCORABLE are shown and count for nothing.
    #[graphql(default_with = "EntryQuality::Final")]
    quality: EntryQuality,
    /// Milliseconds, 10 to 250.
    hrv_ms: Option<f64>,
    /// Needed with `hrvMs`.
    hrv_metric: Option<HrvMetric>,
    /// When it was measured.
    #[graphql(default_with = "HrvWindow::Overnight")]
    hrv_window: HrvWindow,
    /// 25 to 120.
    resting_heart_rate_bpm: Option<f64>,
    /// 0 to 960.
    asleep_minutes: Option<i32>,
    /// 0 to 100.
    sleep_efficiency_percent: Option<f64>,
    /// 1 (none) to 5 (severe).
    soreness: Option<i32>,
    /// 1 (none) to 5 (severe).
    stress: Option<i32>,
    /// 1 (exhausted) to 5 (full of energy).
    energy: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    mood: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    sleep_quality: Option<i32>,
    /// Brought to 0–100 by the sender.
    vendor_score: Option<f64>,
    /// The member feels ill.
    #[graphql(default = false)]
    illness: bool,
    /// The member reports pain.
    #[graphql(default = false)]
    pain: bool,
}

impl RecordReadinessInput {
    /// As the use case takes it.
    pub fn read(self) -> Result<RecordReadiness, Error> {
        Ok(RecordReadiness {
            member: self.member.map(MemberRef::read).transpose()?,
            date: self.date.map(|date| date.0),
            source: self.source,
            external_id: self.external_id,
            source_updated_at: self.source_updated_at.map(|at| at.0),
            quality: self.quality.into(),
            hrv_ms: self.hrv_ms,
            hrv_metric: self.hrv_metric.map(Into::into),
            hrv_window: self.hrv_window.into(),
            resting_heart_rate_bpm: self.resting_heart_rate_bpm,
            asleep_minutes: self.asleep_minutes,
            sleep_efficiency_percent: self.sleep_efficiency_percent,
            soreness: self.soreness,
            stress: self.stress,
            energy: self.energy,
            mood: self.mood,
            sleep_quality: self.sleep_quality,
            vendor_score: self.vendor_score,
            illness: self.illness,
            pain: self.pain,
        })
    }
}

/// A session that was trained.
#[derive(InputObject)]
pub struct LogSessionInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// Default: today. An integration always names it.
    date: Option<Date>,
    /// The planned session that it carried out, by its id in any revision.
    planned_session_id: Option<ID>,
    /// Needed without a `plannedSessionId`.
    track_key: Option<String>,
    /// The client's own id of the session: the same one again replaces the log, never adds a second.
    external_id: Option<String>,
    /// 0 to 1,440.
    duration_minutes: i32,
    /// CR-10.
    session_rpe: Option<f64>,
    /// 0–1; default: what the sets say.
    completion: Option<f64>,
    /// At most 500, in order.
    #[graphql(default)]
    sets: Vec<SetLogInput>,
    /// Results of scored workouts; at most 50.
    #[graphql(default)]
    scores: Vec<ScoreInput>,
    /// In the member's words; at most 2,000 characters.
    notes: Option<String>,
}

/// One set.
#[derive(InputObject)]
pub struct SetLogInput {
    /// The movement.
    movement_key: String,
    /// The line of the planned session that it carried out.
    prescription_id: Option<ID>,
    /// What kind of set.
    #[graphql(default_with = "SetKind::Working")]
    kind: SetKind,
    /// 0 to 2,000.
    reps: Option<i32>,
    /// −1,000 to 1,000; below 0: that much help.
    load_kg: Option<f64>,
    /// Rating of perceived exertion, 0 to 10.
    rpe: Option<f64>,
    /// 0 to 500,000.
    distance_metres: Option<f64>,
    /// 0 to 86,400.
    duration_seconds: Option<i32>,
    /// 0 to 20,000.
    calories: Option<i32>,
}

/// The result of a scored workout.
#[derive(InputObject)]
pub struct ScoreInput {
    /// The part of the planned session it belongs to.
    block_id: Option<ID>,
    /// What was scored.
    #[graphql(name = "type")]
    kind: ScoreType,
    /// 0 to 86,400.
    time_seconds: Option<f64>,
    /// Whole rounds, 0 to 10,000.
    rounds: Option<i32>,
    /// Repetitions, beyond the whole rounds where there are any, 0 to 10,000.
    reps: Option<i32>,
    /// 0 to 1,000.
    load_kg: Option<f64>,
    /// 0 to 500,000.
    distance_metres: Option<f64>,
    /// 0 to 20,000.
    calories: Option<i32>,
    /// With PASS_FAIL.
    passed: Option<bool>,
    /// At which tier it was done.
    #[graphql(default_with = "Scaling::Rx")]
    scaling: Scaling,
}

/// Which week to compute for everyone.
#[derive(InputObject)]
pub struct StartWeeklyRunInput {
    /// Monday; default: the coming week in the gym's time zone.
    pub week_of: Option<Date>,
}

impl LogSessionInput {
    /// As the use case takes it.
    pub fn read(self) -> Result<LogSession, Error> {
        let planned = self.planned_session_id.as_ref().and_then(read_id::<SessionId>);
        let scores = scores(self.scores, planned.as_ref())?;
        Ok(LogSession {
            member: self.member.map(MemberRef::read).transpose()?,
            date: self.date.map(|date| date.0),
            planned_session: self.planned_session_id.map(|id| id.0),
            track_key: self.track_key,
            external_id: self.external_id,
            duration_minutes: self.duration_minutes,
            session_rpe: self.session_rpe,
            completion: self.completion,
            sets: self.sets.into_iter().map(SetLogInput::read).collect(),
            scores,
            notes: self.notes,
        })
    }
}

impl SetLogInput {
    fn read(self) -> LogSet {
        LogSet {
            movement_key: self.movement_key,
            prescription: self.prescription_id.map(|id| id.0),
            kind: self.kind.into(),
            reps: self.reps,
            load_kg: self.load_kg,
            rpe: self.rpe,
            distance_metres: self.distance_metres,
            duration_seconds: self.duration_seconds,
            calories: self.calories,
        }
    }
}

/// Scores, each with the block it belongs to: one of the plan that the session carries out.
fn scores(inputs: Vec<ScoreInput>, planned: Option<&SessionId>) -> Result<Vec<KeptScore>, Error> {
    if inputs.len() > MOST_SCORES {
        let message = format!("scores must be at most {MOST_SCORES}, got {}", inputs.len());
        return Err(Error::field(&["scores"], UserErrorCode::LimitExceeded, message));
    }
    let mut errors = Vec::new();
    let mut kept = Vec::with_capacity(inputs.len());
    for (index, input) in inputs.into_iter().enumerate() {
        let at = index.to_string();
        input.check(&at, &mut errors);
        let block = input.block_id.as_ref().map(|id| block_key(id, planned));
        if block == Some(None) {
            let message = "there is no such block in the planned session";
            let path = ["scores", &at, "blockId"];
            errors.push(FieldError::new(&path, UserErrorCode::NotFound, message));
        }
        kept.push(input.kept(block.flatten()));
    }
    if errors.is_empty() { Ok(kept) } else { Err(Error::Invalid(errors)) }
}

/// Key of the block that an id names, if it is of the plan that was carried out.
fn block_key(id: &ID, planned: Option<&SessionId>) -> Option<String> {
    let block: BlockId = read_id(id)?;
    (planned?.plan == block.plan).then_some(block.key)
}

impl ScoreInput {
    /// Refuses results that are impossible: a workout ends within its day.
    fn check(&self, at: &str, errors: &mut Vec<FieldError>) {
        let numbers = [
            ("timeSeconds", self.time_seconds, 86_400.0),
            ("rounds", self.rounds.map(f64::from), 10_000.0),
            ("reps", self.reps.map(f64::from), 10_000.0),
            ("loadKg", self.load_kg, 1_000.0),
            ("distanceMetres", self.distance_metres, 500_000.0),
            ("calories", self.calories.map(f64::from), 20_000.0),
        ];
        for (field, value, most) in numbers {
            if let Some(value) = value.filter(|value| !(0.0..=most).contains(value)) {
                let message = format!("{field} must be 0 to {most}, got {value}");
                let path = ["scores", at, field];
                errors.push(FieldError::new(&path, UserErrorCode::OutOfRange, message));
            }
        }
    }

    fn kept(self, block: Option<String>) -> KeptScore {
        KeptScore {
            block,
            kind: self.kind.into(),
            time_seconds: self.time_seconds,
            rounds: self.rounds,
            reps: self.reps,
            load_kg: self.load_kg,
            distance_metres: self.distance_metres,
            calories: self.calories,
            passed: self.passed,
            scaling: self.scaling.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::PlanId;
    use uuid::Uuid;

    #[test]
    fn a_block_of_another_plan_is_refused() {
        let of = |plan: u128| PlanId::from_uuid(Uuid::from_u128(plan));
        let planned = SessionId { plan: of(1), revision: 1, key: "s1".into() };
        let block = |plan| ID(BlockId { plan, revision: 1, key: "s1.1".into() }.to_string());

        assert_eq!(block_key(&block(of(1)), Some(&planned)), Some("s1.1".to_owned()));
        assert_eq!(block_key(&block(of(2)), Some(&planned)), None);
        assert_eq!(block_key(&block(of(1)), None), None);
    }
}
