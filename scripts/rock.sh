#!/bin/sh
# Builds the rocks from a copy of the checkout, as luarocks does, and runs the installed files:
#   rock.sh LUA LUA_INCDIR
# The copy is a git repository, which shows whether the build left files behind.
set -eu
cd "$(dirname "$0")/.."

lua=$1 headers=$2
version=$("$lua" -e 'print((_VERSION:gsub("Lua ", "")))')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source"
# The checkout may belong to another user.
git -c safe.directory="$PWD" -c core.quotepath=off ls-files -co --exclude-standard |
  while read -r file; do [ ! -f "$file" ] || echo "$file"; done |
  tar -cf - -T - | tar -xf - -C "$work/source"
quietly=$PWD/scripts/quietly.sh tree=$work/tree
# luarocks would run the first Lua of this version, which is not LuaJIT.
LUAROCKS_CONFIG=$work/luarocks.lua
export LUAROCKS_CONFIG
echo "lua_interpreter = '${lua##*/}'" > "$LUAROCKS_CONFIG"
cd "$work/source"
git init -q .
git add -A

# make_rock ROCKSPEC: the dependencies are the system's.
make_rock() {
  "$quietly" luarocks --lua-version="$version" --tree="$tree" make --deps-mode=none "$1" \
    LUA_INCDIR="$headers"
}

LUA_PATH="$tree/share/lua/$version/?.lua;$tree/share/lua/$version/?/init.lua;;"
LUA_CPATH="$tree/lib/lua/$version/?.so;;"
export LUA_PATH LUA_CPATH

make_rock ai95-scm-1.rockspec
[ ! -e "$tree/share/lua/$version/ai95_cli" ] || {
  echo "the rock ai95 installs the command" >&2
  exit 1
}
[ ! -e "$tree/share/lua/$version/ai95_report" ] || {
  echo "the rock ai95 installs the report" >&2
  exit 1
}
(cd / && "$lua" -e 'print("ai95 " .. require("ai95")._VERSION .. " for " .. _VERSION)')
make_rock ai95-report-scm-1.rockspec
(cd / && "$lua" -e 'print("ai95_report: " .. type(require("ai95_report").html))')
make_rock ai95-cli-scm-1.rockspec
(cd / && "$tree/bin/ai95" --version)
make_rock ai95-workbook-scm-1.rockspec
(cd / && "$lua" -e 'print("ai95.workbook: " .. type(require("ai95.workbook").open))')
left=$(git status --porcelain | grep -v '^A  ' || :)
[ -z "$left" ] || { echo "luarocks make left files behind:" >&2; echo "$left" >&2; exit 1; }
