#!/bin/sh
# Measures the call console under load: console-load.sh [SUPERVISORS] [SECONDS]. It fails if the p99
# of a page with 50 supervisors is more than three times that of one. Run it on a machine that does
# nothing else.
set -eu
cd "$(dirname "$0")/.."

scripts/browser-driver.sh
make -s build LUA=luajit
eval "$(make -s env LUA=luajit)"
NODE_PATH=$PWD/build/browser/node_modules
export NODE_PATH
exec sandbox/with node spec/console/browser/load.js "$@"
