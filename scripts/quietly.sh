#!/bin/sh
# Runs a command, and shows its output only if it fails: quietly COMMAND [ARGUMENT…]
log=$(mktemp "${TMPDIR:-/tmp}/quietly.XXXXXX") || exit 1
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
"$@" >"$log" 2>&1 && exit 0
status=$?
cat "$log" >&2
echo "failed ($status): $1" >&2
exit $status
