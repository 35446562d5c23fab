#!/bin/sh
# Prints how much of each file the specs run: coverage.sh [LUA] [SPEC…], by default spec/unit and
# spec/http on Lua 5.4. The C is counted by gcov, the Lua by luacov if it is installed.
set -eu
cd "$(dirname "$0")/.."

lua=${1:-lua5.4}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- spec/unit spec/http
out=build/coverage/$lua

# Otherwise the counts would be added to those of an earlier run.
rm -rf build/coverage/luacov.*
if [ -d "$out" ]; then find "$out" -name '*.gcda' -delete; fi

CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage make -s build LUA="$lua" OUT="$out"
eval "$(make -s env LUA="$lua" OUT="$out")"
export AI95_LUA="$lua"
with_luacov=
if "$lua" -e 'require "luacov.runner"' 2>/dev/null; then with_luacov=-lluacov; fi

status=0
# shellcheck disable=SC2086 # no word if luacov is not installed
sandbox/with "$lua" $with_luacov "$(command -v busted)" --exclude-tags=nginx "$@" || status=$?

echo
echo "C (gcov)"
find "$out" -name '*.gcda' -exec gcov --no-output --relative-only {} + 2>/dev/null |
  awk -F "[':% ]+" '
    $1 == "File" { file = $2 }
    $1 == "Lines" && file ~ /\.c$/ {
      printf "%6.1f %%  of %4d lines  %s\n", $3, $5, file
      file = ""
    }' | sort -k 6
echo
if [ -n "$with_luacov" ]; then
  echo "Lua (luacov)"
  "$lua" -e 'require("luacov.runner").run_report()'
  awk -v root="$PWD" '/^[^ ]+\.lua +[0-9]+ +[0-9]+ +[0-9.]+%$/ {
    file = index($1, root) == 1 ? substr($1, length(root) + 2) : $1
    printf "%6.1f %%  of %4d lines  %s\n", $4, $2 + $3, file
  }' build/coverage/luacov.report
else
  echo "Lua: not counted, since luacov is not installed (luarocks install luacov)"
fi
exit "$status"
