// The official SDK against the server at ANTHROPIC_BASE_URL, Messages and Batches: what it saw, as JSON.
import Anthropic from "@anthropic-ai/sdk";

const apiKey = process.env.ANTHROPIC_API_KEY;
const client = new Anthropic({ apiKey, authToken: null, maxRetries: 2 });
const params = {
  model: "claude-sonnet-5-5",
  max_tokens: 500,
  system: [{ type: "text", text: "Narrate. ".repeat(600), cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "A week." }],
  output_config: {
    format: {
      type: "json_schema",
      schema: {
        type: "object",
        properties: { focus: { type: "string" } },
        required: ["focus"],
        additionalProperties: false,
      },
    },
  },
};

const seen = {};
const first = await client.messages.create(params);
const second = await client.messages.create(params);
seen.text = first.content[0].text;
seen.stop_reason = first.stop_reason;
seen.cached = [first.usage.cache_creation_input_tokens > 0, second.usage.cache_read_input_tokens > 0];
seen.request_id = first._request_id.startsWith("req_");

// What is wrong is refused with the SDK's own classes of errors.
const refusal = async (call) => {
  try {
    await call();
    return "nothing";
  } catch (error) {
    return `${error.constructor.name} ${error.status} ${error.error?.error?.type}`;
  }
};
const changed = (change) => () => client.messages.create({ ...params, ...change });
const stranger = new Anthropic({ apiKey: "sk-ant-stranger", authToken: null, maxRetries: 0 });
seen.refused = {
  "no max_tokens": await refusal(changed({ max_tokens: undefined })),
  "unknown field": await refusal(changed({ patience: 3 })),
  "unknown model": await refusal(changed({ model: "claude-nobody" })),
  "prefill": await refusal(changed({ messages: [...params.messages, { role: "assistant", content: "{" }] })),
  "open schema": await refusal(changed({ output_config: { format: { type: "json_schema", schema: { type: "object" } } } })),
  "unknown key": await refusal(() => stranger.messages.create(params)),
  "no version": await refusal(() => client.messages.create(params, { headers: { "anthropic-version": null } })),
};

const requests = ["a", "b", "c", "d", "e"].map((custom_id) => ({ custom_id, params }));
requests[3] = { custom_id: "d", params: { ...params, max_tokens: 0 } };
seen.refused["bad name"] = await refusal(() =>
  client.messages.batches.create({ requests: [{ custom_id: "a b", params }] }));
seen.refused["name twice"] = await refusal(() =>
  client.messages.batches.create({ requests: [requests[0], requests[0]] }));
const batch = await client.messages.batches.create({ requests });
seen.created = [batch.processing_status, batch.request_counts.processing, batch.results_url];
console.log("created"); // the test lets the batch end
let now = batch;
while (now.processing_status !== "ended") now = await client.messages.batches.retrieve(batch.id);
seen.counts = now.request_counts;
seen.results = {};
for await (const line of await client.messages.batches.results(batch.id)) {
  const { type, message, error } = line.result;
  seen.results[line.custom_id] = message?.stop_reason ?? error?.error.type ?? type;
}
seen.order = Object.keys(seen.results).join("");

const other = await client.messages.batches.create({ requests: [requests[0]] });
seen.cancelling = (await client.messages.batches.cancel(other.id)).processing_status;
const all = [];
for await (const each of client.messages.batches.list({ limit: 1 })) all.push(each.id);
seen.listed = JSON.stringify(all) === JSON.stringify([other.id, batch.id]);
seen.deleted = (await client.messages.batches.delete(batch.id)).type;
console.log(JSON.stringify(seen));
