//! `POST /v1/messages`, and the writing of answers.

use serde_json::{Value, json};

use super::Misbehaviour;
use super::check::{self, Params};
use super::refusal::Refusal;
use super::route::Answer;
use super::world::{State, World};

/// Shorter prompts are not kept, in tokens.
const SHORTEST_KEPT: usize = 1024;
/// Bytes of a token, about.
const BYTES_PER_TOKEN: usize = 4;

pub(super) fn create(
    world: &World,
    body: &Value,
    misbehaviour: Option<&Misbehaviour>,
) -> Result<Answer, Refusal> {
    let params = check::params(body)?;
    let message = world.with(|state| {
        state.written_alone += 1;
        message(state, &params, body, misbehaviour, "standard")
    });
    Ok(Answer::Json(message))
}

/// The answer to checked parameters.
pub(super) fn message(
    state: &mut State,
    params: &Params,
    body: &Value,
    misbehaviour: Option<&Misbehaviour>,
    tier: &str,
) -> Value {
    let stop_reason = misbehaviour.and_then(Misbehaviour::stop_reason).unwrap_or("end_turn");
    let said = misbehaviour.and_then(Misbehaviour::text);
    let mut text = said.unwrap_or_else(|| (state.writer)(body));
    match stop_reason {
        "max_tokens" | "model_context_window_exceeded" => {
            text = text.chars().take(text.chars().count() / 2).collect();
        }
        "refusal" => text.clear(),
        _ => {}
    }
    let stop_details = match stop_reason {
        "refusal" => json!({ "type": "refusal", "category": null, "explanation": null }),
        _ => Value::Null,
    };
    let content = match text.as_str() {
        "" => json!([]),
        text => json!([{ "type": "text", "text": text, "citations": null }]),
    };
    json!({
        "id": format!("msg_{:024}", state.written_alone + state.written_in_batches),
        "type": "message",
        "role": "assistant",
        "model": params.model,
        "container": null,
        "content": content,
        "diagnostics": null,
        "stop_reason": stop_reason,
        "stop_sequence": null,
        "stop_details": stop_details,
        "usage": usage(state, params, &text, tier),
    })
}

fn usage(state: &mut State, params: &Params, text: &str, tier: &str) -> Value {
    let words: usize = params.messages.iter().map(|turn| turn.content.words().len()).sum();
    let mut input = words / BYTES_PER_TOKEN + 1;
    let (mut written, mut read) = (0, 0);
    if let Some(system) = &params.system {
        let tokens = system.words().len() / BYTES_PER_TOKEN + 1;
        if !system.marked() || tokens < SHORTEST_KEPT {
            input += tokens;
        } else if state.kept.insert(format!("{} {}", params.model, system.words())) {
            written = tokens;
        } else {
            read = tokens;
        }
    }
    json!({
        "input_tokens": input,
        "output_tokens": text.len() / BYTES_PER_TOKEN + 1,
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": read,
        "cache_creation": { "ephemeral_5m_input_tokens": written, "ephemeral_1h_input_tokens": 0 },
        "inference_geo": null,
        "output_tokens_details": null,
        "server_tool_use": null,
        "service_tier": tier,
        "speed": null,
    })
}
