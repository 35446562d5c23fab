#!/bin/sh
# Reads answers, lists and workbooks while each allocation fails in turn, with the sanitizers:
# memory.sh [LUA…]
set -eu
cd "$(dirname "$0")/.."

ulimit -c 0
[ $# -gt 0 ] || set -- lua5.4 luajit
for lua in "$@"; do
  host=build/$(basename "$lua")-sanitized/memory/host
  make -s "$host" LUA="$lua" SANITIZE=1
  echo "== $lua"
  "$host" spec/memory/allocations.lua
  "$host" spec/memory/again.lua
  "$host" spec/memory/system.lua
  "$host" spec/memory/lists.lua
  "$host" spec/memory/people.lua
  "$host" spec/memory/workbooks.lua
done
