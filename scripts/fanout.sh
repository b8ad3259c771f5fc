#!/usr/bin/env bash
# What it costs to tell an event (docs/performance.md): a release build, private PostgreSQL and Redis, one node.
#
#   PEER=FOLDER scripts/fanout.sh [ROUNDS] [SUBSCRIBERS]     one line of JSON for each run
#
# PEER: a folder with another server to be measured in turn with ours, the same way: sql/schema.sql, peers/subs.mjs
# (DATABASE_URL, REDIS_URL, PORT), load/tokens.mjs and load/subs.mjs. It is copied to target/peer and installed there. With
# it comes what a bare message through Redis takes (tests/node/bench/floor.mjs).
set -euo pipefail
say() { printf 'fanout: %s\n' "$*" >&2; }

peer=${PEER:-}
if [ -z "$peer" ]; then
  say "PEER is not set: no other server is measured"
elif [ ! -f "$peer/peers/subs.mjs" ]; then
  say "$peer has no peers/subs.mjs: no other server is measured"
  peer=""
else
  peer=$(cd "$peer" && pwd)
fi
cd "$(dirname "$0")/.."
ulimit -n 20000
rounds=${1:-3} subscribers=${2:-5000}
scripts/node.sh
cargo build --release --package api --package tests --bins >&2

if [ -n "$peer" ]; then
  mkdir -p target/peer
  tar -C "$peer" --exclude ./node_modules --exclude ./.state -cf - . | tar -C target/peer -xf -
  (cd target/peer && npm install --no-audit --no-fund --loglevel=error >&2)
  (cd target/peer && node load/tokens.mjs 10000 >tokens.txt)
fi

# Keeps of a run's last line what is compared.
figures() {
  node -e '
    const run = JSON.parse(require("node:fs").readFileSync(0, "utf8").trim().split("\n").at(-1));
    console.log(JSON.stringify({
      who: process.argv[1], mode: run.mode, subscribers: run.n, events: run.events,
      p50_ms: run.fromCommitMs.p50, p99_ms: run.fromCommitMs.p99, last_p99_ms: run.lastOfEachEventMs.p99,
      cpu_us_per_delivery: run.serverCpuUsPerDelivery, kib_per_connection: run.kibPerConnection,
      delivered: run.delivered, lost: run.lost, wrong: run.wrong, closed: run.closed,
    }));' "$1"
}

ours() { scripts/services.sh target/release/fanout "$subscribers" "$@" | figures microcycle; }

theirs() {
  scripts/services.sh bash -euc '
    cd target/peer
    psql --quiet --file sql/schema.sql "$TEST_POSTGRES_URL" >&2
    export DATABASE_URL=$TEST_POSTGRES_URL REDIS_URL=$TEST_REDIS_URL NODE_ENV=production NODE_NO_WARNINGS=1
    while PORT=$((20000 + RANDOM % 10000)); (echo >"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do :; done
    export PORT
    node peers/subs.mjs >&2 &
    pid=$!
    trap "kill $pid 2>/dev/null || true" EXIT
    until (echo >"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do kill -0 "$pid"; sleep 0.2; done
    timeout 600 node load/subs.mjs --url="ws://127.0.0.1:$PORT/graphql" --tokens=tokens.txt --trigger=redis \
      --n="$1" --mode="$2" --events="$3" --gap="$4"
  ' theirs "$subscribers" "$@" | figures peer
}

# A message through Redis alone, in the same minutes.
floor() {
  cp tests/node/bench/floor.mjs target/peer/
  scripts/services.sh bash -euc '
    cd target/peer
    psql --quiet --file sql/schema.sql "$TEST_POSTGRES_URL" >&2
    DATABASE_URL=$TEST_POSTGRES_URL REDIS_URL=$TEST_REDIS_URL node floor.mjs "$1"
  ' floor "$@"
}

for ((round = 0; round < rounds; round++)); do
  # One event to one is over in a moment, and its cost is read from a clock of hundredths of a second: many of them.
  for run in "one 1000 0" "all 100 20"; do
    read -r mode events gap <<<"$run"
    ours "$mode" "$events" "$gap"
    if [ -n "$peer" ]; then theirs "$mode" "$events" "$gap"; fi
  done
  if [ -n "$peer" ]; then floor 1000; fi
done
