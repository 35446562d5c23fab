#!/bin/sh
# Installs what drives the browser in the tests (spec/console/browser/package-lock.json) into build/browser. Where that is there already it
# changes nothing, and needs no network.
set -eu
cd "$(dirname "$0")/.."

wanted=spec/console/browser place=build/browser
! cmp -s "$wanted/package-lock.json" "$place/package-lock.json" || exit 0

rm -rf "$place" "$place.new"
mkdir -p "$place.new"
trap 'rm -rf "$place.new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$wanted/package.json" "$wanted/package-lock.json" "$place.new"
# The browser is Debian's.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 scripts/quietly.sh npm --prefix "$place.new" ci --prefer-offline --ignore-scripts --no-audit --no-fund
mv "$place.new" "$place"
