//! A front end's view: GraphQL over HTTP.

use serde_json::{Value, json};

/// A client with one identity.
pub struct Client {
    url: String,
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
    http: reqwest::Client,
}

impl Client {
    /// A client of the server at `address`.
    pub fn new(address: &str, token: Option<String>) -> Self {
        Self { url: format!("http://{address}/graphql"), token, headers: Vec::new(), http: http() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The whole answer to an operation.
    pub async fn answer(&self, query: &str, variables: Value) -> Value {
        self.post(&json!({ "query": query, "variables": variables })).await
    }

    /// The whole answer to one operation of a document.
    pub async fn answer_to(&self, document: &str, name: &str, variables: Value) -> Value {
        self.post(&json!({ "query": document, "operationName": name, "variables": variables }))
            .await
    }

    /// The answer to a query as it came.
    pub async fn response(&self, query: &str) -> reqwest::Response {
        self.send(&json!({ "query": query })).await
    }

    /// The answer to a request with these parameters in its query string.
    pub async fn get(&self, parameters: &[(&str, &str)]) -> Value {
        let mut url = reqwest::Url::parse(&self.url).expect("a url");
        url.query_pairs_mut().extend_pairs(parameters);
        let answer = self.dressed(self.http.get(url)).send().await.expect("the server answers");
        answer.json().await.expect("the answer is JSON")
    }

    /// The answer to a request with this body.
    pub async fn post(&self, body: &Value) -> Value {
        self.send(body).await.json().await.expect("the answer is JSON")
    }

    /// The answer to a request with this body, as it came.
    pub async fn send(&self, body: &Value) -> reqwest::Response {
        let request = self.dressed(self.http.post(&self.url).json(body));
        request.send().await.expect("the server answers")
    }

    fn dressed(&self, mut request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    /// The data of an operation that must succeed.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}: {answer:#}");
        answer["data"].take()
    }

    /// The payload of a mutation: `fields` of it, and what can be corrected.
    pub async fn mutate(&self, mutation: &str, fields: &str, input: Value) -> Value {
        let kind = mutation[..1].to_uppercase() + &mutation[1..];
        let query = format!(
            "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {fields} \
             userErrors {{ field code message }} }} }}"
        );
        self.data(&query, json!({ "input": input })).await[mutation].take()
    }

    /// The same of a mutation that must succeed.
    pub async fn done(&self, mutation: &str, fields: &str, input: Value) -> Value {
        let payload = self.mutate(mutation, fields, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    /// The code of the first error of an operation.
    pub async fn error_code(&self, query: &str) -> Option<String> {
        let answer = self.answer(query, json!({})).await;
        answer["errors"][0]["extensions"]["code"].as_str().map(str::to_owned)
    }
}

/// A bare client of HTTP, for what is no operation of GraphQL.
#[expect(clippy::disallowed_methods, reason = "the runner ends a test that waits for too long")]
pub fn http() -> reqwest::Client {
    reqwest::Client::new()
}
