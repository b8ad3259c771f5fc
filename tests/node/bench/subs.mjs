#!/usr/bin/env node
// Subscribers of a graphql-transport-ws server, and what an event costs to tell: own WebSocket framing, no dependency.
//
//   node bench/subs.mjs --url=ws://127.0.0.1:8080/graphql --n=1000 --tokens=tokens.txt --mode=one|all --trigger-url=http://127.0.0.1:9/
//
// A POST of {m, v} to the trigger commits an event of member m with the number v, and answers before the server is told:
// fromCommit begins with that answer. --mode=one: each event is one subscriber's; all: everybody's.
// Each event waits for all its deliveries (or --timeout ms), then --gap ms. Figures on stdout as one JSON line.
import http from 'node:http';
import net from 'node:net';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Meter, listener } from './procs.mjs';

const args = Object.fromEntries(process.argv.slice(2).map((a) => { const i = a.indexOf('='); return [a.slice(2, i), a.slice(i + 1)]; }));
const u = new URL(args.url ?? 'ws://127.0.0.1:4103/graphql'), n = +(args.n ?? 1000), mode = args.mode ?? 'one';
const tokens = readFileSync(args.tokens, 'utf8').trim().split('\n');
const init = args.init ?? '{"authorization":"Bearer {token}"}', gap = +(args.gap ?? 20), timeout = +(args.timeout ?? 10000), events = +(args.events ?? 100);
const subscription = args.subscription ?? 'subscription { planUpdated { cursor kind revision occurredAt plan { id status } } }';
const now = () => Number(process.hrtime.bigint()) / 1e6, sleep = (ms) => new Promise((r) => setTimeout(r, ms));

function frame(op, text) { // client frames must be masked
  const p = Buffer.from(text), mask = randomBytes(4), h = p.length < 126 ? Buffer.from([0x80 | op, 0x80 | p.length]) : Buffer.from([0x80 | op, 0xfe, p.length >> 8, p.length & 255]);
  const b = Buffer.alloc(p.length); for (let i = 0; i < p.length; i++) b[i] = p[i] ^ mask[i & 3];
  return Buffer.concat([h, mask, b]);
}
let onNext = () => {}, errors = 0, closed = 0;
const NEXT = Buffer.from('"type":"next"'), ACK = Buffer.from('"type":"connection_ack"'), PING = Buffer.from('"type":"ping"');
function connect(i) {
  return new Promise((resolve, reject) => {
    const token = tokens[i % tokens.length], s = net.connect(+u.port, u.hostname); let up = false, buf = Buffer.alloc(0), live = false;
    s.setNoDelay(true);
    s.on('error', (e) => { errors++; reject(e); }); s.on('close', () => { if (live) closed++; else reject(new Error('closed before ack')); });
    s.on('connect', () => s.write(`GET ${u.pathname}${u.search} HTTP/1.1\r\nHost: ${u.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${args.header ? args.header.replace('{token}', token) + '\r\n' : ''}\r\n`));
    s.on('data', (d) => {
      const at = now(); buf = buf.length ? Buffer.concat([buf, d]) : d;
      if (!up) {
        const e = buf.indexOf('\r\n\r\n'); if (e < 0) return;
        if (!buf.subarray(0, 12).toString().endsWith('101')) return reject(new Error(buf.subarray(0, 200).toString()));
        up = true; buf = buf.subarray(e + 4); s.write(frame(1, `{"type":"connection_init","payload":${init.replace('{token}', token)}}`));
      }
      for (;;) {
        if (buf.length < 2) break;
        let len = buf[1] & 127, o = 2;
        if (len === 126) { if (buf.length < 4) break; len = buf.readUInt16BE(2); o = 4; } else if (len === 127) { if (buf.length < 10) break; len = Number(buf.readBigUInt64BE(2)); o = 10; }
        if (buf.length < o + len) break;
        const op = buf[0] & 15, p = buf.subarray(o, o + len); buf = buf.subarray(o + len);
        if (op === 9) s.write(frame(10, p)); else if (op === 8) s.end(); else if (op === 1) {
          if (p.includes(NEXT)) onNext(i, at, p);
          else if (p.includes(ACK)) { live = true; s.write(frame(1, JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }))); resolve(s); }
          else if (p.includes(PING)) s.write(frame(1, '{"type":"pong"}')); else { errors++; if (errors < 4) console.error(p.toString()); }
        }
      }
    });
  });
}

