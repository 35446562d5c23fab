#!/bin/sh
# An nginx of one process that sends one API request for each request it gets, with PEER_peer.lua:
#   nginx.sh PEER check                 40 requests one after another; prints the number of rows
#   nginx.sh PEER CONNECTIONS SECONDS   requests from wrk; prints the figures
set -eu

fail() { echo "$*" >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd -P)
peer=$1
# Debian's nginx loads Lua as modules. OpenResty, whose program BENCH_NGINX names, has it built in.
[ -z "${BENCH_NGINX:-}" ] || BENCH_NGINX_MODULES=

status=0
dir=$(mktemp -d "$BENCH_DATA/nginx.XXXXXX")
server=
stop() {
  kill -TERM "$server" 2>/dev/null || :
  wait "$server" 2>/dev/null || :
  server=
}
trap 'status=$?; [ -z "$server" ] || stop; rm -rf "$dir"; exit $status' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Another program may take a port first: try others.
arch=$(dpkg-architecture -q DEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
attempt=0
while [ -z "$server" ]; do
  attempt=$((attempt + 1))
  [ "$attempt" -le 20 ] || fail "nginx found no port"
  port=$((12000 + $(od -An -N2 -tu2 /dev/urandom | tr -d ' ') % 20000))
  sed -e "s~@MODULES@~$BENCH_NGINX_MODULES~" -e "s~@DIR@~$dir~" -e "s~@PORT@~$port~" \
    -e "s~@ARCH@~$arch~" -e "s~@HERE@~$here~" -e "s~@PEER@~${peer}_peer~" \
    -e "s~@LUA_PATH@~$LUA_PATH~" -e "s~@LUA_CPATH@~$LUA_CPATH~" \
    -e "s~@RESTY@~${BENCH_RESTY_HTTP:+$BENCH_RESTY_HTTP/?.lua}~" \
    "$here/nginx.conf.in" >"$dir/nginx.conf"
  rm -f "$dir/error.log"
  # shellcheck disable=SC2094 # nginx opens its log itself; earlier messages go to stderr
  "${BENCH_NGINX:-nginx}" -p "$dir" -e "$dir/error.log" -c "$dir/nginx.conf" 2>>"$dir/error.log" &
  server=$!
  until [ "$(curl --noproxy '*' -s "http://127.0.0.1:$port/ready")" = "$dir" ]; do
    if grep -q 'bind() to' "$dir/error.log"; then
      stop
      break
    fi
    kill -0 "$server" 2>/dev/null || fail "$(cat "$dir/error.log")"
    sleep 0.02
  done
done
url=http://127.0.0.1:$port/

# The CPU that nginx has used: utime and stime, in ticks.
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

# wrk shares the core of the platform, so that the measured nginx has its own.
load() {
  # shellcheck disable=SC2086 # several words are intended
  ${BENCH_SERVER_CORE:+taskset -c $BENCH_SERVER_CORE} wrk -t 1 -c "$1" -d "$2s" "$url"
}

if [ "$2" = check ]; then
  curl --noproxy '*' -sS "$url?[1-40]" | awk '{ rows += $1 } END { print rows + 0 }'
else
  load "$2" 1 >/dev/null # compiles and connects
  before=$(ticks)
  load "$2" "$3" | awk '
    /requests in/ { print "requests", $1; sub(/s,/, "", $4); print "seconds", $4 + 0 }
    /Non-2xx/ { failures += $NF }
    /Socket errors/ { gsub(/,/, ""); failures += $4 + $6 + $8 + $10 }
    END { print "failures", failures + 0 }'
  echo "$(($(ticks) - before)) $(getconf CLK_TCK)" | awk '{ print "worker_cpu", $1 / $2 }'
fi
