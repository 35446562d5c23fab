#!/bin/sh
# Runs the specs on one Lua against a sandbox of its own: specs LUA [SANITIZE=1] [SPEC…]
# LUA may be nginx: then they run inside a worker of nginx.
set -eu
cd "$(dirname "$0")/.."

lua=$1
shift
sanitize=
case ${1:-} in SANITIZE=*) sanitize=$1; shift ;; esac
without=
# The whole of the command's specs runs on two Luas; on the others it is tried as far as spec/cli/command_spec.lua does.
case $#$lua$sanitize in 0lua5.1 | 0lua5.4 | [1-9]*) ;; *) without=,command ;; esac
# cli/bin/ai95 finds a build without the sanitizers, if there is one by then.
[ -z "$sanitize" ] || without=,command,program
[ $# -gt 0 ] || set -- spec
place=outside
if [ "$lua" = nginx ]; then
  place=inside lua=luajit
  set -- --exclude-tags=nginx,plain "$@"
elif [ "$lua" != luajit ]; then
  echo "on $lua without the specs in nginx (#nginx), whose Lua is LuaJIT"
  set -- "--exclude-tags=nginx$without" "$@"
elif [ -n "$without" ]; then
  set -- "--exclude-tags=${without#,}" "$@"
fi

# shellcheck disable=SC2086 # none where it is empty
make -s build LUA="$lua" $sanitize
eval "$(make -s env LUA="$lua" $sanitize)"
AI95_LUA=$lua
# Importers killed at random: on one Lua many, on the others a few.
if [ "$lua$sanitize" = lua5.4 ]; then AI95_KILLS=200; else AI95_KILLS=${AI95_KILLS:-12}; fi
export AI95_LUA AI95_KILLS
if [ $place = inside ]; then
  exec sandbox/with luajit spec/support/inside_nginx.lua "$@"
fi
busted=$(command -v busted)
if [ -n "$sanitize" ]; then
  # The interpreter is not built with the sanitizers, so they are loaded before it.
  ASAN_OPTIONS=detect_leaks=1
  UBSAN_OPTIONS=print_stacktrace=1
  export ASAN_OPTIONS UBSAN_OPTIONS
  exec sandbox/with env LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" \
    "$lua" "$busted" "$@"
fi
exec sandbox/with "$lua" "$busted" "$@"
