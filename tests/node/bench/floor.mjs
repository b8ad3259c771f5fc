#!/usr/bin/env node
// What no server can undercut: a commit and a bare message through Redis, from one process to itself.
//
//   DATABASE_URL=… REDIS_URL=… node floor.mjs 1000      in the folder of a peer that has pg, ioredis and its table (scripts/fanout.sh)
//
// Time is from the commit to the message, as for servers. One line of JSON.
import { Redis } from 'ioredis';
import pg from 'pg';

const events = +(process.argv[2] ?? 1000), now = () => Number(process.hrtime.bigint()) / 1e6;
const db = new pg.Client({ connectionString: process.env.DATABASE_URL }), tell = new Redis(process.env.REDIS_URL), hear = new Redis(process.env.REDIS_URL, { enableReadyCheck: false });
await db.connect();
await db.query("INSERT INTO bench.plan(member_id, week_of, status, narrative) SELECT m, '2026-11-23', 'ready', 'x' FROM generate_series(1, $1) m ON CONFLICT DO NOTHING", [events]);
let heard = () => {};
hear.on('message', () => heard(now()));
await hear.subscribe('floor');
const took = [];
for (let k = 1; k <= events; k++) {
  await db.query({ name: 'u', text: "UPDATE bench.plan SET version = version + 1 WHERE member_id = $1 AND week_of = '2026-11-23'", values: [k] });
  const committed = now(), message = new Promise((resolve) => { heard = resolve; });
  tell.publish('floor', `{"memberId":${k},"weekOf":"2026-11-23","status":"updated","version":${k}}`);
  took.push((await message) - committed);
}
took.sort((a, b) => a - b);
const at = (share) => +took[Math.ceil(took.length * share) - 1].toFixed(2);
console.log(JSON.stringify({ who: 'floor', events, p50_ms: at(0.5), p99_ms: at(0.99) }));
process.exit(0);
