#!/bin/sh
exec sh "$BENCH_HERE/peers/wrk.sh" "$BENCH_WIDTH"
