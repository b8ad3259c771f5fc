#!/usr/bin/env node
// Followers of planUpdated, as apps would write them: the clients graphql-ws and graphql-sse with nothing but their
// own ways to come back, and the cursor of the last event as `after`. A test drives them by lines of JSON:
//   {"follow": {"name", "transport": "ws" | "sse", "token", "after", "nodes": ["host:port", ...], "plan": fields of it, or none}}
//   {"pause": name} and {"resume": name}: the reader of a socket stops reading, and reads on
//   {"await": {name: number, ...}}: waits until each has that event, then prints what each was told
// `seqs` are the numbers of the events in the order they came, as [first, how many] for each run of successive ones.
import { createInterface } from 'node:readline';
import { createClient as overSse } from 'graphql-sse';
import { createClient as overWs } from 'graphql-ws';
import WebSocket from 'ws';

const query = (plan) => `subscription ($after: Cursor) { planUpdated(after: $after) { cursor kind revision ${plan ? `plan { ${plan} }` : ''} } }`;
const PATIENCE = +(process.env.PATIENCE_MS ?? 120000);
const followers = new Map();
const pause = () => new Promise((done) => setTimeout(done, 50 + Math.random() * 200));
const seqOf = (cursor) => Number(Buffer.from(cursor, 'base64url').readBigInt64BE(17));

class Follower {
  constructor({ name, transport, token, after, nodes, plan }) {
    Object.assign(this, { name, nodes, token, runs: [], last: 0, connects: 0, codes: [], refused: null, waiting: [] });
    this.payload = { query: query(plan), variables: { after } };
    const client = transport === 'ws' ? this.ws() : this.sse();
    client.subscribe(this.payload, {
      next: (result) => this.take(result),
      error: (error) => this.end(Array.isArray(error) ? error[0].extensions?.code : String(error.reason ?? error.message ?? error)),
      complete: () => this.end('complete'),
    });
  }

  /** Another node each time, as a balancer would choose. */
  node() { return this.nodes[this.connects++ % this.nodes.length]; }

  ws() {
    return overWs({
      url: () => `ws://${this.node()}/graphql`, webSocketImpl: WebSocket, retryAttempts: Infinity, retryWait: pause,
      connectionParams: () => ({ authorization: `Bearer ${this.token}` }),
      on: { connected: (socket) => { this.socket = socket; if (this.paused) this.pause(); }, closed: ({ code }) => this.codes.push(code) },
    });
  }

  sse() {
    return overSse({
      url: () => `http://${this.node()}/graphql`, retryAttempts: Infinity, retry: pause,
      headers: { authorization: `Bearer ${this.token}` },
    });
  }

  take({ data, errors }) {
    if (errors) return this.end(errors[0].extensions?.code);
    const { cursor } = data.planUpdated, seq = seqOf(cursor), run = this.runs.at(-1);
    if (run && run[0] + run[1] === seq) run[1] += 1; else this.runs.push([seq, 1]);
    this.payload.variables.after = cursor;
    this.last = seq;
    this.look();
  }

  end(code) { this.refused = code ?? 'unknown'; this.look(); }
  pause() { this.paused = true; this.socket?._socket?.pause(); }
  resume() { this.paused = false; this.socket?._socket?.resume(); }

  look() {
    this.waiting = this.waiting.filter(([seq, done]) => { if (this.refused || this.last >= seq) done(); else return true; });
  }

  reach(seq) {
    const timer = new Promise((done) => setTimeout(done, PATIENCE));
    return Promise.race([timer, new Promise((done) => { this.waiting.push([seq, done]); this.look(); })]);
  }

  told() { return { seqs: this.runs, connects: this.connects, codes: this.codes, refused: this.refused, last: this.last }; }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.follow) followers.set(order.follow.name, new Follower(order.follow));
  if (order.pause) followers.get(order.pause).pause();
  if (order.resume) followers.get(order.resume).resume();
  if (order.await) {
    await Promise.all(Object.entries(order.await).map(([name, seq]) => followers.get(name).reach(seq)));
    const told = Object.keys(order.await).map((name) => [name, followers.get(name).told()]);
    console.log(JSON.stringify(Object.fromEntries(told)));
  }
}
process.exit(0);
