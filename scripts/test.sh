#!/bin/sh
# Runs all checks and counts them: the specs on every Lua, on one of them under AddressSanitizer and
# UBSan, and on one with answers in other forms; some specs under valgrind; the linters, the examples, the browser tests, the rock. The
# last line is "N passed, N failed". With arguments, it runs only the specs on those Luas:
# scripts/test.sh lua5.4
set -u
cd "$(dirname "$0")/.." || exit 1

WERROR=1 # of the Makefile: warnings are errors in tests
export WERROR

logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT
passed=0 failed=0 skipped=

# Adds busted's counts. A run that ended before it printed them is one failure, and so is a run that
# failed although every spec passed (the sanitizers report at the end).
count() {
  n='\([0-9]*\)'
  summary="^$n success[a-z]* . $n failure[s]* . $n error[s]* . $n pending.*"
  numbers=$(sed -n "s/$summary/\1 \2 \3 \4/p" "$1" | tail -n 1)
  # shellcheck disable=SC2086
  set -- "$2" ${numbers:-0 1 0 0}
  bad=$(($3 + $4 + $5))
  if [ "$1" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + $2))
  failed=$((failed + bad))
}

# Runs the specs in several ways at once, since they mostly wait. Each is what specs.sh takes.
specs_at_once() {
  runs=0
  for way in "$@"; do
    runs=$((runs + 1))
    # shellcheck disable=SC2086
    { scripts/specs.sh $way > "$logs/$runs" 2>&1; echo $? > "$logs/$runs.status"; } &
  done
  wait
  run=0
  for way in "$@"; do
    run=$((run + 1))
    echo "== specs on $way"
    cat "$logs/$run"
    count "$logs/$run" "$(cat "$logs/$run.status")"
  done
}

# One check that passes, fails, or is skipped (status 77) as a whole.
check() {
  echo "== $1"
  shift
  status=0
  "$@" || status=$?
  case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=", 1 skipped" ;;
    *) failed=$((failed + 1)) ;;
  esac
}

if [ $# -gt 0 ]; then
  specs_at_once "$@"
else
  specs_at_once lua5.1 luajit lua5.2 nginx
  specs_at_once lua5.3 lua5.4 "lua5.4 SANITIZE=1" \
    "luajit FORMS=string_numbers,empty_nulls,keyed_lists"
  check "specs under valgrind" scripts/valgrind.sh
  check "fuzz targets over their seeds" scripts/fuzz.sh seeds
  check "failing allocations" scripts/memory.sh
  check "linters" make -s lint
  check "examples" make -s examples
  check "the console in a browser" scripts/browser-test.sh
  check "rocks" make -s rock
fi

echo "$passed passed, $failed failed$skipped"
[ "$failed" -eq 0 ]
