#!/bin/sh
# Tests the call console (console) in headless Chromium, with its own sandbox.
# Exits with 77 if npm's registry cannot be reached.
set -eu
cd "$(dirname "$0")/.."

scripts/browser-driver.sh
make -s build LUA=luajit
eval "$(make -s env LUA=luajit)"
NODE_PATH=$PWD/build/browser/node_modules
export NODE_PATH
# A browser that hangs must not hang the tests.
exec sandbox/with timeout --kill-after=10 300 node spec/console/browser/console.test.js
