#!/bin/sh
# Measures ai95 and its peers on this machine: run.sh [JOB…]. Without a job it measures all of them,
# and writes RESULTS.md. It removes all its files, and ends all its processes.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(dirname "$here")
PATH=$PATH:/usr/sbin:/usr/local/sbin
fail() { echo "bench: $*" >&2; exit 1; }

for tool in nginx openssl curl cc lua5.4; do
  command -v $tool >/dev/null || fail "$tool is missing: run make bench-deps"
done
modules=
for dir in /usr/lib/nginx/modules /usr/lib64/nginx/modules /usr/share/nginx/modules; do
  [ ! -f "$dir/ngx_http_lua_module.so" ] ||
    modules="load_module $dir/ndk_http_module.so; load_module $dir/ngx_http_lua_module.so;"
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/ai95-bench.XXXXXX")
# Output goes to memory if there is room, so that the disk does not matter.
memory=
if [ -d /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'END { print $4 }')" -gt 3000000 ]; then
  memory=$(mktemp -d /dev/shm/ai95-bench.XXXXXX)
fi
server=
status=0
finish() {
  trap '' INT TERM HUP
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
  fi
  rm -rf "$scratch" ${memory:+"$memory"}
}
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
trap 'status=$?; trap - EXIT; finish; exit $status' EXIT

mkdir -p "$scratch/tmp" "$scratch/bin" "$scratch/certs" "$scratch/answers" \
  "$scratch/pages/200" "$scratch/pages/1000" "$scratch/pages/5000" "$scratch/pages/fewer" "$scratch/pages/archive"
"$root/sandbox/certs" "$scratch"
# The folder that trusting.sh shows to a peer: the system's authorities and the bench's.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  cp -a /etc/ssl/certs/. "$scratch/certs"
  cat "$scratch/ca.pem" >>"$scratch/certs/ca-certificates.crt"
  cp "$scratch/ca.pem" "$scratch/certs/ai95-bench.pem"
  ln -s ai95-bench.pem "$scratch/certs/$(openssl x509 -noout -hash -in "$scratch/ca.pem").0"
  chmod -R a+rX "$scratch/certs" "$scratch/ca.pem"
fi
cc -O2 -std=c11 -Wall -Wextra -o "$scratch/bin/measure" "$here/measure.c"
cc -O2 -std=c11 -Wall -Wextra -o "$scratch/bin/start" "$here/jobs/start/start.c" -lcurl -lcrypto

BENCH_HERE=$here
BENCH_ROOT=$root
BENCH_DATA=$scratch
BENCH_OUT=${memory:-$scratch}/out
BENCH_IN_MEMORY=$memory
BENCH_NGINX_MODULES=$modules
BENCH_USER_SN='SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c'
BENCH_API_KEY=6TRJCuQg
# The folder with resty/http.lua, if nginx's Lua does not find it by itself.
BENCH_RESTY_HTTP=${BENCH_RESTY_HTTP:+$(cd "$BENCH_RESTY_HTTP" && pwd -P)}
export BENCH_HERE BENCH_ROOT BENCH_DATA BENCH_OUT BENCH_IN_MEMORY BENCH_NGINX_MODULES
export BENCH_USER_SN BENCH_API_KEY BENCH_RESTY_HTTP
LUA_PATH="$here/?.lua;;"
export LUA_PATH
lua5.4 "$here/data.lua"

# With two cores or more, nginx has its own core and the peers have the others: the time of a
# request depends on whether the client shares the server's core.
BENCH_CORES=
BENCH_SERVER_CORE=
nginx=nginx
cores=$(taskset -cp $$ 2>/dev/null | sed 's/.*: //')
if [ "${cores%%[,-]*}" != "${cores##*[,-]}" ]; then
  BENCH_CORES=${cores%%[,-]*}-$((${cores##*[,-]} - 1))
  BENCH_SERVER_CORE=${cores##*[,-]}
  nginx="taskset -c $BENCH_SERVER_CORE nginx"
fi
export BENCH_CORES BENCH_SERVER_CORE

# Another program may take a port first: try others.
attempt=0
while [ -z "$server" ]; do
  attempt=$((attempt + 1))
  [ "$attempt" -le 20 ] || { cat "$scratch/error.log" >&2; fail "nginx did not start"; }
  port=$((12000 + $(od -An -N2 -tu2 /dev/urandom | tr -d ' ') % 5000 * 4))
  sed -e "s|@MODULES@|$modules|" -e "s|@DIR@|$scratch|g" -e "s|@PORT@|$port|g" \
    -e "s|@CHECKED_PORT@|$((port + 1))|g" -e "s|@HTTPS_PORT@|$((port + 2))|g" \
    "$here/nginx.conf.in" >"$scratch/nginx.conf"
  # shellcheck disable=SC2086 # several words are intended
  $nginx -p "$scratch" -e "$scratch/error.log" -c "$scratch/nginx.conf" &
  server=$!
  tries=0
  until curl --noproxy '*' -so /dev/null "http://127.0.0.1:$port/api/login"; do
    tries=$((tries + 1))
    if ! kill -0 "$server" 2>/dev/null || [ "$tries" -ge 50 ]; then
      kill "$server" 2>/dev/null || :
      wait "$server" 2>/dev/null || :
      server=
      break
    fi
    sleep 0.05
  done
done

BENCH_HTTP=http://127.0.0.1:$port
BENCH_CHECKED=http://127.0.0.1:$((port + 1))
BENCH_HTTPS=https://127.0.0.1:$((port + 2))
export BENCH_HTTP BENCH_CHECKED BENCH_HTTPS
lua5.4 "$here/main.lua" "$@"
