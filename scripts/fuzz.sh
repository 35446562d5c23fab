#!/bin/sh
# Runs the fuzz targets, the files of spec/fuzz: fuzz.sh seeds | fuzz.sh run [TARGET [SECONDS]]
# seeds: each target over its seeds only, built with cc and its sanitizers. run: each target, or one,
# under libFuzzer for some seconds (60). What it finds is kept in build/fuzz, to go on from there.
set -eu
cd "$(dirname "$0")/.."

LUA=${LUA:-lua5.4}
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT

targets=
for file in spec/fuzz/*.c; do
  target=$(basename "$file" .c)
  [ "$target" = main ] || targets="$targets $target"
done

# An abort must not leave a core file.
ulimit -c 0
UBSAN_OPTIONS=print_stacktrace=1
export UBSAN_OPTIONS

"$LUA" spec/fuzz/seeds.lua "$seeds"

case ${1:-} in
  seeds)
    make -s fuzz-build LUA="$LUA" SANITIZE=1
    for target in $targets; do
      printf '%s: ' "$target"
      "build/$LUA-sanitized/fuzz/$target" "$seeds/$target"/*
    done ;;
  run)
    make -s fuzz-build LUA="$LUA" SANITIZE=1 CC=clang FUZZ=1
    mkdir -p build/fuzz
    for target in ${2:-$targets}; do
      corpus=build/fuzz/corpus/$target
      mkdir -p "$corpus"
      echo "== $target"
      "build/$LUA-fuzz/fuzz/$target" -max_total_time="${3:-60}" -print_final_stats=1 -verbosity=1 \
        -artifact_prefix=build/fuzz/ "$corpus" "$seeds/$target" 2> build/fuzz/log || {
        tail -n 60 build/fuzz/log >&2
        exit 1
      }
      grep '^stat::number_of_executed_units\|^stat::peak_rss_mb' build/fuzz/log
    done ;;
  *)
    echo "usage: fuzz.sh seeds | fuzz.sh run [TARGET [SECONDS]]" >&2
    exit 2 ;;
esac