const agent = new http.Agent({ keepAlive: true });
const fire = (m, v) => new Promise((res, rej) => { const b = JSON.stringify({ m, v });
  const r = http.request(args['trigger-url'], { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(b) } }, (x) => {
    const at = now(); let o = ''; x.on('data', (c) => { o += c; }); x.on('end', () => (x.statusCode === 200 ? res(at) : rej(new Error(o.slice(0, 300))))); });
  r.on('error', rej); r.end(b); });
const pct = (xs, p) => { const a = [...xs].sort((x, y) => x - y); return a.length ? +a[Math.min(a.length - 1, Math.ceil(a.length * p) - 1)].toFixed(2) : null; };
const sum = (xs) => ({ p50: pct(xs, 0.5), p99: pct(xs, 0.99), max: pct(xs, 1) });

const pid = listener(args['server-port'] ?? u.port), before = new Meter({ server: pid }).start().stop();
const socks = []; const c0 = now();
for (let i = 0; i < n; i += 100) socks.push(...await Promise.all(Array.from({ length: Math.min(100, n - i) }, (_, k) => connect(i + k))));
const connectMs = now() - c0; await sleep(2000);
const idle = new Meter({ server: pid }).start(); await sleep(3000); const idleFig = idle.stop();
const target = (k) => (mode === 'all' ? 0 : 1 + Math.floor((k * n) / events) % n); // member whose plan changes; tokens line i has sub i+1
const meter = new Meter({ server: pid, client: process.pid });
const fromTrigger = [], fromCommit = [], lastOfEach = []; let lost = 0, wrong = 0, delivered = 0;
for (let k = -3; k < events; k++) { // three uncounted
  if (k === 0) meter.start();
  const expect = mode === 'all' ? n : 1, m = target(Math.max(k, 0)); const got = []; let full;
  const wait = new Promise((r) => { full = r; });
  onNext = (i, at) => { if (mode === 'one' && i !== m - 1) wrong++; got.push(at); if (got.length === expect) full(); };
  const t0 = now(), committed = await fire(m, k + 10); const timer = setTimeout(full, timeout); await wait; clearTimeout(timer);
  if (k >= 0) { lost += expect - got.length; delivered += got.length; for (const g of got) { fromTrigger.push(g - t0); fromCommit.push(g - committed); } lastOfEach.push(Math.max(...got) - committed); }
  await sleep(gap);
}
const fig = meter.stop();
console.log(JSON.stringify({ url: args.url, n, mode, events, connectMs: Math.round(connectMs), serverMiBBefore: before.peakMiB.server, serverMiBIdle: idleFig.peakMiB.server,
  kibPerConnection: +((idleFig.peakMiB.server - before.peakMiB.server) * 1024 / n).toFixed(1), idleCpuPct: +(idleFig.cpu.server / idleFig.wall * 100).toFixed(1),
  fromTriggerMs: sum(fromTrigger), fromCommitMs: sum(fromCommit), lastOfEachEventMs: sum(lastOfEach), delivered, lost, wrong, errors, closed,
  serverCpuUsPerDelivery: +(fig.cpu.server / Math.max(1, delivered) * 1e6).toFixed(1), clientCpuUsPerDelivery: +(fig.cpu.client / Math.max(1, delivered) * 1e6).toFixed(1), serverMiBPeak: fig.peakMiB.server, deliveriesPerS: Math.round(delivered / (fig.wall - events * gap / 1000)), load1: fig.load1 }));
process.exit(0);
