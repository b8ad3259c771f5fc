//! The words of a weekly run: bought in batches, and never twice.

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use entity::store;
use serde_json::json;
use tests::backend::Backend;
use tests::claude::{ClaudeServer, Fate, Misbehaviour};
use tests::on_both;
use tests::season::{Season, WEEK};

use super::{FALSE, TRUE, later_until, open_batches, provider, season_with, wait_until};

mod both {
    use super::on_both;
    on_both! {
        a_run_buys_one_batch_and_everybody_has_words
        what_a_batch_could_not_bring_is_asked_for_alone
        what_a_batch_brought_untrue_is_asked_for_once_more
        a_batch_whose_answer_was_lost_is_found_and_not_bought_again
        a_batch_that_never_arrived_is_bought_once_it_is_certain
        a_key_that_is_refused_for_a_while_does_not_throw_a_batch_away
        a_batch_that_was_deleted_is_asked_for_alone
        a_batch_that_nobody_looked_at_for_a_day_keeps_what_it_asks
        a_node_that_starts_anew_reads_the_batch_of_the_one_before
        a_revision_while_its_batch_is_out_gets_words_of_its_own
        a_budget_for_half_of_a_run_is_not_exceeded
    }
}

/// How many of the week's plans have whose words.
pub(super) async fn sources(season: &Season) -> (i64, i64) {
    let query = "query($from: Date!, $to: Date!) { personalisationActivity(from: $from, to: $to) { narratives { claude rules } } }";
    let data = season.owner().data(query, json!({ "from": WEEK, "to": WEEK })).await;
    let found = &data["personalisationActivity"]["narratives"];
    (found["claude"].as_i64().unwrap(), found["rules"].as_i64().unwrap())
}

async fn a_run_buys_one_batch_and_everybody_has_words(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.hold();
    let season = season_with(backend, &provider, 8, ReviewPolicy::None).await;

    season.run().await;
    wait_until(async || provider.batches() == 1).await;
    let pending = season.my_plan("narrative { state source }").await;
    provider.finish(|_| Fate::Written);
    later_until(&season, async || sources(&season).await == (8, 0)).await;

    assert_eq!(pending["narrative"], json!({ "state": "PENDING", "source": "RULES" }));
    assert_eq!((provider.batches(), provider.written()), (1, (0, 8)));
    let mine = season.my_plan("narrative { state source }").await;
    assert_eq!(mine["narrative"], json!({ "state": "READY", "source": "CLAUDE" }));
}

async fn what_a_batch_could_not_bring_is_asked_for_alone(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.hold();
    let season = season_with(backend, &provider, 6, ReviewPolicy::None).await;
    season.run().await;
    wait_until(async || provider.batches() == 1).await;

    provider.finish(|index| match index {
        0 => Fate::Errored,
        1 => Fate::Expired,
        2 => Fate::Missing,
        _ => Fate::Written,
    });
    later_until(&season, async || sources(&season).await.0 == 3).await;
    later_until(&season, async || sources(&season).await == (6, 0)).await;

    assert_eq!((provider.batches(), provider.written()), (1, (3, 3)));
}

async fn what_a_batch_brought_untrue_is_asked_for_once_more(backend: Backend) {
    let provider = provider();
    provider.writes(|params| {
        let second = params["messages"].as_array().is_some_and(|turns| turns.len() == 3);
        if second { TRUE } else { FALSE }.to_owned()
    });
    let season = season_with(backend, &provider, 2, ReviewPolicy::None).await;

    season.run().await;
    wait_until(async || provider.batches() == 1).await;
    later_until(&season, async || sources(&season).await == (2, 0)).await;

    assert_eq!(provider.written(), (2, 2));
}

async fn a_batch_whose_answer_was_lost_is_found_and_not_bought_again(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.next(Misbehaviour::DoneThenHangUp);
    let season = season_with(backend, &provider, 3, ReviewPolicy::None).await;

    season.run().await;
    wait_until(async || provider.batches() == 1).await;
    later_until(&season, async || sources(&season).await == (3, 0)).await;

    assert_eq!((provider.batches(), provider.written()), (1, (0, 3)));
}

async fn a_batch_that_never_arrived_is_bought_once_it_is_certain(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.next(Misbehaviour::HangUp);
    let season = season_with(backend, &provider, 3, ReviewPolicy::None).await;

    season.run().await;
    wait_until(async || provider.captured().len() == 1).await;
    assert_eq!(provider.batches(), 0);
    later_until(&season, async || provider.batches() == 1).await;
    later_until(&season, async || sources(&season).await == (3, 0)).await;

    assert_eq!(provider.written(), (0, 3));
}

/// A week whose batch is out with a provider that keeps it until it is told to finish.
pub(super) async fn held_out(backend: Backend, members: u32) -> (ClaudeServer, Season) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.hold();
    let season = season_with(backend, &provider, members, ReviewPolicy::None).await;
    season.run().await;
    out(&season).await;
    (provider, season)
}

