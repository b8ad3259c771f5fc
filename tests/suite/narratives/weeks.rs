//! What becomes of a week's words, from the revision to the member's day.

use domain::vocab::ReviewPolicy;
use sea_orm::Set;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::claude::{ClaudeServer, Misbehaviour};
use tests::on_both;
use tests::season::{Season, WEEK};

use super::{FALSE, TRUE, told};

mod both {
    use super::on_both;
    on_both! {
        words_arrive_after_the_plan_and_are_told
        two_false_answers_leave_the_rules_words_and_are_counted
        the_instructions_are_too_short_for_the_providers_cache
        a_second_try_that_names_the_finding_is_taken
        a_refusal_and_a_cut_off_answer_leave_the_rules_words
        a_coachs_words_stand_and_nothing_is_asked_for_them
        a_coachs_words_outlive_a_recomputation_as_far_as_they_are_true
        what_was_answered_before_is_not_bought_again
        a_spent_budget_leaves_the_rules_words
        words_to_what_waits_are_told_to_coaches_only
        what_a_coach_says_with_a_request_reaches_the_model
    }
}

const NARRATIVE: &str = "revision narrative { state source verified model focus reasoning cues }";
const UPDATES: &str =
    "subscription($after: Cursor) { planUpdated(after: $after) { kind revision plan { id } } }";
const SPENT: &str = "query($from: Date!, $to: Date!) { personalisationActivity(from: $from, to: $to) { narratives { claude rules \
    rejectedByVerification inputTokens outputTokens cachedTokens estimatedCostUsd } } }";

async fn activity(season: &Season) -> Value {
    let variables = json!({ "from": WEEK, "to": WEEK });
    let data = season.owner().data(SPENT, variables).await;
    data["personalisationActivity"]["narratives"].clone()
}

/// A season whose weekly words are there, in the week itself; what comes now is asked for alone.
async fn narrated(backend: Backend, policy: ReviewPolicy) -> (Season, ClaudeServer) {
    told(backend, 1, policy).await
}

async fn words_arrive_after_the_plan_and_are_told(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    let cursor = season.cursor().await;
    let mut socket = season.app.subscriber(tests::season::MEMBER).await;
    socket.subscribe("1", UPDATES, json!({ "after": cursor })).await;

    season.falls_ill().await;
    season.app.narrated_all().await;

    let kinds = [socket.next().await, socket.next().await].map(|event| {
        (event["planUpdated"]["kind"].clone(), event["planUpdated"]["revision"].clone())
    });
    assert_eq!(kinds, [(json!("REVISED"), json!(2)), (json!("NARRATIVE_READY"), json!(2))]);
    let mine = season.my_plan(NARRATIVE).await;
    assert_eq!(mine["narrative"]["source"], "CLAUDE", "{mine:#}");
    assert_eq!(mine["narrative"]["state"], "READY");
    assert_eq!(
        (&mine["narrative"]["verified"], &mine["narrative"]["model"]),
        (&json!(true), &json!("claude-sonnet-5-5"))
    );
    assert_eq!(
        season.plan(NARRATIVE).await["narrative"],
        mine["narrative"],
        "the coach reads the same"
    );
    assert_eq!(provider.written(), (1, 1), "one alone beside the one of the batch");
    let day = season
        .member()
        .data("{ myDay(date: \"2026-03-02\") { narrative { source } } }", json!({}))
        .await;
    assert_eq!(day["myDay"]["narrative"]["source"], "CLAUDE");
}

async fn two_false_answers_leave_the_rules_words_and_are_counted(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    let before = activity(&season).await;
    provider.writes(|_| FALSE.to_owned());

    season.falls_ill().await;
    season.app.narrated_all().await;

    let mine = season.my_plan(NARRATIVE).await;
    assert_eq!(
        (&mine["narrative"]["source"], &mine["narrative"]["state"]),
        (&json!("RULES"), &json!("READY"))
    );
    let after = activity(&season).await;
    assert_eq!(
        after["rejectedByVerification"].as_i64().unwrap()
            - before["rejectedByVerification"].as_i64().unwrap(),
        2
    );
    assert!(after["estimatedCostUsd"].as_f64() > before["estimatedCostUsd"].as_f64());
    assert!(after["inputTokens"].as_i64() > before["inputTokens"].as_i64());
    assert_eq!(provider.written().0, 2);
}

async fn the_instructions_are_too_short_for_the_providers_cache(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    provider.writes(|_| FALSE.to_owned());

    season.falls_ill().await;
    season.app.narrated_all().await;

    // Marked and the same each time, so that they are kept once they are long enough.
    let asked = provider.captured().into_iter().filter(|sent| sent.what == "POST /v1/messages");
    let instructions: Vec<Value> = asked.map(|sent| sent.body["system"][0].clone()).collect();
    assert_eq!(instructions.len(), 2);
    assert_eq!(instructions[0], instructions[1]);
    assert_eq!(instructions[0]["cache_control"]["type"], "ephemeral");
    assert_eq!(activity(&season).await["cachedTokens"], 0);
}

