//! What all nodes together may ask of the provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use jobs::narrator::claude::limits::Limits;
use jobs::narrator::claude::{Ceilings, Claude, Settings};
use tests::backend::{Backend, run};
use tests::claude::{ClaudeServer, Misbehaviour};

use super::{client, provider, request, settings};

#[test]
fn twenty_messages_at_once_are_all_answered_a_few_at_a_time() {
    run(async {
        let provider = provider();
        let claude = client(&provider);

        let request = request("A week.");
        let answers = join_all((0..20).map(|_| claude.message(&request))).await;

        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(provider.written().0, 20);
        assert!(provider.most_at_once() <= 8, "{} at once", provider.most_at_once());
    });
}

/// One of several nodes that share a Redis.
async fn node(number: u64, backend: &Backend, provider: &ClaudeServer, most: Ceilings) -> Claude {
    let redis = redis::Client::open(backend.redis_url.clone().unwrap()).unwrap();
    let settings = Settings { ceilings: most, ..settings(provider.url()) };
    let limits = Limits::shared(most, redis.get_connection_manager().await.unwrap());
    let count = AtomicU64::new(number << 32);
    let dice = move || count.fetch_add(1, Ordering::Relaxed);
    Claude::new(settings, limits, Arc::new(dice)).unwrap()
}

#[test]
fn two_nodes_keep_one_ceiling_between_them() {
    run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let provider = provider();
        let most = Ceilings { at_once: 2, ..Ceilings::default() };
        let first = node(1, &backend, &provider, most).await;
        let second = node(2, &backend, &provider, most).await;
        // One is refused for a moment: the pause is everybody's.
        provider.next(Misbehaviour::Status(429, "rate_limit_error", Some("0.02")));

        let request = request("A week.");
        let asked = (0..12).map(|index| if index % 2 == 0 { &first } else { &second });
        let answers = join_all(asked.map(|node| node.message(&request))).await;

        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(provider.written().0, 12);
        assert!(provider.most_at_once() <= 2, "{} at once", provider.most_at_once());
    });
}

#[test]
fn two_nodes_send_one_rate_of_tokens_between_them() {
    run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let provider = provider();
        let most = Ceilings { at_once: 8, tokens_per_minute: 60_000 };
        let first = node(1, &backend, &provider, most).await;
        let second = node(2, &backend, &provider, most).await;
        // Four of them are a fifth more than a minute's; either node alone would send its two at once.
        let mut request = request(&"A week. ".repeat(8_500));
        request.system[0].cache_control = None;

        let began = Instant::now();
        let nodes = [&first, &second, &first, &second];
        let answers = join_all(nodes.map(|node| node.message(&request))).await;
        let took = began.elapsed();

        let used = answers.iter().map(|answer| answer.as_ref().unwrap().usage.limited_tokens());
        let beyond = used.sum::<u64>() - most.tokens_per_minute;
        let least = Duration::from_millis(beyond * 60_000 / most.tokens_per_minute);
        assert!(least > Duration::from_secs(5), "{beyond} tokens beyond a minute's");
        assert!(took >= least * 9 / 10, "{beyond} tokens more than a minute's within {took:?}");
    });
}
