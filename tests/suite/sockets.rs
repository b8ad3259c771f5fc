//! Sockets and event streams: how they end, how many there may be, and how an event stream goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use api::http::Limits;
use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, Trigger};
use serde_json::json;
use service::events::{self, NewEvent, Wakes};
use tests::backend::{self, Backend};
use tests::demo::{COACH, Demo, MEMBER, OWNER};
use tests::followers::{Followers, Transport};
use tests::node::audit;
use tests::subscriber::Subscriber;
use tokio_tungstenite::tungstenite;

const UPDATES: &str = "subscription { planUpdated { revision } }";

/// An event of some hundred kilobytes.
const WHOLE_PLANS: &str = "subscription { planUpdated { plan { a: sessions { ...S } b: sessions { ...S } c: sessions { ...S } \
    d: sessions { ...S } } } } fragment S on PlannedSession { blocks { prescriptions { trace { reason } } } }";

#[test]
fn a_login_whose_roles_are_taken_is_closed_with_4403_and_refused_when_it_comes_back() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        demo.run_week().await;
        let mut followers = Followers::start();
        let nodes = [demo.app.address().to_owned()];
        let start = events::cursor(demo.gym, 0);
        followers.follow("coach", Transport::Socket, &demo.app.token(COACH), &start, &nodes);
        followers.follow("owner", Transport::Socket, &demo.app.token(OWNER), &start, &nodes);
        let head = events::head(demo.app.env.db.read(), demo.gym).await.unwrap();
        followers.told([("coach", head), ("owner", head)]);

        let owner = demo.app.client(Some(OWNER));
        let removed = owner
            .data(
                "mutation($subject: String!) { setStaff(input: { subject: $subject, displayName: \"Coach\", roles: [] }) { userErrors { message } } }",
                json!({ "subject": COACH }),
            )
            .await;
        assert_eq!(removed["setStaff"]["userErrors"], json!([]));
        let revoked = events::head(demo.app.env.db.read(), demo.gym).await.unwrap();
        happen(&demo, 1, 200).await;

        let told = followers.told([("coach", revoked + 1), ("owner", revoked + 1)]);
        assert!(told["coach"].codes.contains(&4403), "{told:?}");
        assert_eq!(told["coach"].refused.as_deref(), Some("UNAUTHENTICATED"), "{told:?}");
        assert_eq!(told["owner"].seqs().last(), Some(&(revoked + 1)), "{told:?}");
        assert!(told["coach"].seqs().iter().all(|seq| *seq < revoked), "{told:?}");
        demo.app.stop().await;
    });
}

#[test]
fn a_server_that_stops_sends_new_sockets_away_and_answers_requests_until_the_old_ones_have_ended() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        let mut open = demo.app.subscriber(COACH).await;
        let (address, owner) = (demo.app.address().to_owned(), demo.app.client(Some(OWNER)));
        let url = format!("http://{address}/graphql");

        // The open one reads nothing until the others were there: the server waits for its close.
        let ((), (sent_away, answer, code)) = tokio::join!(demo.app.stop(), async {
            let knock = tests::client::http()
                .get(url)
                .header("connection", "upgrade")
                .header("upgrade", "websocket")
                .header("sec-websocket-version", "13")
                .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
            let sent_away = knock.send().await.unwrap().status();
            let answer = owner.data("{ viewer { roles } }", json!({})).await;
            (sent_away, answer, open.close_code().await)
        });

        assert_eq!(sent_away, 503);
        assert_eq!(answer["viewer"]["roles"], json!(["OWNER"]));
        assert_eq!(code, 1012);
    });
}

#[test]
fn a_client_that_reads_nothing_is_given_up_with_1013_and_others_are_told_meanwhile() {
    backend::run(async {
        let slow_reader = Duration::from_millis(500);
        let limits = Limits { slow_reader, connections_per_user: 1, ..Limits::default() };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        demo.run_week().await;
        let mut slow = demo.app.subscriber(OWNER).await;
        slow.subscribe("1", WHOLE_PLANS, json!({})).await;
        let mut other = demo.app.subscriber(COACH).await;
        other.subscribe("1", UPDATES, json!({})).await;
        assert!(other.is_quiet().await);

        let (address, token) = (demo.app.address(), demo.app.token(OWNER));
        let mut revision = 1_000;
        // Its login's only place is free again once the server has given up on it.
        while Subscriber::turned_away(address, &token).await.is_some() {
            happen(&demo, 1, revision).await;
            assert_eq!(other.next().await["planUpdated"]["revision"], revision);
            revision += 1;
        }
        // It reads again before the server has given up on its reading the reason.
        assert_eq!(slow.end().await, Some(1013));
        demo.app.stop().await;
    });
}

#[test]
fn a_client_that_is_gone_without_a_word_loses_its_place_and_a_quiet_one_keeps_it() {
    backend::run(async {
        let keep_alive = Duration::from_secs(1);
        let limits = Limits { keep_alive, connections_per_user: 1, ..Limits::default() };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        demo.run_week().await;
        let mut quiet = demo.app.subscriber(COACH).await;
        quiet.subscribe("1", UPDATES, json!({})).await;
        // What reads nothing answers nothing.
        let _gone = demo.app.subscriber(OWNER).await;
        let (address, token) = (demo.app.address(), demo.app.token(OWNER));
        assert_eq!(Subscriber::turned_away(address, &token).await, Some(1013));

        // Far longer than three signs of life take, and shorter than three would by default.
        tokio::time::timeout(Duration::from_secs(30), async {
            while Subscriber::turned_away(address, &token).await.is_some() {
                assert!(quiet.is_quiet().await);
            }
        })
        .await
        .expect("the place is free again");

        happen(&demo, 1, 1_000).await;
        assert_eq!(quiet.next().await["planUpdated"]["revision"], 1_000);
        demo.app.stop().await;
    });
}

