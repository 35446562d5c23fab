#!/bin/sh
# Fails with a message unless a Lua exists, and its headers too if they are given, and both are of
# the same version: check-lua LUA [LUA_INCDIR]
lua=$1 headers=${2-}

fail() {
  echo "LUA=$lua: $1" >&2
  exit 1
}

command -v "$lua" >/dev/null ||
  fail "there is no such program. Install it (make setup LUA=$lua), or choose one that is there,\
 such as LUA=luajit"
version=$("$lua" -e 'print((_VERSION:match("^Lua (%d%.%d)$")))' 2>/dev/null) ||
  fail "that program is not a Lua"
case $version in
  5.[1-9]) ;;
  *) fail "that program is not a Lua" ;;
esac
[ $# -gt 1 ] || exit 0
places=${headers:-/usr/include or /usr/local/include}
[ -f "$headers/lua.h" ] ||
  fail "the headers of Lua $version (lua.h) are not in $places.\
 Install them (make setup LUA=$lua), or give LUA_INCDIR=FOLDER"
define='#define[[:space:]]*LUA_VERSION_NUM[[:space:]]*'
number=$(sed -n "s/^$define\([0-9][0-9]*\).*/\1/p" "$headers/lua.h")
case $number in
  "" | "${version%.*}0${version#*.}") ;;
  *) fail "$headers has the headers of another Lua ($number, but $lua is $version).\
 Give LUA_INCDIR=FOLDER" ;;
esac
