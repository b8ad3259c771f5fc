#!/usr/bin/env bash
# Installs what the tests run on Node: the clients that front-end teams use, and the audits of the server.
# Node, npm and the browser come from apt where they are missing and apt may be used; the packages stand in tests/node.
set -euo pipefail
cd "$(dirname "$0")/../tests/node"
fail() { printf 'node: %s\n' "$*" >&2; exit 1; }
. ../../scripts/apt.sh
command -v node >/dev/null 2>&1 || install Node nodejs
command -v npm >/dev/null 2>&1 || install npm npm
command -v chromium >/dev/null 2>&1 || install Chromium chromium
# Nothing to do where the lock is no newer than what was installed from it.
if [ -d node_modules ] && cmp -s package-lock.json node_modules/.installed-from; then exit 0; fi
npm ci --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed in tests/node"
cp package-lock.json node_modules/.installed-from
