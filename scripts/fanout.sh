#!/usr/bin/env bash
# What it costs to tell an event (docs/performance.md): a release build, private PostgreSQL and Redis, one node.
#
#   scripts/fanout.sh [ROUNDS] [SUBSCRIBERS]     one line of JSON for each round and mode
set -euo pipefail
cd "$(dirname "$0")/.."
ulimit -n 20000
scripts/node.sh
cargo build --release --package api --package tests --bins >&2
for ((round = 0; round < ${1:-3}; round++)); do
  for mode in one all; do scripts/services.sh target/release/fanout "${2:-5000}" "$mode"; done
done
