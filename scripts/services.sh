#!/usr/bin/env bash
# Starts a private PostgreSQL and Redis for the tests, runs a command with their addresses, and stops them.
#
#   scripts/services.sh COMMAND [ARGUMENTS…]
#
# Installs both with apt where they are missing and apt may be used. The command sees TEST_POSTGRES_URL (a
# superuser's, each test makes databases of its own) and TEST_REDIS_URL. Everything lives in one temporary folder,
# on free ports of the loopback address, and is gone afterwards.
set -euo pipefail

fail() { printf 'services: %s\n' "$*" >&2; exit 1; }

find_postgres() {
  command -v postgres >/dev/null 2>&1 && command -v initdb >/dev/null 2>&1 && return 0
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1) || true
  [ -n "$found" ] && [ -x "$found/initdb" ] && PATH="$found:$PATH"
  command -v initdb >/dev/null 2>&1
}

. "$(dirname "$0")/apt.sh"

# A port nobody listens on, below the range that outgoing connections take theirs from.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

[ $# -gt 0 ] || fail "usage: scripts/services.sh COMMAND [ARGUMENTS…]"
find_postgres || { install PostgreSQL postgresql; find_postgres || fail "PostgreSQL was installed but initdb is not found"; }
command -v redis-server >/dev/null 2>&1 || install Redis redis-server

# Short: the path of a Unix socket may not be longer than 107 bytes.
home=$(mktemp -d /tmp/microcycle.XXXXXX)
chmod 755 "$home"
postgres_started="" redis_pid=""
stop() {
  trap - EXIT INT TERM
  [ -n "$postgres_started" ] && as pg_ctl --pgdata "$home/postgres/data" --mode immediate stop >/dev/null 2>&1
  [ -n "$redis_pid" ] && kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# PostgreSQL refuses to run as root.
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as() { setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- "$@"; }
  mkdir "$home/postgres" && chown "$user" "$home/postgres"
else
  mkdir "$home/postgres"
fi

port=$(free_port)
as initdb --pgdata "$home/postgres/data" --username microcycle --auth trust --encoding UTF8 --locale C --no-sync \
  >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; fail "initdb failed"; }
as pg_ctl --pgdata "$home/postgres/data" --log "$home/postgres/log" --wait --timeout 60 start >"$home/pg_ctl.log" 2>&1 \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home/postgres -c max_connections=300 -c fsync=${MICROCYCLE_FSYNC:-off} -c shared_buffers=256MB" \
  || { cat "$home/pg_ctl.log" "$home/postgres/log" >&2; fail "PostgreSQL did not start"; }
postgres_started=yes
redis_port=$(free_port)
redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$home" --save '' --appendonly no >"$home/redis.log" 2>&1 &
redis_pid=$!

for attempt in $(seq 1 150); do
  (echo >"/dev/tcp/127.0.0.1/$redis_port") 2>/dev/null && break
  kill -0 "$redis_pid" 2>/dev/null || { cat "$home/redis.log" >&2; fail "Redis did not start"; }
  [ "$attempt" -lt 150 ] || fail "Redis did not answer within 30 seconds"
  sleep 0.2
done

export TEST_POSTGRES_URL="postgres://microcycle@127.0.0.1:$port/postgres"
export TEST_REDIS_URL="redis://127.0.0.1:$redis_port"
"$@"
