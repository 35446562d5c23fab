#!/bin/sh
list=$BENCH_DATA/aria2.list
seq "$BENCH_COUNT" | awk -v url="$BENCH_URL" '{
  printf "%s/api/cdrDownload?recordpath=%%2Fhome%%2Frecord&recordfile=%%2F20180508%%2F%d.mp3\n out=%d.mp3\n", url, $1, $1
}' >"$list"
exec aria2c --quiet --max-concurrent-downloads="$BENCH_WIDTH" --split=1 --file-allocation=none --dir="$BENCH_OUT" \
  --input-file="$list"
