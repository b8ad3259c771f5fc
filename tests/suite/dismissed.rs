//! What a coach does not believe stays out, however often the log is sent.

use domain::ids::{GymId, MemberId, SessionLogId};
use entity::{personal_record, set_log, store};
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        sets_that_a_coach_dismissed_stay_out_when_their_session_is_corrected
        a_set_twelve_kilograms_over_its_line_waits_for_a_coach
    }
}

const MONDAY: &str = "2026-03-02T09:00:00Z";
/// A hundred kilograms more than was lifted.
const TYPED_KG: f64 = 160.0;
const LOG: &str = "mutation($input: LogSessionInput!) { logSession(input: $input) { \
                   outcome sessionLog { id } userErrors { field message } } }";

/// A demo gym of one member.
struct World {
    app: App,
    gym: GymId,
    member: MemberId,
}

impl World {
    async fn new(backend: Backend) -> Self {
        let app = App::start(backend, MONDAY).await;
        let filled = service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
        let gym = GymId::from_uuid(filled.gym.id);
        let members = store::members::active_ids(app.env.db.read(), gym).await.unwrap();
        Self { app, gym, member: members[0] }
    }

    /// Logs a session of a lift that the demo has no history of, in sets of so many kilograms and repetitions.
    async fn log(&self, id: &str, date: &str, minutes: u32, sets: &[(f64, u32)]) -> String {
        let sets: Vec<Value> = sets
            .iter()
            .map(|(kg, reps)| json!({ "movementKey": "incline-bench-press", "loadKg": kg, "reps": reps, "rpe": 8 }))
            .collect();
        let input = json!({ "externalId": id, "date": date, "trackKey": "strength",
                            "durationMinutes": minutes, "sets": sets });
        let member = self.app.client(Some("demo-member-1"));
        let answer = member.data(LOG, json!({ "input": input })).await;
        assert_eq!(answer["logSession"]["userErrors"], json!([]), "{answer:#}");
        answer["logSession"]["sessionLog"]["id"].as_str().unwrap().to_owned()
    }

    /// The records of what was typed that wait for a coach.
    async fn waiting(&self) -> Vec<personal_record::Model> {
        let rows = store::records::all_of(self.app.env.db.read(), self.gym, self.member).await;
        let waits = |row: &personal_record::Model| {
            row.load_kg == Some(TYPED_KG) && !row.confirmed && row.dismissed_at.is_none()
        };
        rows.unwrap().into_iter().filter(waits).collect()
    }

    async fn sets(&self, session: &str) -> Vec<set_log::Model> {
        let id: SessionLogId = session.parse().unwrap();
        store::session_logs::sets(self.app.env.db.read(), self.gym, &[id]).await.unwrap()
    }
}

async fn sets_that_a_coach_dismissed_stay_out_when_their_session_is_corrected(backend: Backend) {
    let gym = World::new(backend).await;
    gym.log("a", "2026-02-16", 60, &[(60.0, 5), (60.0, 5)]).await;
    gym.log("b", "2026-02-19", 60, &[(60.0, 5), (60.0, 5)]).await;
    let typed = [(60.0, 5), (TYPED_KG, 5), (TYPED_KG, 4)];
    gym.log("c", "2026-02-23", 60, &typed).await;
    let waiting = gym.waiting().await;
    assert_eq!(waiting.iter().map(|row| row.load_kg).collect::<Vec<_>>(), [Some(TYPED_KG)]);
    let dismiss = "mutation($id: ID!) { dismissPersonalRecord(input: { id: $id }) { userErrors { message } } }";
    let id = domain::ids::RecordId::from_uuid(waiting[0].id).to_string();
    let coach = gym.app.client(Some("demo-coach-1"));
    let answer = coach.data(dismiss, json!({ "id": id })).await;
    assert_eq!(answer["dismissPersonalRecord"]["userErrors"], json!([]), "{answer:#}");
    assert!(gym.waiting().await.is_empty());

    let session = gym.log("c", "2026-02-23", 75, &typed).await;

    assert!(gym.waiting().await.is_empty(), "the coach is not asked again");
    let believed: Vec<(Option<f64>, bool)> =
        gym.sets(&session).await.iter().map(|set| (set.load_kg, set.disbelieved)).collect();
    assert_eq!(believed, [(Some(60.0), false), (Some(TYPED_KG), true), (Some(TYPED_KG), true)]);
    gym.app.stop().await;
}

/// The first line of the member's week with a load, of a lift that stands for itself.
async fn line_of_the_week(app: &App) -> (Value, Value) {
    let week = "{ myPlan { sessions { id blocks { prescriptions { id movement { key } repsMax load } } } } }";
    let plan = app.client(Some("demo-member-1")).data(week, json!({})).await;
    for session in plan["myPlan"]["sessions"].as_array().unwrap() {
        for block in session["blocks"].as_array().unwrap() {
            for line in block["prescriptions"].as_array().unwrap() {
                let key = line["movement"]["key"].as_str().unwrap();
                let lift = ["back-squat", "front-squat", "bench-press", "deadlift", "strict-press"];
                if lift.contains(&key) && line["load"].is_f64() && line["repsMax"].is_u64() {
                    return (session["id"].clone(), line.clone());
                }
            }
        }
    }
    panic!("no lift is planned: {plan:#}");
}

async fn a_set_twelve_kilograms_over_its_line_waits_for_a_coach(backend: Backend) {
    let World { app, gym, member } = World::new(backend).await;
    let start = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id } userErrors { message } } }";
    app.client(Some("demo-owner")).data(start, json!({})).await;
    app.settle().await;
    let (session, line) = line_of_the_week(&app).await;
    let load = line["load"].as_f64().unwrap();
    let typed = load + 12.0;
    assert!(typed > 1.08 * load, "{load} kg are too heavy for 12 kg to be doubted");
    let sets: Vec<Value> = [load, load, typed]
        .map(|kg| {
            json!({ "movementKey": line["movement"]["key"], "prescriptionId": line["id"],
                    "reps": line["repsMax"], "loadKg": kg, "rpe": 8 })
        })
        .to_vec();
    let input = json!({ "plannedSessionId": session, "durationMinutes": 60, "sets": sets });

    let answer = app.client(Some("demo-member-1")).data(LOG, json!({ "input": input })).await;

    assert_eq!(answer["logSession"]["userErrors"], json!([]), "{answer:#}");
    let rows = store::records::all_of(app.env.db.read(), gym, member).await.unwrap();
    let of_typed: Vec<_> = rows.iter().filter(|row| row.load_kg == Some(typed)).collect();
    let confirmed: Vec<bool> = of_typed.iter().map(|row| row.confirmed).collect();
    assert_eq!(confirmed, [false], "decision 0008: one set far over its line moves no load");
    app.stop().await;
}
