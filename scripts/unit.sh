#!/bin/sh
# Runs the unit specs, which need no server, on one Lua: unit.sh [LUA] [BUSTED-OPTION…]
set -eu
cd "$(dirname "$0")/.."

lua=${1:-lua5.4}
[ $# -eq 0 ] || shift
make -s build LUA="$lua"
eval "$(make -s env LUA="$lua")"
export AI95_LUA="$lua"
for name in $(env | sed -n 's/^\(AI95_SANDBOX_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
exec "$lua" "$(command -v busted)" "$@" spec/unit
