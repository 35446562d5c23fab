#!/bin/sh
# The limit of the loopback, with one connection.
exec sh "$BENCH_HERE/peers/wrk.sh" 1
