#!/bin/sh
exec curl --silent --show-error --fail --output "$BENCH_OUT/large.bin" "$BENCH_URL/api/exportModel?project_sn=project%7C1"