/// Waits until the week's batch is known to be the provider's.
pub(super) async fn out(season: &Season) {
    wait_until(async || {
        let rows =
            store::narrative_batches::to_look_at(season.app.env.db.read(), season.app.env.now())
                .await;
        rows.unwrap().iter().any(|row| row.provider_id.is_some())
    })
    .await;
}

async fn a_key_that_is_refused_for_a_while_does_not_throw_a_batch_away(backend: Backend) {
    let (provider, season) = held_out(backend, 3).await;

    for refusal in [(401, "authentication_error"), (403, "permission_error"), (400, "api_error")] {
        let asked = provider.captured().len();
        provider.next(Misbehaviour::Status(refusal.0, refusal.1, None));
        later_until(&season, async || provider.captured().len() > asked).await;
    }
    let open = open_batches(&season).await;
    provider.finish(|_| Fate::Written);
    later_until(&season, async || sources(&season).await == (3, 0)).await;

    assert_eq!(open, 1);
    assert_eq!((provider.batches(), provider.written()), (1, (0, 3)));
}

async fn a_batch_that_was_deleted_is_asked_for_alone(backend: Backend) {
    let (provider, season) = held_out(backend, 3).await;

    provider.next(Misbehaviour::Status(404, "not_found_error", None));
    later_until(&season, async || sources(&season).await == (3, 0)).await;

    assert_eq!(provider.written(), (3, 0));
}

async fn a_batch_that_nobody_looked_at_for_a_day_keeps_what_it_asks(backend: Backend) {
    let (provider, season) = held_out(backend, 3).await;

    season.app.clock.advance(Duration::hours(27));
    let swept = service::ledger::sweep(&season.app.env).await.unwrap();
    provider.finish(|_| Fate::Written);
    later_until(&season, async || sources(&season).await == (3, 0)).await;

    assert_eq!((swept.leases, swept.computations), (0, 0));
    assert_eq!((provider.batches(), provider.written()), (1, (0, 3)));
}

async fn a_node_that_starts_anew_reads_the_batch_of_the_one_before(backend: Backend) {
    let (provider, mut season) = held_out(backend, 4).await;

    season.app.restart().await;
    // Longer than a lease lasts: what the batch holds stays held.
    season.app.clock.advance(Duration::minutes(5));
    service::ledger::sweep(&season.app.env).await.unwrap();
    provider.finish(|_| Fate::Written);
    later_until(&season, async || sources(&season).await == (4, 0)).await;

    assert_eq!((provider.batches(), provider.written()), (1, (0, 4)));
}

async fn a_revision_while_its_batch_is_out_gets_words_of_its_own(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    provider.hold();
    let season = season_with(backend, &provider, 2, ReviewPolicy::None).await;
    season.run().await;
    wait_until(async || provider.batches() == 1).await;

    season.monday_morning();
    season.falls_ill().await;
    wait_until(async || provider.written().0 == 1).await;
    provider.finish(|_| Fate::Written);
    later_until(&season, async || sources(&season).await == (2, 0)).await;

    assert_eq!((provider.batches(), provider.written()), (1, (1, 2)));
    let mine = season.my_plan("revision revisions { number narrative { source } }").await;
    assert_eq!(mine["revision"], 2);
}

async fn a_budget_for_half_of_a_run_is_not_exceeded(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    let season = season_with(backend, &provider, 6, ReviewPolicy::None).await;
    // A first week without Claude's words says what three of them will cost.
    season
        .settings(entity::gym::ActiveModel {
            narrative_enabled: sea_orm::Set(false),
            ..Default::default()
        })
        .await;
    season.run().await;
    let gym = store::gyms::find(season.app.env.db.read(), season.gym).await.unwrap().unwrap();
    let week = domain::calendar::Week::new(Season::monday()).unwrap();
    let model = jobs::narrator::claude::DEFAULT_MODEL;
    let told = service::narrate::cost::predict(&season.app.env, &gym, week, model).await.unwrap();
    assert_eq!(told.members, 6);

    season
        .settings(entity::gym::ActiveModel {
            narrative_enabled: sea_orm::Set(true),
            narrative_monthly_budget_usd: sea_orm::Set(Some(told.in_batches / 2.0)),
            ..Default::default()
        })
        .await;
    let next =
        "mutation { startWeeklyRun(input: { weekOf: \"2026-03-09\" }) { userErrors { message } } }";
    season.owner().data(next, json!({})).await;
    season.app.settle().await;
    wait_until(async || provider.batches() == 1).await;
    later_until(&season, async || provider.written().1 > 0 && open_batches(&season).await == 0)
        .await;
    season.app.narrated_all().await;

    let written = provider.written().1;
    assert!((1..=4).contains(&written), "{written} of 6");
}
