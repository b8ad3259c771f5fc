//! The transports against audits that know nothing of this program: the letter of their specifications, and
//! what an attacker would try.

use api::config::DEVELOPMENT_SECRET;
use domain::ids::GymId;
use serde_json::json;
use tests::backend::{self, Backend};
use tests::client::Client;
use tests::demo::OWNER;
use tests::node::{Row, audit, failures};
use tests::program::Program;
use tests::serving::Serving;

/// A secret of an installation's own, which then shows as much as in production.
const SECRET: &str = "a secret that only this installation knows";

/// Audits that the package `graphql-http` has.
const OVER_HTTP: usize = 61;

/// A served demo gym, and what the audits need to know of it.
struct Audited {
    serving: Serving,
    address: String,
    secret: &'static str,
    token: String,
    /// A subscription that tells something at once and goes on.
    endless: String,
    /// One that ends.
    finite: String,
    _backend: Backend,
}

#[test]
fn a_development_server_passes_every_audit() {
    backend::run(async {
        let audited = Audited::start(DEVELOPMENT_SECRET).await;
        let (rows, introspection) = audited.http();
        assert_eq!(failures(&rows), Vec::<String>::new());
        assert!(introspection);
        assert_eq!(audited.sse(), Vec::<String>::new());
        assert_eq!(audited.ws(), Vec::<String>::new());
    });
}

#[test]
fn a_production_server_passes_every_audit_and_shows_no_schema() {
    backend::run(async {
        let audited = Audited::start(SECRET).await;
        let (rows, introspection) = audited.http();
        assert_eq!(failures(&rows), Vec::<String>::new());
        assert!(!introspection);
        let owner = Client::new(&audited.address, Some(audited.token.clone()));
        let told = owner.data("{ __type(name: \"Member\") { name } }", json!({})).await;
        assert_eq!(told, json!({ "__type": null }));
        assert_eq!(audited.sse(), Vec::<String>::new());
        assert_eq!(audited.ws(), Vec::<String>::new());
    });
}

impl Audited {
    async fn start(secret: &'static str) -> Self {
        let backend = Backend::sqlite();
        let mut program = Program::new(&backend).with("LISTEN", "127.0.0.1:0");
        if secret != DEVELOPMENT_SECRET {
            program = program.with("AUTH_HS256_SECRET", secret).with("EXPLORER", "off");
        }
        let mut serving = Serving::start(&program, &["demo", "--members", "2"]);
        let line = serving.line("GraphQL");
        let (_, rest) = line.split_once("http://").unwrap();
        let address = rest.trim_end_matches("/graphql").to_owned();
        let token = program.succeed(&["token", "--as", "owner"]).trim().to_owned();
        let owner = Client::new(&address, Some(token.clone()));
        let data = owner.data("{ gym { id } weeklyRuns { nodes { id } } }", json!({})).await;
        let gym: GymId = data["gym"]["id"].as_str().unwrap().parse().unwrap();
        let (start, run) = (service::events::cursor(gym, 0), &data["weeklyRuns"]["nodes"][0]["id"]);
        let endless = format!("subscription {{ planUpdated(after: \"{start}\") {{ cursor }} }}");
        let finite = format!("subscription {{ weeklyRunProgress(runId: {run}) {{ status }} }}");
        Self { serving, address, secret, token, endless, finite, _backend: backend }
    }

    /// What is found over HTTP, and whether the schema is shown.
    fn http(&self) -> (Vec<Row>, bool) {
        let url = format!("http://{}/graphql", self.address);
        let list = [url.as_str(), "--token", &self.token, "--field", "eventCursor", "--crash"];
        let rows = audit("audits/audit-http.mjs", &list);
        let conforming = rows.iter().filter(|row| row.title.starts_with(&row.level)).count();
        assert_eq!(conforming, OVER_HTTP);
        let hidden = rows.iter().any(|row| row.id == "introspection" && row.ok == Some(true));
        (rows, !hidden)
    }

    fn sse(&self) -> Vec<String> {
        let url = format!("http://{}/graphql", self.address);
        let list = [
            url.as_str(),
            "--token",
            &self.token,
            "--finite",
            &self.finite,
            "--sub",
            &self.endless,
        ];
        failures(&audit("audits/audit-sse.mjs", &list))
    }

    /// The last one: it stops the server.
    fn ws(&self) -> Vec<String> {
        let url = format!("ws://{}/graphql", self.address);
        let claims = json!({ "sub": OWNER, "aud": "microcycle", "iss": "microcycle" }).to_string();
        let two = self.endless.replacen("{ planUpdated", "{ a: planUpdated", 1);
        let two = two.replacen("} }", "} b: planUpdated { cursor } }", 1);
        let pid = self.serving.id().to_string();
        let list = [
            url.as_str(),
            "--secret",
            self.secret,
            "--claims",
            &claims,
            "--finite",
            &self.finite,
            "--sub",
            &self.endless,
            "--two-roots",
            &two,
            "--pid",
            &pid,
        ];
        failures(&audit("audits/audit-ws.mjs", &list))
    }
}
