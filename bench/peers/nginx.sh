#!/bin/sh
# An nginx of one process, in which each visitor's request takes a call of the platform, in $BENCH_WAY: ai95, resty or proxy.
# With $BENCH_COUNT it gets so many visits one after another, and the sum of the numbers that it answered is printed; else
# $BENCH_WIDTH at once for $BENCH_SECONDS; with neither it is only seen whether it starts and has what that way needs.
set -eu

fail() { echo "$*" >&2; exit 1; }

PATH=$PATH:/usr/sbin:/usr/local/sbin
modules=
if ! nginx=$(command -v openresty); then
  nginx=$(command -v nginx) || fail "nginx is missing"
  for place in /usr/lib/nginx/modules /usr/lib64/nginx/modules /usr/share/nginx/modules; do
    [ ! -f "$place/ngx_http_lua_module.so" ] ||
      modules="load_module $place/ndk_http_module.so; load_module $place/ngx_http_lua_module.so;"
  done
fi
command -v wrk >/dev/null || fail "wrk is missing"

dir=$(mktemp -d "$BENCH_DATA/nginx.XXXXXX")
server=
status=0
stop() {
  kill -TERM "$server" 2>/dev/null || :
  wait "$server" 2>/dev/null || :
  server=
}
trap 'status=$?; [ -z "$server" ] || stop; rm -rf "$dir"; exit $status' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

BENCH_URL=${BENCH_URL:-$BENCH_HTTP}
export BENCH_URL
body="{\"url\":\"00000000\",\"user_sn\":\"$BENCH_USER_SN\",\"api_key\":\"$BENCH_API_KEY\",\"pageIndex\":1,\"pageSize\":3,"
body="$body\"start_create_at\":\"2018-05-08 15:40:10\"}"
platform=${BENCH_URL#http://}
platform=${platform%%/*}
arch=$(dpkg-architecture -q DEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")

# Whoever was faster wins a port: we try others.
attempt=0
while [ -z "$server" ]; do
  attempt=$((attempt + 1))
  [ "$attempt" -le 20 ] || fail "nginx found no port"
  port=$((12000 + $(od -An -N2 -tu2 /dev/urandom | tr -d ' ') % 20000))
  sed -e "s~@MODULES@~$modules~" -e "s~@DIR@~$dir~" -e "s~@PORT@~$port~" -e "s~@ARCH@~$arch~" -e "s~@WAY@~$BENCH_WAY~g" \
    -e "s~@HERE@~$BENCH_HERE~" -e "s~@ROOT@~$(dirname "$BENCH_HERE")~g" -e "s~@BODY@~$body~" \
    -e "s~@RESTY@~${BENCH_RESTY_HTTP:+$BENCH_RESTY_HTTP/?.lua;}~" -e "s~@UPSTREAM@~$platform~" \
    "$BENCH_HERE/peers/nginx.conf.in" >"$dir/nginx.conf"
  rm -f "$dir/error.log"
  "$nginx" -p "$dir" -e "$dir/error.log" -c "$dir/nginx.conf" 2>>"$dir/error.log" &
  server=$!
  until [ "$(curl --noproxy '*' -s "http://127.0.0.1:$port/_ready")" = "$dir" ]; do
    if grep -q 'bind() to' "$dir/error.log"; then
      stop
      break
    fi
    kill -0 "$server" 2>/dev/null || fail "$(cat "$dir/error.log")"
    sleep 0.02
  done
done

url=http://127.0.0.1:$port/lua
[ "$BENCH_WAY" != proxy ] || url=http://127.0.0.1:$port/proxy

# The CPU that nginx has had: utime and stime, in ticks.
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

# wrk is on the core of the platform's nginx, so that what is measured has its own.
visit() {
  # shellcheck disable=SC2086 # words are what is wanted
  ${BENCH_SERVER_CORE:+taskset -c $BENCH_SERVER_CORE} wrk -t 1 -c "$BENCH_WIDTH" -d "$1" "$url"
}

if [ -n "${BENCH_COUNT:-}" ]; then
  curl --noproxy '*' -sS "$url?visit=[1-$BENCH_COUNT]" | awk '{ sum += $1 } END { print "result", sum + 0 }'
elif [ -n "${BENCH_SECONDS:-}" ]; then
  visit 1s >/dev/null # what is compiled and connected once
  before=$(ticks)
  visit "${BENCH_SECONDS}s" | awk '
    /requests in/ { print "count", $1; sub(/s,/, "", $4); print "wall", $4 + 0 }
    /Non-2xx/ { failures += $NF }
    /Socket errors/ { gsub(/,/, ""); failures += $4 + $6 + $8 + $10 }
    END { print "failures", failures + 0 }'
  echo "cpu $(($(ticks) - before))" | awk -v hertz="$(getconf CLK_TCK)" '{ print "cpu", $2 / hertz }'
fi
