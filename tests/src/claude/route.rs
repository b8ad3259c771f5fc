//! From a request to what answers it; headers are checked here.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::misbehaviour::broken;
use super::refusal::Refusal;
use super::world::{Captured, World};
use super::{KEY, Misbehaviour, batches, messages};

/// The largest body of a message, in bytes.
const LARGEST_MESSAGE: usize = 32 * 1024 * 1024;

/// What an endpoint answers.
pub(super) enum Answer {
    Json(Value),
    Lines(Vec<Value>),
}

pub(super) async fn handle(request: HttpRequest, body: Bytes, world: Data<World>) -> HttpResponse {
    let request_id = world.with(|state| {
        state.requests += 1;
        format!("req_{:024}", state.requests)
    });
    let header = |name: &str| request.headers().get(name)?.to_str().ok().map(str::to_owned);
    let what = format!("{} {}", request.method(), request.path());
    let json: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let misbehaviour = world.with(|state| {
        // A large one is kept once, by its batch.
        let large = json["requests"].as_array().is_some_and(|requests| requests.len() > 100);
        let json = if large { Value::Null } else { json.clone() };
        let captured = Captured { what, body: json, version: header("anthropic-version") };
        state.captured.push(captured);
        state.misbehaviours.pop_front()
    });
    if let Some(misbehaviour) = &misbehaviour
        && let Some(answer) = misbehaviour.answer(&request_id).await
    {
        return answer;
    }
    at_once(&world, &request).await;
    let largest_batch = world.with(|state| state.largest_batch);
    let checked = headers(&request, &body, largest_batch);
    let answer = checked.and_then(|()| answer(&request, &json, &world, misbehaviour.as_ref()));
    match (answer, misbehaviour) {
        (Err(refusal), _) => refusal.response(&request_id, None),
        (Ok(_), Some(Misbehaviour::DoneThenHangUp)) => broken("{\"id\":\"msg"),
        (Ok(Answer::Json(json)), _) => {
            HttpResponse::Ok().insert_header(("request-id", request_id)).json(json)
        }
        (Ok(Answer::Lines(lines)), _) => lined(&lines, &request_id),
    }
}

/// Writing takes a while, in which others may ask.
async fn at_once(world: &World, request: &HttpRequest) {
    if request.path() != "/v1/messages" {
        return;
    }
    world.with(|state| {
        state.at_once += 1;
        state.most_at_once = state.most_at_once.max(state.at_once);
    });
    for _ in 0..100 {
        actix_web::rt::task::yield_now().await;
    }
    world.with(|state| state.at_once -= 1);
}

/// One piece for each line and a half, so that a reader must put lines together.
fn lined(lines: &[Value], request_id: &str) -> HttpResponse {
    let text = lines.iter().fold(String::new(), |text, line| text + &line.to_string() + "\n");
    let size = lines.first().map_or(1, |line| line.to_string().len() * 3 / 2).max(1);
    let pieces: Vec<Result<Bytes, std::io::Error>> =
        text.as_bytes().chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    HttpResponse::Ok()
        .insert_header(("request-id", request_id))
        .content_type("application/x-jsonl")
        .streaming(futures_util::stream::iter(pieces))
}

fn headers(request: &HttpRequest, body: &Bytes, largest_batch: usize) -> Result<(), Refusal> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let unknown = |message: &str| Refusal {
        code: 401,
        kind: "authentication_error",
        message: message.to_owned(),
    };
    // The official SDK sends its key as a bearer's.
    let bearer = || header("authorization").and_then(|text| text.strip_prefix("Bearer "));
    match header("x-api-key").or_else(bearer) {
        None => return Err(unknown("x-api-key header is required")),
        Some(key) if key != KEY => return Err(unknown("invalid x-api-key")),
        Some(_) => {}
    }
    match header("anthropic-version") {
        None => return Err(Refusal::invalid("anthropic-version: header is required")),
        Some("2023-06-01" | "2026-10-21") => {}
        Some(other) => {
            let message = format!("anthropic-version: {other:?} is not a valid version");
            return Err(Refusal::invalid(message));
        }
    }
    let typed = header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if !body.is_empty() && !typed {
        return Err(Refusal::invalid("content-type: must be application/json"));
    }
    let batch = request.path() == "/v1/messages/batches";
    let largest = if batch { largest_batch } else { LARGEST_MESSAGE };
    if body.len() > largest {
        let message = "Request exceeds the maximum allowed number of bytes".to_owned();
        return Err(Refusal { code: 413, kind: "request_too_large", message });
    }
    Ok(())
}

fn answer(
    request: &HttpRequest,
    body: &Value,
    world: &World,
    misbehaviour: Option<&Misbehaviour>,
) -> Result<Answer, Refusal> {
    let path: Vec<&str> = request.path().trim_matches('/').split('/').collect();
    match (request.method().as_str(), path.as_slice()) {
        ("POST", ["v1", "messages"]) => messages::create(world, body, misbehaviour),
        ("POST", ["v1", "messages", "batches"]) => batches::create(world, body),
        ("GET", ["v1", "messages", "batches"]) => batches::list(world, request.query_string()),
        ("GET", ["v1", "messages", "batches", id]) => batches::retrieve(world, id),
        ("DELETE", ["v1", "messages", "batches", id]) => batches::delete(world, id),
        ("POST", ["v1", "messages", "batches", id, "cancel"]) => batches::cancel(world, id),
        ("GET", ["v1", "messages", "batches", id, "results"]) => batches::results(world, id),
        (method, _) => Err(Refusal::not_found(&format!("{method} {}", request.path()))),
    }
}
