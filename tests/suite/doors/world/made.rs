//! How the gym came to be as it is.

use std::collections::BTreeMap;

use domain::vocab::ReviewPolicy;
use entity::gym;
use sea_orm::{ConnectionTrait as _, Set};
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::crowd::{Founding, crowd};
use tests::hand::work_off;
use tests::season::{Season, WEEK};
use tests::templates;

use super::World;

/// A new name in the world, as a literal of GraphQL.
type Ids = BTreeMap<&'static str, String>;

pub(super) async fn world(backend: Backend) -> World {
    let season = Season::by_hand(backend, 6, ReviewPolicy::All).await;
    let mut ids = Ids::new();
    ids.insert("cursor", season.cursor().await.to_string());
    elsewhere(&season).await;
    people(&season, &mut ids).await;
    weeks(&season, &mut ids).await;
    what_waits(&season, &mut ids).await;
    logged(&season, &mut ids).await;
    programmes(&season.owner(), &mut ids).await;
    let key = integrations(&season.owner(), &mut ids).await;
    runs(&season, &mut ids).await;
    let world = World { season, key, ids };
    // The first use of a key is noted, before anything is tried.
    world.client(super::Who::Key).data("{ viewer { id } }", json!({})).await;
    world
}

/// What a mutation answers, which must succeed.
async fn done(client: &Client, mutation: &str) -> Value {
    let mut data = client.data(&format!("mutation {{ {mutation} }}"), json!({})).await;
    let name = mutation.split('(').next().expect("a field").trim();
    let payload = data[name].take();
    assert!(payload["userErrors"] == json!([]), "{mutation}: {payload:#}");
    payload
}

/// Another gym, with a coach.
async fn elsewhere(season: &Season) {
    let founding = Founding {
        name: "Elsewhere",
        members: 2,
        owner: Some("elsewhere-owner"),
        ..Founding::default()
    };
    crowd(&season.app.env, founding).await;
    let grant = "setStaff(input: { subject: \"elsewhere-coach\", displayName: \"Else\", roles: [COACH] }) { userErrors { code } }";
    done(&season.app.client(Some("elsewhere-owner")), grant).await;
}

async fn people(season: &Season, ids: &mut Ids) {
    let owner = season.owner();
    let list =
        "{ gym { coaches { id } tracks { id } } members(first: 10) { nodes { id externalId } } }";
    let data = owner.data(list, json!({})).await;
    let members = data["members"]["nodes"].as_array().expect("a list");
    let of = |number: &str| {
        let found = members.iter().find(|member| member["externalId"] == number);
        found.expect("the demo's member")["id"].to_string()
    };
    ids.insert("member", of("M-00001"));
    ids.insert("erasable of owner", of("M-00006"));
    ids.insert("erasable", of("M-00001"));
    ids.insert("coachRecord", data["gym"]["coaches"][0]["id"].to_string());
    ids.insert("track", data["gym"]["tracks"][0]["id"].to_string());
    let login = format!(
        "updateMember(input: {{ id: {}, subject: \"other-member\" }}) {{ userErrors {{ code }} }}",
        of("M-00002")
    );
    done(&owner, &login).await;
}

/// A plan of this week, approved with a note; one of the next in force with a revision that waits beside it;
/// and one after it that waits.
async fn weeks(season: &Season, ids: &mut Ids) {
    run(season, "2026-02-23").await;
    approve(season, "M-00001", "2026-02-23", "Good.").await;
    run(season, WEEK).await;
    for member in ["M-00001", "M-00002"] {
        approve(season, member, WEEK, "").await;
    }
    edited(season).await;
    let member = &ids["member"];
    let restriction = format!(
        "addRestriction(input: {{ memberId: {member}, bodyRegion: KNEE, patterns: [SQUAT], rule: FORBID }}) {{ restriction {{ id }} userErrors {{ code }} }}"
    );
    let added = done(&season.coach(), &restriction).await;
    ids.insert("restriction", added["restriction"]["id"].to_string());
    season.app.clock.advance(chrono::Duration::minutes(16));
    work_off(&season.app.env).await;
    run(season, "2026-03-09").await;
    approve(season, "M-00001", "2026-02-23", "Spares the knee.").await;

    let own = plan(season, "M-00001", WEEK).await;
    ids.insert("approved", plan(season, "M-00001", "2026-02-23").await["id"].to_string());
    ids.insert("plan", own["id"].to_string());
    ids.insert("revision", own["pendingRevision"]["number"].to_string());
    ids.insert("session", own["sessions"][0]["id"].to_string());
    ids.insert("excusable", own["sessions"][1]["id"].to_string());
    excused(season, &own["sessions"][1]["id"]).await;
    ids.insert("unlogged", own["sessions"][2]["id"].to_string());
    for (name, member) in [("waiting", "M-00003"), ("second", "M-00004"), ("third", "M-00005")] {
        ids.insert(name, plan(season, member, WEEK).await["id"].to_string());
    }
}

