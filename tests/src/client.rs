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
        Self {
            url: format!("http://{address}/graphql"),
            token,
            headers: Vec::new(),
            http: reqwest::Client::new(),
        }
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

    async fn post(&self, body: &Value) -> Value {
        let mut request = self.http.post(&self.url).json(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = request.send().await.expect("the server answers");
        response.json().await.expect("the answer is JSON")
    }

    /// The data of an operation that must succeed.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}: {answer:#}");
        answer["data"].take()
    }

    /// The code of the first error of an operation.
    pub async fn error_code(&self, query: &str) -> Option<String> {
        let answer = self.answer(query, json!({})).await;
        answer["errors"][0]["extensions"]["code"].as_str().map(str::to_owned)
    }
}
