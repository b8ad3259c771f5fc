//! One call: sent, and sent again where that may help and can't do harm.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, Response, StatusCode};
use serde::de::DeserializeOwned;

use super::wire::ErrorBody;
use super::{Claude, Fault, FaultKind, backoff};

/// The provider's name of a request.
const REQUEST_ID: &str = "request-id";
/// Overloaded: not among the registered codes.
const OVERLOADED: u16 = 529;
/// Longest answer that is read, in bytes: a page of batches is the longest of them.
const LONGEST_ANSWER: usize = 4 << 20;
/// How long an error may take to explain itself: its status says the most. House choice.
const EXPLANATION: Duration = Duration::from_secs(10);

/// When a call may be sent again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Always: at worst, a message is asked for twice.
    Always,
    /// Only where the provider said that it did nothing: a batch is not to be bought twice.
    WhereRefused,
}

/// A call of the API.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Bytes>,
    /// For the answer to begin.
    pub(super) timeout: Duration,
    pub(super) repeat: Repeat,
}

impl Claude {
    /// Calls, and reads the answer.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Fault> {
        self.tried(call, async |response| read(response).await).await
    }

    /// Calls; the answer is still to be read.
    pub(super) async fn open(&self, call: &Call) -> Result<Response, Fault> {
        self.tried(call, async |response| Ok(response)).await
    }

    /// Calls until an answer is read, or no further try is worth while.
    async fn tried<T>(
        &self,
        call: &Call,
        read: impl AsyncFn(Response) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let patience = &self.settings.patience;
        let mut tries = 1;
        loop {
            self.breaker.pass().map_err(Fault::resting)?;
            let fault = match self.once(call, &read).await {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            let harmless = call.repeat == Repeat::Always || !fault.maybe_done;
            let pause = backoff::pause(patience.first_pause, tries, (self.dice)());
            let pause = pause.max(fault.retry_after.unwrap_or_default());
            let worth = fault.kind == FaultKind::Transient && pause <= patience.longest_pause;
            tracing::info!(
                request.id = fault.request_id.as_deref(),
                path = %call.path, tries, error = %fault, "a call of Claude failed"
            );
            if !(harmless && worth) || tries >= patience.tries {
                return Err(fault);
            }
            tokio::time::sleep(pause).await;
            tries += 1;
        }
    }

    async fn once<T>(
        &self,
        call: &Call,
        read: &impl AsyncFn(Response) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let answered = match tokio::time::timeout(call.timeout, self.sent(call)).await {
            Ok(Ok(response)) => self.judged(call, response).await,
            Ok(Err(fault)) => {
                self.breaker.failed();
                return Err(fault);
            }
            Err(_) => {
                self.breaker.failed();
                return Err(Fault::unanswered("Claude did not answer in time"));
            }
        };
        let response = answered?;
        match tokio::time::timeout(call.timeout, read(response)).await {
            Ok(Ok(answer)) => {
                self.breaker.answered();
                Ok(answer)
            }
            Ok(Err(fault)) => {
                self.breaker.failed();
                Err(fault)
            }
            Err(_) => {
                self.breaker.failed();
                Err(Fault::unanswered("Claude's answer did not arrive in time"))
            }
        }
    }

    async fn sent(&self, call: &Call) -> Result<Response, Fault> {
        let url = format!("{}{}", self.settings.base_url, call.path);
        let mut request = self.http.request(call.method.clone(), url).query(&call.query);
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        request.send().await.map_err(|error| {
            if error.is_connect() {
                Fault::transient("Claude could not be reached")
            } else {
                Fault::unanswered("the connection to Claude broke")
            }
        })
    }

    /// The answer, where it is a good one.
    async fn judged(&self, call: &Call, response: Response) -> Result<Response, Fault> {
        let status = response.status();
        let request_id = header(response.headers(), REQUEST_ID);
        if status.is_success() {
            tracing::debug!(request.id = request_id, path = %call.path, "Claude answered");
            return Ok(response);
        }
        let retry_after = backoff::asked(response.headers());
        // Its kind is told; its words may repeat the prompt.
        let explained = read::<ErrorBody>(response);
        let explained = tokio::time::timeout(call.timeout.min(EXPLANATION), explained).await;
        let body = explained.ok().and_then(Result::ok);
        let mut fault = refused(status, body.as_ref());
        fault.status = Some(status.as_u16());
        fault.retry_after = retry_after;
        match (fault.kind, status) {
            (FaultKind::Transient, StatusCode::TOO_MANY_REQUESTS) => {
                // The provider is well and we are too many: all nodes wait.
                self.breaker.answered();
                self.limits.pause(retry_after.unwrap_or(self.settings.patience.first_pause)).await;
            }
            (FaultKind::Transient, _) => self.breaker.failed(),
            _ => self.breaker.answered(),
        }
        let fault = fault.of_request(request_id);
        Err(match body {
            Some(body) => fault.with_detail(body.error.message),
            None => fault,
        })
    }
}

/// What a refusal means.
fn refused(status: StatusCode, body: Option<&ErrorBody>) -> Fault {
    let kind = body.map_or("no error it explained", |body| known(&body.error.kind));
    let code = status.as_u16();
    let passes = matches!(code, 408 | 409 | 429 | OVERLOADED) || status.is_server_error();
    if !passes {
        return Fault::hopeless(format!("Claude refused the request: {kind} ({code})"));
    }
    let what = format!("Claude could not answer now: {kind} ({code})");
    // A gateway that gave up may have handed the request on.
    let done = status.is_server_error() && !matches!(code, 503 | OVERLOADED);
    if done { Fault::unanswered(&what) } else { Fault::transient(what) }
}

/// The kind of an error, where it is one of the documented: a gateway may write anything there.
fn known(kind: &str) -> &'static str {
    const KINDS: [&str; 11] = [
        "invalid_request_error",
        "authentication_error",
        "billing_error",
        "permission_error",
        "not_found_error",
        "request_too_large",
        "rate_limit_error",
        "timeout_error",
        "api_error",
        "overloaded_error",
        "conflict_error",
    ];
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("an unknown kind of error")
}

/// A whole answer as what it should be.
async fn read<T: DeserializeOwned>(mut response: Response) -> Result<T, Fault> {
    let request_id = header(response.headers(), REQUEST_ID);
    let broken = |what: &str| Fault::unanswered(what).of_request(request_id.clone());
    let mut body = Vec::new();
    while let Some(piece) =
        response.chunk().await.map_err(|_| broken("Claude's answer broke off"))?
    {
        if body.len() + piece.len() > LONGEST_ANSWER {
            return Err(broken("Claude's answer is longer than any that was asked for"));
        }
        body.extend_from_slice(&piece);
    }
    serde_json::from_slice(&body).map_err(|_| broken("Claude's answer is not what it should be"))
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
