#!/bin/sh
# Runs all checks and counts them: the specs on every Lua, on one of them under AddressSanitizer and
# UBSan, and on one with answers in other forms; some specs under valgrind; the linters, the
# examples, the browser tests, the rock. What failed is repeated at the end, and the last line is
# "N passed, N failed". With arguments, it runs only the specs on those Luas: scripts/test.sh lua5.4
#
# AI95_JOBS is how many of them run at once; by default two for each core, since they often wait.
set -u
cd "$(dirname "$0")/.." || exit 1

WERROR=1 # of the Makefile: warnings are errors in tests
export WERROR

cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
jobs=${AI95_JOBS:-$((cores * 2))}
logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT
passed=0 failed=0 skipped=0

# Adds busted's counts. A run that ended before it printed them is one failure, and so is a run that
# failed although every spec passed (the sanitizers report at the end). A Lua whose modules are
# missing is skipped.
count_specs() {
  n='\([0-9]*\)'
  summary="^$n success[a-z]* . $n failure[s]* . $n error[s]* . $n pending.*"
  numbers=$(sed -n "s/$summary/\1 \2 \3 \4/p" "$1" | tail -n 1)
  if [ "$2$numbers" = 77 ]; then
    skipped=$((skipped + 1))
    return
  fi
  # shellcheck disable=SC2086
  set -- "$2" ${numbers:-0 1 0 0}
  bad=$(($3 + $4 + $5))
  if [ "$1" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + $2))
  failed=$((failed + bad))
}

# Adds one check that passed, failed, or was skipped (status 77) as a whole.
count_check() {
  case $1 in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
  esac
}

# Runs take numbers from 1 on. Each is what specs.sh takes, or a command.
runs=0
add() {
  runs=$((runs + 1))
  echo "$1" > "$logs/$runs.run"
}

# The seconds of a shell's children, from what `times` says: "0m1.50s 0m0.25s" on its second line.
cpu_time() {
  awk 'NR == 2 { split($0, t, /[ms ]+/); printf "%.0f s", 60 * (t[1] + t[3]) + t[2] + t[4] }' "$1"
}

# Runs one after another what no other worker has taken.
work() {
  run=0
  while [ $run -lt $runs ]; do
    run=$((run + 1))
    mkdir "$logs/$run.taken" 2>/dev/null || continue
    words=$(cat "$logs/$run.run")
    begun=$(date +%s) status=0
    case $words in scripts/* | make*) ;; *) words="scripts/specs.sh $words" ;; esac
    # shellcheck disable=SC2086 # several words are intended
    ($words > "$logs/$run.log" 2>&1; status=$?; times > "$logs/$run.times"; exit $status) ||
      status=$?
    echo $status > "$logs/$run.status"
    echo "$words: $(($(date +%s) - begun)) s, $(cpu_time "$logs/$run.times") of CPU, status $status"
  done
}

# The end of a log, or of specs the first that failed.
show_failure() {
  echo "== failed: $(cat "$logs/$1.run")"
  awk '/^(Failure|Error) (→|->) / { left = 20 } left-- > 0 && n++ < 100; END { exit !n }' \
    "$logs/$1.log" || tail -n 20 "$logs/$1.log"
}

# Runs all that was added, in the order in which it was added: the longest first.
run_at_once() {
  worker=0
  while [ $worker -lt "$jobs" ]; do
    worker=$((worker + 1))
    work &
  done
  wait
  run=0
  while [ $run -lt $runs ]; do
    run=$((run + 1))
    words=$(cat "$logs/$run.run")
    status=$(cat "$logs/$run.status")
    case $words in
      scripts/* | make*)
        echo "== $words"
        cat "$logs/$run.log"
        count_check "$status"
        ;;
      *)
        echo "== specs on $words"
        cat "$logs/$run.log"
        count_specs "$logs/$run.log" "$status"
        ;;
    esac
  done
  run=0
  while [ $run -lt $runs ]; do
    run=$((run + 1))
    case $(cat "$logs/$run.status") in
      0 | 77) ;;
      *) show_failure $run ;;
    esac
  done
}

# Several runs use one build, and must not make it at the same time. If one fails, so does its run.
build() {
  for lua in "$@"; do
    # shellcheck disable=SC2086
    make -s -j"$cores" build LUA=$lua || :
  done
}

if [ $# -gt 0 ]; then
  for words in "$@"; do add "$words"; done
  run_at_once
else
  for lua in lua5.1 lua5.2 lua5.3 lua5.4 lua5.5 luajit; do
    ! command -v $lua >/dev/null || build $lua
  done
  build "lua5.4 SANITIZE=1"
  # The longest run, in three.
  programs="spec/cli spec/docs spec/sandbox"
  trouble="spec/guard spec/http spec/sync"
  others=$(for file in spec/*/*_spec.lua; do dirname "$file"; done | sort -u |
    grep -vxF "$(echo "$programs $trouble" | tr ' ' '\n')" | tr '\n' ' ')
  add "lua5.4 SANITIZE=1"
  add luajit
  add "lua5.4 $trouble"
  add "lua5.4 $programs"
  add "lua5.4 $others"
  add lua5.1
  add lua5.2
  add lua5.3
  # Few systems have Lua 5.5.
  ! command -v lua5.5 >/dev/null || add lua5.5
  add nginx
  add "luajit FORMS=string_numbers,empty_nulls,keyed_lists"
  add scripts/browser-test.sh
  add scripts/valgrind.sh
  add scripts/memory.sh
  add "scripts/fuzz.sh seeds"
  add "make -s rock"
  add "make -s lint"
  add "make -s examples"
  run_at_once
fi

[ $skipped -eq 0 ] && skipped='' || skipped=", $skipped skipped"
echo "$passed passed, $failed failed$skipped"
[ "$failed" -eq 0 ]