async fn a_second_try_that_names_the_finding_is_taken(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    provider.writes(|params| {
        let second = params["messages"].as_array().is_some_and(|turns| turns.len() == 3);
        if second { TRUE } else { FALSE }.to_owned()
    });

    season.falls_ill().await;
    season.app.narrated_all().await;

    assert_eq!(season.my_plan(NARRATIVE).await["narrative"]["source"], "CLAUDE");
    let last = provider.captured().pop().unwrap().body;
    let turns: Vec<&str> = last["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| turn["role"].as_str().unwrap())
        .collect();
    assert_eq!(turns, ["user", "assistant", "user"]);
}

async fn a_refusal_and_a_cut_off_answer_leave_the_rules_words(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    provider.next(Misbehaviour::Stop("refusal"));
    provider.next(Misbehaviour::Stop("max_tokens"));

    season.falls_ill().await;
    season.app.narrated_all().await;

    assert_eq!(season.my_plan(NARRATIVE).await["narrative"]["source"], "RULES");
    assert_eq!(activity(&season).await["rejectedByVerification"], 2);
}

async fn a_coachs_words_stand_and_nothing_is_asked_for_them(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    let plan = season.plan("id revision").await;
    let edit =
        "mutation($input: EditPlanInput!) { editPlan(input: $input) { userErrors { message } } }";
    let input = json!({ "planId": plan["id"], "revision": plan["revision"],
        "narrative": { "focus": "Ours, not theirs." } });

    let edited = season.coach().data(edit, json!({ "input": input })).await;
    season.app.narrated_all().await;

    assert_eq!(edited["editPlan"]["userErrors"], json!([]));
    let mine = season.my_plan(NARRATIVE).await;
    assert_eq!(
        (&mine["narrative"]["source"], &mine["narrative"]["focus"]),
        (&json!("COACH"), &json!("Ours, not theirs."))
    );
    assert_eq!(mine["narrative"]["verified"], false, "nobody checks a coach's words");
    assert_eq!(provider.written(), (0, 1));
}

async fn a_coachs_words_outlive_a_recomputation_as_far_as_they_are_true(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    let fields = "id revision sessions { blocks { prescriptions { key sets movement { name } } } }";
    let plan = season.plan(fields).await;
    let lines = tests::season::lines(&plan);
    let sets = |line: &Value| line["sets"].as_i64().unwrap();
    let most = lines.iter().max_by_key(|line| sets(line)).unwrap();
    let cue = format!("{} has {} sets.", most["movement"]["name"].as_str().unwrap(), sets(most));
    let edit =
        "mutation($input: EditPlanInput!) { editPlan(input: $input) { userErrors { message } } }";
    let input = json!({ "planId": plan["id"], "revision": plan["revision"],
        "narrative": { "focus": "Ours, not theirs.", "cues": [cue] } });
    let edited = season.coach().data(edit, json!({ "input": input })).await;
    assert_eq!(edited["editPlan"]["userErrors"], json!([]));
    season.app.narrated_all().await;
    let asked = provider.written();

    season.falls_ill().await;
    season.app.narrated_all().await;

    let again = tests::season::lines(&season.plan(fields).await);
    let now = again.iter().find(|line| line["key"] == most["key"]).unwrap();
    assert!(sets(now) < sets(most), "the illness takes sets");
    let mine = season.my_plan(NARRATIVE).await;
    assert_eq!(mine["revision"], 3);
    let narrative = &mine["narrative"];
    assert_eq!(
        (&narrative["source"], &narrative["state"], &narrative["verified"]),
        (&json!("COACH"), &json!("READY"), &json!(false))
    );
    assert_eq!(narrative["focus"], "Ours, not theirs.");
    let cues = narrative["cues"].as_array().unwrap();
    assert!(
        !cues.is_empty() && !cues.contains(&json!(cue)),
        "what is false now is the rules': {cues:?}"
    );
    assert_eq!(provider.written(), asked, "nothing is asked for a coach's words");
}

async fn what_was_answered_before_is_not_bought_again(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    let narrates = async |enabled: bool| {
        let narrative_enabled = Set(enabled);
        season.settings(entity::gym::ActiveModel { narrative_enabled, ..Default::default() }).await;
    };
    let plan = season.plan("id revision").await;
    let line = tests::season::lines(&season.plan(tests::season::LINES).await).remove(0);
    let input = json!({ "planId": plan["id"], "revision": plan["revision"],
        "edits": [{ "prescriptionId": line["id"], "sets": line["sets"].as_i64().unwrap() + 1 }] });
    let edit =
        "mutation($input: EditPlanInput!) { editPlan(input: $input) { userErrors { message } } }";
    narrates(false).await;
    season.coach().data(edit, json!({ "input": input })).await;
    narrates(true).await;

    // A node that died between the answer and the commit left this behind.
    answered(&season, plan["id"].as_str().unwrap()).await;
    ask(&season, 2).await;
    season.app.narrated_all().await;

    assert_eq!(provider.written(), (0, 1));
    let mine = season.my_plan(NARRATIVE).await;
    assert_eq!((&mine["revision"], &mine["narrative"]["source"]), (&json!(2), &json!("CLAUDE")));
}

/// Keeps an answer for a plan's newest revision.
async fn answered(season: &Season, plan: &str) {
    use service::narrate::{Answer, Ending, Paid, keep, subject_of};
    let env = &season.app.env;
    let (_, subject) = subject_of(env, season.gym, plan.parse().unwrap()).await.unwrap();
    let model = jobs::narrator::claude::DEFAULT_MODEL.to_owned();
    let answer = Answer { ending: Ending::Whole, text: TRUE.to_owned(), model };
    let asked = domain::narrative_cost::Asked::Alone;
    let paid = Paid { tokens: domain::narrative_cost::Tokens::default(), asked };
    let call = env.id::<domain::ids::Call>();
    keep(env, season.gym, call, &subject, 1, &answer, paid).await.unwrap();
}

/// Asks for the words of a revision.
async fn ask(season: &Season, number: i32) {
    use domain::vocab::{ComputationKind, Trigger};
    let env = &season.app.env;
    let members = entity::store::members::active_ids(env.db.read(), season.gym).await.unwrap();
    let txn = env.db.write().await.unwrap();
    let ask = service::ledger::Ask {
        gym: season.gym,
        member: members[0],
        week: domain::calendar::Week::new(Season::monday()).unwrap(),
        kind: ComputationKind::Narrative,
        trigger: Trigger::Manual,
        reduce_only: false,
        priority: service::ledger::Priority::Asked,
        run: None,
        debounce_seconds: 0,
        note: None,
        plan_number: Some(number),
    };
    service::ledger::request(&txn, env, ask).await.unwrap();
    txn.commit().await.unwrap();
}

async fn a_spent_budget_leaves_the_rules_words(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    season.monday_morning();
    let spent = entity::gym::ActiveModel {
        narrative_monthly_budget_usd: Set(Some(0.0)),
        ..Default::default()
    };
    season.settings(spent).await;

    season.falls_ill().await;
    season.app.narrated_all().await;

    assert_eq!(season.my_plan(NARRATIVE).await["narrative"]["source"], "RULES");
    assert_eq!(provider.written().0, 0);
}

async fn words_to_what_waits_are_told_to_coaches_only(backend: Backend) {
    let (season, _provider) = narrated(backend, ReviewPolicy::All).await;
    season.monday_morning();
    let cursor = season.cursor().await;
    let plan = season.plan("id pendingRevision { number }").await;
    let line = tests::season::lines(&season.plan(tests::season::LINES).await).remove(0);
    let mut coach = season.app.subscriber(tests::season::COACH).await;
    coach.subscribe("1", UPDATES, json!({ "after": cursor })).await;
    let mut member = season.app.subscriber(tests::season::MEMBER).await;
    member.subscribe("1", UPDATES, json!({ "after": cursor })).await;
    let input = json!({ "planId": plan["id"], "revision": plan["pendingRevision"]["number"],
        "edits": [{ "prescriptionId": line["id"], "sets": line["sets"].as_i64().unwrap() + 1 }] });

    let edit =
        "mutation($input: EditPlanInput!) { editPlan(input: $input) { userErrors { message } } }";
    season.coach().data(edit, json!({ "input": input })).await;
    season.app.narrated_all().await;

    let kinds =
        [coach.next().await, coach.next().await].map(|event| event["planUpdated"]["kind"].clone());
    assert_eq!(kinds, [json!("EDITED"), json!("NARRATIVE_READY")]);
    assert!(member.is_quiet().await, "a member hears nothing of what waits");
}

#[test]
fn without_a_key_nothing_is_asked_for() {
    tests::backend::run(async {
        let season = Season::planned(Backend::sqlite(), 2, ReviewPolicy::None).await;

        let mine = season.my_plan(NARRATIVE).await;

        assert_eq!(
            (&mine["narrative"]["source"], &mine["narrative"]["state"]),
            (&json!("RULES"), &json!("READY"))
        );
        let open = entity::store::computations::narratives_at_hand(season.app.env.db.read()).await;
        assert_eq!(open.unwrap(), 0);
    });
}

async fn what_a_coach_says_with_a_request_reaches_the_model(backend: Backend) {
    let (season, provider) = narrated(backend, ReviewPolicy::None).await;
    let (coach, member) = (season.coach(), season.member_id().await);
    let before = provider.captured().len();
    let knee = json!({ "memberId": member, "bodyRegion": "KNEE", "patterns": ["SQUAT"], "rule": "FORBID" });
    coach.done("addRestriction", "restriction { id }", knee).await;

    let again = json!({ "memberId": member, "weekOf": WEEK, "note": "Moves house on Thursday." });
    coach.done("requestRecompute", "computation { id }", again).await;
    season.app.settle().await;
    season.app.narrated_all().await;

    assert_eq!(season.my_plan("revision").await["revision"], 2, "the week is another one");
    let asked: Vec<String> =
        provider.captured()[before..].iter().map(|one| one.body.to_string()).collect();
    assert!(
        asked.iter().any(|body| body.contains("Moves house on Thursday.")),
        "the model reads what the coach said: {asked:?}"
    );
}
