//! The provider asks for a pause, longer than a worker waits: the ledger waits it out.

use std::time::Duration;

use domain::vocab::{ComputationKind, ComputationStatus, ReviewPolicy};
use entity::computation;
use entity::instant::instant;
use jobs::narrator::claude::wire::{BatchRequest, Entry};
use tests::backend::{Backend, run};
use tests::claude::Misbehaviour;
use tests::hand::ledger_of;
use tests::on_both;
use tests::season::Season;

use super::{client, provider, request, season_with, told, wait_until};

mod both {
    use super::on_both;
    on_both! {
        a_message_waits_as_long_as_the_provider_asks
        a_batch_waits_as_long_as_the_provider_asks
    }
}

/// Far beyond the ledger's own wait after a first failure.
const ASKED: &str = "300";

/// Narratives that failed once and wait.
async fn waiting(season: &Season) -> Vec<computation::Model> {
    let mut rows = ledger_of(&season.app.env, season.gym).await;
    rows.retain(|row| {
        row.kind == ComputationKind::Narrative.as_str()
            && row.status == ComputationStatus::Queued.as_str()
            && row.attempts == 1
    });
    rows
}

fn seconds_to_wait(season: &Season, row: &computation::Model) -> i64 {
    (instant(row.due_at) - season.app.env.now()).num_seconds()
}

async fn a_message_waits_as_long_as_the_provider_asks(backend: Backend) {
    let (season, provider) = told(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    provider.next(Misbehaviour::Status(429, "rate_limit_error", Some(ASKED)));

    season.falls_ill().await;
    wait_until(async || !waiting(&season).await.is_empty()).await;

    let waits: Vec<i64> =
        waiting(&season).await.iter().map(|row| seconds_to_wait(&season, row)).collect();
    assert_eq!((waits, provider.written().0), (vec![300], 0));
}

async fn a_batch_waits_as_long_as_the_provider_asks(backend: Backend) {
    let provider = provider();
    provider.next(Misbehaviour::Status(429, "rate_limit_error", Some(ASKED)));
    let season = season_with(backend, &provider, 3, ReviewPolicy::None).await;

    season.run().await;
    wait_until(async || waiting(&season).await.len() == 3).await;

    for row in waiting(&season).await {
        assert_eq!(seconds_to_wait(&season, &row), 300);
    }
    assert_eq!(provider.batches(), 0);
}

#[test]
fn a_batch_that_is_one_too_many_lets_messages_pause_too() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        provider.next(Misbehaviour::Status(429, "rate_limit_error", Some("40")));
        let requests = vec![Entry { custom_id: "mc_1".into(), params: request("A week.") }];
        assert_eq!(claude.rests(), None);

        let refused = claude.create_batch(&BatchRequest { requests }).await;

        let wait = Duration::from_secs(40);
        assert_eq!(refused.err().unwrap().retry_after, Some(wait));
        assert!(claude.rests().is_some_and(|rest| rest > wait / 2), "{:?}", claude.rests());
    });
}
