#!/bin/sh
# Installs the driver of the browser tests (spec/console/browser/package-lock.json) into
# build/browser. If it is there already, this changes nothing and needs no network.
# Exits with 77 if npm's registry cannot be reached, or fails if CI=true.
set -eu
cd "$(dirname "$0")/.."

wanted=spec/console/browser place=build/browser
! cmp -s "$wanted/package-lock.json" "$place/package-lock.json" || exit 0

rm -rf "$place" "$place.new"
mkdir -p "$place.new"
log=$(mktemp)
trap 'rm -rf "$place.new" "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$wanted/package.json" "$wanted/package-lock.json" "$place.new"
retries=0
[ "${CI:-}" != true ] || retries=2

# The browser is Debian's, not playwright's.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$place.new" ci --prefer-offline --ignore-scripts \
  --no-audit --no-fund --fetch-retries=$retries >"$log" 2>&1 || {
  status=$?
  # Node's names for errors of DNS, connections and certificates.
  network='E(NOTFOUND|AI_AGAIN|CONN[A-Z]+|TIMEDOUT|HOSTUNREACH|NETUNREACH)'
  unreachable="code ($network|.*(CERT|TIMEOUT).*)\$"
  code=$(grep -oE "$unreachable" "$log" | head -n 1)
  if [ -n "$code" ] && [ "${CI:-}" != true ]; then
    echo "skipped: the browser tests, since npm's registry cannot be reached ($code)" >&2
    exit 77
  fi
  cat "$log" >&2
  echo "failed ($status): npm" >&2
  exit "$status"
}
mv "$place.new" "$place"
