#!/bin/sh
# wrk for a second with $1 connections and a body of the size of a call's; its own CPU is what `measure` sees.
body=$BENCH_DATA/wrk.lua
cat >"$body" <<END
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json;charset=utf-8"
wrk.body = '{"url":"00000000","user_sn":"$BENCH_USER_SN","api_key":"$BENCH_API_KEY","pageIndex":1,"pageSize":3,"start_create_at":"2018-05-08 15:40:10"}'
END
wrk -t 1 -c "$1" -d 1s -s "$body" "$BENCH_URL/api/cdrlist" |
  awk '/requests in/ { print "count", $1; sub(/s,/, "", $4); print "wall", $4 + 0 } /Non-2xx|Socket errors/ { exit 1 }'
