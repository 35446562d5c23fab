#!/bin/sh
# Runs the specs on one Lua, with a sandbox:
# specs.sh LUA [SANITIZE=1] [FORMS=FORM,…] [SPEC…]
# If LUA is nginx, they run inside an nginx worker. With FORMS the sandbox answers in these forms
# (sandbox/README.md), and unless SPEC says otherwise, only the specs that read answers run.
# It exits with 77 if this Lua, or a module that the specs need, is missing.
set -eu
cd "$(dirname "$0")/.."

lua=$1
shift
sanitize=
case ${1:-} in SANITIZE=*) sanitize=$1; shift ;; esac
case ${1:-} in
  FORMS=*)
    AI95_SANDBOX_FORMS=${1#FORMS=}
    export AI95_SANDBOX_FORMS
    shift
    [ $# -gt 0 ] ||
      set -- --exclude-tags=once,program spec/api spec/auth/session_spec.lua spec/import \
        spec/resources spec/sync
    ;;
esac
# Unless SPEC says otherwise, Lua 5.4 runs all specs, and the others those whose result can differ:
# not those of C, servers, other programs and documents (#once), of the command but a first one
# (#command), and, but for LuaJIT and nginx, of whole programs (#program). What travels is the same
# on Lua 5.2, 5.3 and 5.5 as on the Luas before and behind them. The sanitizers watch C only, and
# programs that specs start are not linked with them.
without=
case $#$lua$sanitize in
  0lua5.4 | [1-9]*) ;;
  0lua5.4*)
    without=,command,program
    set -- spec/auth/store_spec.lua spec/export spec/http spec/import spec/loop spec/resources \
      spec/unit
    ;;
  0luajit) without=,command,once ;;
  0nginx)
    without=,command,once
    set -- spec/api spec/auth spec/export spec/guard spec/http spec/import spec/loop spec/resources \
      spec/sync
    ;;
  *)
    without=,command,once,program
    set -- spec/api spec/cli spec/export spec/import spec/report spec/resources spec/texts spec/unit
    [ "$lua" != lua5.1 ] || set -- "$@" spec/auth spec/guard spec/http spec/loop spec/sync
    ;;
esac
[ $# -gt 0 ] || set -- spec
place=outside
if [ "$lua" = nginx ]; then
  place=inside lua=luajit
  set -- "--exclude-tags=nginx,plain$without" "$@"
elif [ "$lua" != luajit ]; then
  echo "on $lua without the specs in nginx (#nginx), whose Lua is LuaJIT"
  set -- "--exclude-tags=nginx$without" "$@"
elif [ -n "$without" ]; then
  set -- "--exclude-tags=${without#,}" "$@"
fi

missing=$(LUA=$lua scripts/setup.sh --missing specs) || {
  printf 'skipped: the specs on %s, since this is missing:\n%s\n' "$lua" "$missing" >&2
  exit 77
}
# shellcheck disable=SC2086 # no word if it is empty
make -s build LUA="$lua" $sanitize
# shellcheck disable=SC2086
eval "$(make -s env LUA="$lua" $sanitize)"
AI95_LUA=$lua
# The number of imports that are killed at a random moment: many on one Lua, a few on the others.
if [ "$lua$sanitize" = lua5.4 ]; then AI95_KILLS=200; else AI95_KILLS=${AI95_KILLS:-12}; fi
export AI95_LUA AI95_KILLS
if [ $place = inside ]; then
  exec sandbox/with luajit spec/support/inside_nginx.lua "$@"
fi
busted=$(command -v busted)
if [ -n "$sanitize" ]; then
  # The interpreter is not linked with the sanitizers, so they are loaded before it.
  ASAN_OPTIONS=detect_leaks=1
  UBSAN_OPTIONS=print_stacktrace=1
  export ASAN_OPTIONS UBSAN_OPTIONS
  runtimes="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
  exec sandbox/with env LD_PRELOAD="$runtimes" "$lua" "$busted" "$@"
fi
exec sandbox/with "$lua" "$busted" "$@"
