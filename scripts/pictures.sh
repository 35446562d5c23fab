#!/bin/bash
# Makes the README's pictures: docs/pictures/demo.png, the output of `make demo`, and
# docs/pictures/report.png, the first screen of `ai95 report` with sample calls of the sandbox.
set -euo pipefail
cd "$(dirname "$0")/.."

LUA=${LUA:-lua5.4}
export LUA
COLUMNS=104 ROWS=64 # of the terminal
LANG=C.UTF-8 # the report's dates and the terminal's characters do not depend on the user's locale
export LANG

work=$(mktemp -d)
tmux=(tmux -S "$work/tmux" -f /dev/null)
trap '"${tmux[@]}" kill-server 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

scripts/setup.sh demo pictures
make -s build LUA="$LUA"
eval "$(make -s env LUA="$LUA")"
mkdir -p docs/pictures

# picture PAGE PNG WIDTH HEIGHT
picture() {
  local browser options=()
  browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
  [ "$(id -u)" -ne 0 ] || options=(--no-sandbox)
  # A profile of its own: one that the user's browser has open would be refused.
  scripts/quietly.sh "$browser" --headless "${options[@]}" --user-data-dir="$work/profile" \
    --hide-scrollbars --window-size="$3,$4" --screenshot="$work/picture.png" "file://$1"
  mv "$work/picture.png" "$2"
  echo "$2: $(wc -c <"$2") bytes"
}

demo() {
  "${tmux[@]}" new-session -d -x $COLUMNS -y $ROWS \
    "LUA=$LUA make -s demo; echo \$? >$work/demo.status; exec sleep 600"
  for _ in $(seq 600); do
    [ ! -s "$work/demo.status" ] || break
    sleep 0.2
  done
  [ "$(cat "$work/demo.status")" = 0 ] || { "${tmux[@]}" capture-pane -p >&2; exit 1; }
  sleep 0.5 # tmux may not have drawn the last lines yet
  "${tmux[@]}" capture-pane -p -e -J >"$work/demo.txt"
  "$LUA" scripts/terminal-page.lua $COLUMNS "make demo" <"$work/demo.txt" >"$work/demo.html"
  local lines
  # As the terminal wrapped them.
  lines=$("${tmux[@]}" capture-pane -p | awk 'NF { last = NR } END { print last }')
  picture "$work/demo.html" docs/pictures/demo.png 874 $((lines * 18 + 76))
}

# Two campaigns of last week, of different AI users.
report() {
  local day
  seed() {
    curl -fsS -o "$work/seed" --data "$1" "$AI95_SANDBOX_URL/_sandbox/seed"
  }
  for day in 02 03 04 05 06; do
    seed "{\"calls\":420,\"task\":{\"source\":\"Spring campaign\",\"spacing\":75,
      \"created_at\":\"2026-03-$day 08:30:00\"}}"
    seed "{\"calls\":150,\"task\":{\"source\":\"Renewals\",\"spacing\":120,
      \"created_at\":\"2026-03-$day 13:00:00\",
      \"ai_user_sn\":\"SYSUSER|7e319be661f57a0a1800eac51b24c811\"}}"
  done
  AI95_BASE_URL=$AI95_SANDBOX_URL AI95_USERNAME=hln AI95_PASSWORD=secret AI95_LUA=$LUA \
    cli/bin/ai95 report --from 2026-03-02 --to 2026-03-08 --lang en -o "$work/report.html"
  picture "$work/report.html" docs/pictures/report.png 1280 900
}

if [ "${1:-}" = report ]; then
  report
else
  demo
  sandbox/with scripts/pictures.sh report
fi
