//! What all nodes together may ask of the provider.

use std::sync::Arc;

use futures_util::future::join_all;
use jobs::narrator::claude::Claude;
use jobs::narrator::claude::limits::Limits;
use tests::backend::{Backend, run};
use tests::claude::Misbehaviour;

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

#[test]
fn two_nodes_keep_one_ceiling_between_them() {
    run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let redis = backend.redis_url.clone().unwrap();
        let provider = provider();
        let node = async |number: u64| {
            let client = redis::Client::open(redis.clone()).unwrap();
            let mut settings = settings(provider.url());
            settings.ceilings.at_once = 2;
            let redis = client.get_connection_manager().await.unwrap();
            let limits = Limits::shared(settings.ceilings, redis);
            let count = std::sync::atomic::AtomicU64::new(number << 32);
            let dice = move || count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Claude::new(settings, limits, Arc::new(dice)).unwrap()
        };
        let (first, second) = (node(1).await, node(2).await);
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