/// The member's week as a coach edited it with a note.
async fn edited(season: &Season) {
    let plan = plan(season, "M-00001", WEEK).await;
    let edit = format!(
        "editPlan(input: {{ planId: {}, revision: {}, narrative: {{ focus: \"Easy.\" }}, note: \"Asked by phone.\" }}) {{ userErrors {{ code }} }}",
        plan["id"], plan["publishedRevision"]["number"]
    );
    done(&season.coach(), &edit).await;
}

/// A session that a coach excused with a note; it may be excused again.
async fn excused(season: &Season, session: &Value) {
    let excuse = format!(
        "excuseSession(input: {{ plannedSessionId: {session}, reason: HOLIDAY, note: \"At the sea.\" }}) {{ userErrors {{ code }} }}"
    );
    done(&season.coach(), &excuse).await;
}

async fn run(season: &Season, week: &str) {
    let start = format!(
        "startWeeklyRun(input: {{ weekOf: \"{week}\" }}) {{ weeklyRun {{ id }} userErrors {{ code }} }}"
    );
    done(&season.owner(), &start).await;
    work_off(&season.app.env).await;
}

async fn plan(season: &Season, member: &str, week: &str) -> Value {
    let query = "query($who: String, $week: Date) { members(filter: { search: $who }) { nodes { plan(weekOf: $week) { id \
                 publishedRevision { number } pendingRevision { number } sessions { id } } } } }";
    let data = season.coach().data(query, json!({ "who": member, "week": week })).await;
    data["members"]["nodes"][0]["plan"].clone()
}

/// Approves what waits of a plan, if anything does.
async fn approve(season: &Season, member: &str, week: &str, note: &str) {
    let plan = plan(season, member, week).await;
    let Some(number) = plan["pendingRevision"]["number"].as_i64() else { return };
    let approval = format!(
        "approvePlan(input: {{ planId: {}, revision: {number}, note: {} }}) {{ userErrors {{ code }} }}",
        plan["id"],
        if note.is_empty() { "null".to_owned() } else { format!("\"{note}\"") }
    );
    done(&season.coach(), &approval).await;
}

/// Records beyond belief and goals that wait for a coach.
async fn what_waits(season: &Season, ids: &mut Ids) {
    let member = season.member();
    for (name, lift) in [("record", "bench-press"), ("mistake", "deadlift")] {
        let entry = format!(
            "recordPersonalRecord(input: {{ movementKey: \"{lift}\", reps: 1, loadKg: 480 }}) {{ personalRecord {{ id }} userErrors {{ code }} }}"
        );
        ids.insert(name, done(&member, &entry).await["personalRecord"]["id"].to_string());
    }
    season
        .settings(gym::ActiveModel { goals_need_approval: Set(true), ..Default::default() })
        .await;
    let goals = "setGoals(input: { goals: [{ kind: COMPETE, weight: 1 }, { kind: MOBILITY, weight: 1 }] }) { member { goals { id } } userErrors { code } }";
    let set = done(&member, goals).await;
    ids.insert("goal", set["member"]["goals"][0]["id"].to_string());
    ids.insert("whim", set["member"]["goals"][1]["id"].to_string());
    let note = format!(
        "addCoachNote(input: {{ memberId: {}, text: \"Travels.\" }}) {{ userErrors {{ code }} }}",
        ids["member"]
    );
    done(&season.coach(), &note).await;
}

