#!/bin/bash
# Makes the pictures of the documents from the sandbox: pictures.sh [demo|console|report]
#   demo      docs/pictures/demo.png: the terminal with `make demo`
#   console   console.png, call.png: the campaigns and a call in the console of `make console`
#   report    report.png: the first screen of `ai95 report`
# Those of the console and of the report are in docs/pictures/zh in Chinese too.
set -euo pipefail
cd "$(dirname "$0")/.."

LUA=${LUA:-lua5.4}
export LUA
COLUMNS=104 ROWS=64 # of the terminal
LC_ALL=C.UTF-8 # no text and no character in a picture depends on the user's locale
export LC_ALL
places=(en:docs/pictures zh:docs/pictures/zh) # languages and their folders

work=$(mktemp -d)
tmux=(tmux -S "$work/tmux" -f /dev/null)
console=
finish() {
  "${tmux[@]}" kill-server 2>/dev/null || :
  [ -z "$console" ] || kill "$console" 2>/dev/null || :
  wait
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# picture LANGUAGE ADDRESS PNG WIDTH HEIGHT
picture() {
  local browser options=()
  browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
  [ "$(id -u)" -ne 0 ] || options=(--no-sandbox)
  mkdir -p "$(dirname "$3")"
  # A profile of its own: one that the user's browser has open would be refused.
  scripts/quietly.sh "$browser" --headless "${options[@]}" --user-data-dir="$work/profile-$1" \
    --accept-lang="$1" --hide-scrollbars --window-size="$4,$5" \
    --screenshot="$work/picture.png" "$2"
  mv "$work/picture.png" "$3"
  echo "$3: $(wc -c <"$3") bytes"
}

# wait_for FILE PATTERN: until a line of the file matches
wait_for() {
  local _
  for _ in $(seq 600); do
    ! grep -qs "$2" "$1" || return 0
    sleep 0.2
  done
  echo "pictures.sh: no \"$2\" in two minutes" >&2
  return 1
}

control() {
  curl -fsS -o "$work/answer" --data "$2" "$AI95_SANDBOX_URL/_sandbox/$1"
}

demo() {
  "${tmux[@]}" new-session -d -x $COLUMNS -y $ROWS \
    "LUA=$LUA make -s demo; echo \$? >$work/demo.status; exec sleep 600"
  wait_for "$work/demo.status" .
  [ "$(cat "$work/demo.status")" = 0 ] || { "${tmux[@]}" capture-pane -p >&2; exit 1; }
  sleep 0.5 # tmux may not have drawn the last lines yet
  "${tmux[@]}" capture-pane -p -e -J >"$work/demo.txt"
  "$LUA" scripts/terminal-page.lua $COLUMNS "make demo" <"$work/demo.txt" >"$work/demo.html"
  local lines
  # As the terminal wrapped them.
  lines=$("${tmux[@]}" capture-pane -p | awk 'NF { last = NR } END { print last }')
  picture en "file://$work/demo.html" docs/pictures/demo.png 874 $((lines * 18 + 76))
}

# link ADDRESS PATH: the first link of a page of the console to a path
link() {
  local path
  path=$(curl -fsS "$1" | grep -o "href=\"$2?[^\"]*" | sed -n '1s/href="//p' | sed 's/&amp;/\&/g')
  echo "$address$path"
}

# The campaigns, two of them half dialled, and a call of the first.
console() {
  local place address call
  address=http://127.0.0.1:$((9000 + $$ % 3000))
  # As `make console` does: nginx needs LuaJIT.
  make -s build LUA=luajit
  (eval "$(make -s env LUA=luajit)" && exec console/demo --port "${address##*:}") \
    >"$work/console.log" 2>&1 &
  console=$!
  wait_for "$work/console.log" "console: http"
  control clock '{"advance":240}'
  call=$(link "$(link "$address/" /task)&talktimes_min=60" /call)
  for place in "${places[@]}"; do
    picture "${place%%:*}" "$address/" "${place#*:}/console.png" 1280 950
    picture "${place%%:*}" "$call" "${place#*:}/call.png" 1280 720
  done
}

# Two campaigns of two weeks, of different AI users; the report is about the second week.
report() {
  local day calls place
  for day in 02-23:90 02-24:140 02-25:120 02-26:70 02-27:110 \
    03-02:130 03-03:160 03-04:60 03-05:100 03-06:150; do
    calls=${day#*:} day=${day%:*}
    control seed "{\"calls\":$((calls * 2)),\"task\":{\"source\":\"春季回访\",\"spacing\":75,
      \"created_at\":\"2026-$day 08:30:00\"}}"
    control seed "{\"calls\":$calls,\"task\":{\"source\":\"续保提醒\",\"spacing\":120,
      \"created_at\":\"2026-$day 13:00:00\",
      \"ai_user_sn\":\"SYSUSER|7e319be661f57a0a1800eac51b24c811\"}}"
  done
  for place in "${places[@]}"; do
    AI95_BASE_URL=$AI95_SANDBOX_URL AI95_USERNAME=hln AI95_PASSWORD=secret AI95_LUA=$LUA \
      cli/bin/ai95 report --from 2026-03-02 --to 2026-03-08 --lang "${place%%:*}" \
      -o "$work/report.html" >"$work/report.txt"
    picture "${place%%:*}" "file://$work/report.html" "${place#*:}/report.png" 1280 1130
  done
}

scripts/setup.sh demo pictures
make -s build LUA="$LUA"
eval "$(make -s env LUA="$LUA")"

case ${1:-} in
  '')
    scripts/pictures.sh demo
    scripts/pictures.sh console
    scripts/pictures.sh report ;;
  demo) demo ;;
  console | report)
    if [ -n "${AI95_SANDBOX_URL:-}" ]; then "$1"; else sandbox/with "$0" "$1"; fi ;;
  *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
esac
