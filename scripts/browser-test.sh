#!/bin/sh
# Tests the call console and the page of a report in headless Chromium, with their own sandbox:
# browser-test.sh [NAME], which runs spec/*/browser/NAME.test.js, or all of them.
# Exits with 77 if npm's registry cannot be reached.
set -eu
cd "$(dirname "$0")/.."

scripts/browser-driver.sh
make -s build LUA=luajit
eval "$(make -s env LUA=luajit)"
NODE_PATH=$PWD/build/browser/node_modules
export NODE_PATH
# They share a sandbox, so one file runs after another. A browser that hangs must not hang the tests.
# shellcheck disable=SC2016,SC2086 # the inner shell expands it; * is for this one
exec sandbox/with sh -ec 'for tests do timeout --kill-after=10 600 node "$tests"; done' sh \
  spec/*/browser/${1-*}.test.js
