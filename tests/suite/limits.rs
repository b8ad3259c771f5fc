//! How often a caller may ask, from both sides of each limit.

use std::net::IpAddr;
use std::sync::Arc;

use api::limits::{Limiter, Principal, Rates};
use chrono::Duration;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::client::Client;
use tests::clock::StoppedClock;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        a_login_may_ask_so_often_and_is_told_when_again
        an_address_is_counted_whoever_asks_and_whatever_they_show
        a_key_is_counted_by_all_of_it
        operations_on_a_socket_count_too
        nodes_count_together_and_alone_without_redis
    }
}

const NOW: &str = "2026-03-02T09:00:00Z";
const VIEWER: &str = "{ viewer { roles } }";

async fn limited(backend: Backend, rates: Rates) -> App {
    let app = App::configured(backend, NOW, |settings| {
        settings.rates = rates;
        settings.trusted_proxies = 1;
    })
    .await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    app
}

async fn refused(client: &Client) -> bool {
    match client.error_code(VIEWER).await.as_deref() {
        None | Some("UNAUTHENTICATED") => false,
        Some("RATE_LIMITED") => true,
        Some(other) => panic!("{other}"),
    }
}

/// How many of so many requests in a row are answered.
async fn answered(client: &Client, asked: usize) -> usize {
    let mut answered = 0;
    for _ in 0..asked {
        answered += usize::from(!refused(client).await);
    }
    answered
}

async fn a_login_may_ask_so_often_and_is_told_when_again(backend: Backend) {
    let rates = Rates { login: Some("6/3".parse().unwrap()), ..Rates::default() };
    let app = limited(backend, rates).await;
    let owner = app.client(Some("demo-owner"));
    assert_eq!(answered(&owner, 3).await, 3);

    let response = owner.response(VIEWER).await;

    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "10");
    let body: Value = response.json().await.unwrap();
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(*extensions, json!({ "code": "RATE_LIMITED", "retryAfterSeconds": 10 }));
    assert_eq!(answered(&app.client(Some("demo-coach-1")), 4).await, 3, "each for themself");
    app.clock.advance(Duration::milliseconds(9_999));
    assert!(refused(&owner).await);
    app.clock.advance(Duration::milliseconds(1));
    assert_eq!(answered(&owner, 2).await, 1);
    app.clock.advance(Duration::minutes(5));
    assert_eq!(answered(&owner, 4).await, 3, "no more at once, however long the pause");
    app.stop().await;
}

async fn an_address_is_counted_whoever_asks_and_whatever_they_show(backend: Backend) {
    let rates = Rates { address: Some("4/4".parse().unwrap()), ..Rates::default() };
    let app = limited(backend, rates).await;
    let from = |client: Client, address: &str| client.header("x-forwarded-for", address);

    assert_eq!(answered(&from(app.client(Some("demo-owner")), "192.0.2.1"), 1).await, 1);
    assert_eq!(answered(&from(app.client_with("a.b.c"), "192.0.2.1"), 1).await, 1);
    assert_eq!(answered(&from(app.client_with("mc_nonsense"), "192.0.2.1"), 1).await, 1);
    assert_eq!(answered(&from(app.client(None), "192.0.2.1"), 2).await, 1);
    // The caller's own word about where they are.
    assert!(refused(&from(app.client(None), "198.51.100.1, 192.0.2.1")).await);

    assert_eq!(answered(&from(app.client(None), "192.0.2.2"), 5).await, 4);
    app.stop().await;
}

async fn a_key_is_counted_by_all_of_it(backend: Backend) {
    let rates = Rates { key: Some("2/2".parse().unwrap()), ..Rates::default() };
    let app = limited(backend, rates).await;
    let create = "mutation { createIntegration(input: { name: \"Ring\", scopes: [READINESS_WRITE] }) { key } }";
    let made = app.client(Some("demo-owner")).data(create, json!({})).await;
    let key = made["createIntegration"]["key"].as_str().unwrap();
    let wrong = format!("{}{}", &key[..key.len() - 43], "A".repeat(43));

    assert_eq!(answered(&app.client_with(&wrong), 5).await, 2);

    assert_eq!(answered(&app.client_with(key), 3).await, 2, "a guess used nothing up");
    app.stop().await;
}

async fn operations_on_a_socket_count_too(backend: Backend) {
    let rates = Rates { login: Some("6/3".parse().unwrap()), ..Rates::default() };
    let app = limited(backend, rates).await;
    // Opening the socket shows no login yet.
    let mut socket = app.subscriber("demo-owner").await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, VIEWER, json!({})).await;
        assert_eq!(socket.rest().await.len(), 1);
    }

    socket.subscribe("4", VIEWER, json!({})).await;

    let errors = socket.errors().await;
    assert_eq!(errors[0]["extensions"], json!({ "code": "RATE_LIMITED", "retryAfterSeconds": 10 }));
    assert!(refused(&app.client(Some("demo-owner"))).await, "the same budget as over HTTP");
    app.stop().await;
}

async fn nodes_count_together_and_alone_without_redis(mut backend: Backend) {
    let clock = Arc::new(StoppedClock::at(NOW.parse().unwrap()));
    let rates = Rates { login: Some("60/10".parse().unwrap()), ..Rates::default() };
    let node = || Limiter::new(rates, clock.clone(), backend.redis_url.as_deref()).unwrap();
    let nodes = [node(), node()];
    let address: IpAddr = [192, 0, 2, 1].into();
    let asked = async |count: usize| {
        let mut admitted = 0;
        for number in 0..count {
            let login = Some(Principal::Login("ann"));
            admitted += usize::from(nodes[number % 2].admit(address, login).await.is_ok());
        }
        admitted
    };

    let together = asked(40).await;

    assert_eq!(together, if backend.redis_url.is_some() { 10 } else { 20 });
    if backend.redis_url.is_some() {
        backend.redis = None;
        assert_eq!(asked(40).await, 20, "each node has its own budget while Redis is away");
    }
}