#[test]
fn one_address_may_hold_only_so_many_connections_whoever_opens_them() {
    backend::run(async {
        let limits = Limits { connections_per_address: 2, ..Limits::default() };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        let owner = demo.app.subscriber(OWNER).await;
        let _member = demo.app.subscriber(MEMBER).await;

        let handshake = async || {
            let url = format!("ws://{}/graphql", demo.app.address());
            match tokio_tungstenite::connect_async(url).await {
                Ok(_) => None,
                Err(tungstenite::Error::Http(answer)) => Some(answer.status().as_u16()),
                Err(fault) => panic!("{fault}"),
            }
        };
        assert_eq!(handshake().await, Some(429));
        let stream = tests::client::http()
            .post(format!("http://{}/graphql", demo.app.address()))
            .header("accept", "text/event-stream")
            .bearer_auth(demo.app.token(COACH))
            .json(&json!({ "query": UPDATES }));
        assert_eq!(stream.send().await.unwrap().status(), 429);
        drop(owner);
        // Once the server has seen that it is gone.
        while handshake().await.is_some() {
            tokio::task::yield_now().await;
        }
        demo.app.stop().await;
    });
}

#[test]
fn a_reader_that_stands_still_neither_blocks_others_nor_is_dropped_without_a_word() {
    backend::run(async {
        let limits = Limits {
            slow_reader: Duration::from_millis(500),
            connections_per_user: 1_000,
            connections_per_address: 1_000,
            ..Limits::default()
        };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        demo.run_week().await;
        let socket = format!("ws://{}/graphql", demo.app.address());
        let token = demo.app.token(OWNER);
        let demo = Arc::new(demo);
        let flooded = flood(demo.clone());

        let audit = tokio::task::spawn_blocking(move || {
            let flood = ["--http", &flooded, "--flood", "-", "--flood-sub", WHOLE_PLANS];
            let list = [[socket.as_str(), "--token", &token].as_slice(), &flood].concat();
            audit("audits/audit-ws.mjs", &list)
        });
        let rows = audit.await.unwrap();

        let row = rows.iter().find(|row| row.id == "slow-consumer").expect("the row was asked");
        assert_eq!(row.ok, Some(true), "{row:?}");
        let note = row.note.as_deref().unwrap_or_default();
        assert!(note.contains("close=1013") && !note.contains("healthy got 0"), "{note}");
    });
}

/// Where each POST makes two events happen.
fn flood(demo: Arc<Demo>) -> String {
    let revision = Arc::new(AtomicI32::new(1_000));
    let server = HttpServer::new(move || {
        let (demo, revision) = (demo.clone(), revision.clone());
        App::new().default_service(web::to(move || {
            let (demo, first) = (demo.clone(), revision.fetch_add(2, Ordering::Relaxed));
            async move {
                happen(&demo, 2, first).await;
                // The reader has to stand still for longer than it is waited for.
                tokio::time::sleep(Duration::from_millis(100)).await;
                HttpResponse::Ok().finish()
            }
        }))
    });
    let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    actix_web::rt::spawn(server.run());
    format!("http://{address}/")
}

#[test]
fn one_login_may_hold_only_so_many_connections() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        let token = demo.app.token(MEMBER);
        let mut held = Vec::new();
        for _ in 0..Limits::default().connections_per_user {
            held.push(Subscriber::connect(demo.app.address(), &token).await);
        }

        let turned_away = Subscriber::turned_away(demo.app.address(), &token).await;
        assert_eq!(turned_away, Some(1013));
        drop(held);
        let mut coach = demo.app.subscriber(COACH).await;
        assert!(coach.is_quiet().await);
        demo.app.stop().await;
    });
}

#[test]
fn who_says_nothing_between_two_events_hears_of_them_as_soon_as_who_answers_each() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        demo.run_week().await;
        let mut coach = demo.app.subscriber(COACH).await;
        coach.subscribe("1", UPDATES, json!({})).await;
        assert!(coach.is_quiet().await);

        // What is sent acknowledges what was received; a system that has nothing to send does so 40 ms later.
        let mut waits = [Vec::new(), Vec::new()];
        for revision in 100..130 {
            let answers = revision % 2 == 0;
            for number in [0, 1] {
                let wakes = written(&demo, 1, 2 * revision + number).await;
                let begun = Instant::now();
                demo.app.relay().wake(&wakes).await;
                assert_eq!(coach.next().await["planUpdated"]["revision"], 2 * revision + number);
                waits[usize::from(answers)].push(begun.elapsed());
                if answers {
                    coach.send(&json!({ "type": "pong" })).await;
                }
            }
        }

        let [silent, answering] = waits.map(|mut waits| {
            waits.sort();
            waits[waits.len() * 3 / 4]
        });
        assert!(silent < 3 * answering, "{silent:?}, and who answers {answering:?}");
        demo.app.stop().await;
    });
}

async fn happen(demo: &Demo, count: i32, first: i32) {
    demo.app.relay().wake(&written(demo, count, first).await).await;
}

async fn written(demo: &Demo, count: i32, first: i32) -> Wakes {
    let member = demo.members[0];
    let plan = PlanId::from_uuid(demo.plan(member).await.id);
    let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
    let news = (first..first + count)
        .map(|revision| NewEvent { plan, member, revision, kind, trigger })
        .collect();
    let txn = demo.app.env.db.write().await.unwrap();
    let wake = events::append(&txn, demo.gym, news, demo.app.env.now()).await.unwrap().unwrap();
    txn.commit().await.unwrap();
    Wakes { events: vec![wake], work: false }
}
