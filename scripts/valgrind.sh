#!/bin/sh
# Runs some specs under valgrind on Lua 5.1, whose binding differs most from that of Lua 5.4, on
# which the sanitizers run.
set -eu
cd "$(dirname "$0")/.."

make -s build LUA=lua5.1
eval "$(make -s env LUA=lua5.1)"
export AI95_LUA=lua5.1
exec sandbox/with valgrind --quiet --error-exitcode=9 --leak-check=full \
  --errors-for-leak-kinds=definite lua5.1 "$(command -v busted)" \
  spec/unit/signing_spec.lua spec/unit/crypto_spec.lua \
  spec/unit/workbook_spec.lua \
  spec/unit/rows_spec.lua spec/unit/text_spec.lua spec/unit/files_spec.lua spec/unit/pool_spec.lua \
  spec/api/endpoints_spec.lua spec/resources/objects_spec.lua
