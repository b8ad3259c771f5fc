//! Event streams as browsers read them: `EventSource` names the last event it has seen, and knows no variables.

use std::time::Duration;

use api::http::Limits;
use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, Trigger};
use service::events::{self, NewEvent, Wakes};
use tests::backend::{self, Backend};
use tests::client::http;
use tests::demo::{Demo, OWNER};

const UPDATES: &str = "subscription { planUpdated { revision } }";

#[test]
fn a_browser_that_comes_back_goes_on_after_the_last_event_it_names() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        demo.run_week().await;
        let mut stream = Stream::open(&demo, None).await;
        assert!(stream.until(":").await.starts_with(":\n\n"), "something is sent at once");
        happen(&demo, 101).await;
        let first = stream.until("data: ").await;
        drop(stream);
        happen(&demo, 102).await;
        happen(&demo, 103).await;

        let (_, id) = first.split_once("id: ").expect("the event has an id");
        let id = id.lines().next().unwrap();
        let mut stream = Stream::open(&demo, Some(id)).await;
        let rest = stream.until("103").await;

        assert!(first.contains("\"revision\":101"), "{first}");
        let revisions: Vec<&str> = rest.lines().filter(|line| line.starts_with("data: ")).collect();
        let data = |revision: i32| {
            format!("data: {{\"data\":{{\"planUpdated\":{{\"revision\":{revision}}}}}}}")
        };
        assert_eq!(revisions, [data(102), data(103)]);
        demo.app.stop().await;
    });
}

#[test]
fn a_quiet_stream_gives_signs_of_life() {
    backend::run(async {
        let keep_alive = Duration::from_millis(100);
        let limits = Limits { keep_alive, ..Limits::default() };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        let mut stream = Stream::open(&demo, None).await;

        // Far longer than three signs of life take, and shorter than three would by default.
        let three = stream.until(":\n\n:\n\n:\n\n");
        let signs = tokio::time::timeout(Duration::from_secs(30), three).await;

        let signs = signs.expect("three in time");
        assert!(signs.lines().all(|line| matches!(line, "" | ":")), "{signs:?}");
        demo.app.stop().await;
    });
}

/// One answer that goes on.
struct Stream(reqwest::Response, String);

impl Stream {
    async fn open(demo: &Demo, last: Option<&str>) -> Self {
        let url = reqwest::Url::parse_with_params(
            &format!("http://{}/graphql", demo.app.address()),
            [("query", UPDATES)],
        );
        let mut request = http()
            .get(url.unwrap())
            .bearer_auth(demo.app.token(OWNER))
            .header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        Self(response, String::new())
    }

    /// All that came, once it holds a word and ends with a whole event.
    async fn until(&mut self, word: &str) -> String {
        while !(self.1.contains(word) && self.1.ends_with("\n\n")) {
            let chunk = self.0.chunk().await.unwrap().expect("the stream goes on");
            self.1.push_str(std::str::from_utf8(&chunk).unwrap());
        }
        self.1.clone()
    }
}

async fn happen(demo: &Demo, revision: i32) {
    let member = demo.members[0];
    let plan = PlanId::from_uuid(demo.plan(member).await.id);
    let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
    let event = NewEvent { plan, member, revision, kind, trigger };
    let txn = demo.app.env.db.write().await.unwrap();
    let wake = events::append(&txn, demo.gym, vec![event], demo.app.env.now()).await;
    txn.commit().await.unwrap();
    let wakes = Wakes { events: wake.unwrap().into_iter().collect(), work: false };
    demo.app.relay().wake(&wakes).await;
}