/// What each of those who may take something back has to take back.
async fn logged(season: &Season, ids: &mut Ids) {
    let member = season.member();
    for who in ["member", "coach", "key"] {
        for name in ["of", "also of"] {
            let entry = format!(
                "recordReadiness(input: {{ date: \"2026-02-21\", source: \"check-in\", externalId: \"{name} {who}\", mood: 4 }}) {{ userErrors {{ code }} }}"
            );
            done(&member, &entry).await;
        }
    }
    // One planned session has one log: each is taken back before the next is written by the table's order.
    for who in ["member", "coach", "key"] {
        let log = format!(
            "logSession(input: {{ plannedSessionId: {}, externalId: \"planned, of {who}\", durationMinutes: 40, completion: 0.2 }}) {{ userErrors {{ code }} }}",
            ids["unlogged"]
        );
        done(&member, &log).await;
    }
    for (who, movement) in [
        ("fresh of member", "svend-press"),
        ("fresh of coach", "upright-row"),
        ("fresh", "pec-deck"),
    ] {
        ids.insert(who, format!("\"{movement}\""));
    }
}

async fn programmes(owner: &Client, ids: &mut Ids) {
    let data = owner.data("{ programmeTemplates { id name } }", json!({})).await;
    let all = data["programmeTemplates"].as_array().expect("a list");
    let base = all.iter().find(|template| template["name"] == "Base").expect("the demo's");
    ids.insert("template", base["id"].to_string());
    for (name, title) in
        [("draft of coach", "Of coach"), ("draft of owner", "Of owner"), ("ripe", "Ripe")]
    {
        let create = format!(
            "createTemplate(input: {{ template: {} }}) {{ template {{ id }} userErrors {{ code }} }}",
            templates::literal(&templates::small(title))
        );
        ids.insert(name, done(owner, &create).await["template"]["id"].to_string());
    }
    ids.insert("draft", ids["ripe"].clone());
    ids.insert("version", "1".to_owned());
}

/// An integration that knows the member, and one to be changed; answers the key of the first.
async fn integrations(owner: &Client, ids: &mut Ids) -> String {
    let create = "createIntegration(input: { name: \"Watch\", scopes: [READINESS_WRITE, SESSIONS_WRITE] }) { key integration { id } userErrors { code } }";
    let watch = done(owner, create).await;
    let link = format!(
        "linkMember(input: {{ memberId: {}, integrationId: {}, externalId: \"w-1\" }}) {{ userErrors {{ code }} }}",
        ids["member"], watch["integration"]["id"]
    );
    done(owner, &link).await;
    let spare = done(owner, create).await;
    ids.insert("integration", spare["integration"]["id"].to_string());
    watch["key"].as_str().expect("a key").to_owned()
}

/// A week that could not be computed, and a run that goes on.
async fn runs(season: &Season, ids: &mut Ids) {
    let spoil = |word: &str| {
        format!("UPDATE member SET experience = '{word}' WHERE external_id = 'M-00006'")
    };
    let db = season.app.env.db.writer();
    db.execute_unprepared(&spoil("NONSENSE")).await.expect("written");
    run(season, "2026-03-23").await;
    db.execute_unprepared(&spoil("NOVICE")).await.expect("written");
    let failures = "{ weeklyRuns { nodes { weekOf failures { nodes { id } } } } }";
    let data = season.owner().data(failures, json!({})).await;
    let runs = data["weeklyRuns"]["nodes"].as_array().expect("a list");
    let ended = runs.iter().find(|run| run["weekOf"] == "2026-03-23").expect("the run");
    let failed = &ended["failures"]["nodes"][0]["id"];
    assert!(failed.is_string(), "{data:#}");
    ids.insert("failed", failed.to_string());
    let start = "startWeeklyRun(input: { weekOf: \"2026-03-16\" }) { weeklyRun { id } userErrors { code } }";
    let started = done(&season.owner(), start).await;
    ids.insert("run", started["weeklyRun"]["id"].to_string());
}
