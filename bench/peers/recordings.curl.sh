#!/bin/sh
list=$BENCH_DATA/curl.list
seq "$BENCH_COUNT" | awk -v url="$BENCH_URL" -v out="$BENCH_OUT" '{
  printf "url=\"%s/api/cdrDownload?recordpath=%%2Fhome%%2Frecord&recordfile=%%2F20180508%%2F%d.mp3\"\n", url, $1
  printf "output=\"%s/%d.mp3\"\n", out, $1
}' >"$list"
exec curl --parallel --parallel-max "$BENCH_WIDTH" --silent --show-error --fail --config "$list"
