#!/bin/sh
# wget fetches one after another; xargs runs so many of them.
seq "$BENCH_COUNT" | awk -v url="$BENCH_URL" '{
  printf "%s/api/cdrDownload?recordpath=%%2Fhome%%2Frecord&recordfile=%%2F20180508%%2F%d.mp3\n", url, $1
}' | xargs -P "$BENCH_WIDTH" -n $((BENCH_COUNT / BENCH_WIDTH)) wget --quiet --directory-prefix="$BENCH_OUT"
