#!/bin/sh
# Copies the library, the report and the command to a folder, or removes them:
#   install.sh install TO LUA OUT | install.sh uninstall TO LUA
# TO/share/ai95 lists the files for each Lua, so that exactly these are removed, and those of an
# older version too. The command, its man page and its completions are those of the Lua that was
# installed last.
set -eu
umask 022 # others may use it, too
cd "$(dirname "$0")/.."

action=$1 to=$2 lua=$3 built=${4-}
scripts/check-lua.sh "$lua"
program=$(command -v "$lua")
version=$("$lua" -e 'print((_VERSION:gsub("Lua ", "")))')
list=$to/share/ai95/installed-$version

remove_installed() {
  [ -f "$list" ] || return 0
  tr '\n' '\0' < "$list" | (cd "$to" && xargs -0 rm -f)
  rm -f "$list"
  # Removes the project's own folders, if they are empty.
  for folder in "share/lua/$version/ai95" "share/lua/$version/ai95_report" \
    "share/lua/$version/ai95_cli" "share/lua/$version/ai95_texts" "lib/lua/$version/ai95" \
    "lib/lua/$version/ai95_cli" share/ai95; do
    [ ! -d "$to/$folder" ] || find "$to/$folder" -depth -type d -exec rmdir {} \; 2>/dev/null || :
  done
}

# put MODE FOLDER FILE…: copies the files to TO/FOLDER, and lists them. It replaces a file and never
# writes into it: a program may have it open.
put() {
  mode=$1 folder=$2
  shift 2
  mkdir -p "$to/$folder"
  install -m "$mode" "$@" "$to/$folder"
  for file; do echo "$folder/${file##*/}"; done >> "$list"
}

# put_input MODE FILE: copies standard input to TO/FILE, and lists it.
put_input() {
  mkdir -p "$to/${2%/*}"
  install -m "$1" /dev/stdin "$to/$2"
  echo "$2" >> "$list"
}

# Other Luas no longer list what this one has replaced.
take_over() {
  for other in "$to"/share/ai95/installed-*; do
    [ "$other" != "$list" ] || continue
    grep -vxF -f "$list" "$other" > "$list.other" || :
    mv "$list.other" "$other"
  done
}

# The first lines of the command. The kernel cannot start a program whose path has blanks: then the
# shell does, and Lua skips the line for it as a long string.
head_of_command() {
  # shellcheck disable=SC2016 # the shell that runs it expands these
  case $program in
    *[[:blank:]]*) printf '#!/bin/sh\n_=[[\nexec "%s" "$0" "$@"\n]]\n' "$program" ;;
    *) echo "#!$program" ;;
  esac
}

if [ "$action" = uninstall ]; then
  [ -f "$list" ] || { echo "nothing is installed in $to for Lua $version" >&2; exit 1; }
  ! grep -qx bin/ai95 "$list" || had_command=yes
  remove_installed
  for other in "$to"/share/ai95/installed-*; do
    if [ ! -f "$other" ] || [ -z "${had_command-}" ]; then continue; fi
    echo "The command ai95 is removed, too; for Lua ${other##*-}, \`make install\` it again."
  done
  exit 0
fi

remove_installed
mkdir -p "$to/share/ai95"
for source in lua report/lua cli/lua texts/lua; do
  for folder in $(cd $source && find ./* -type d | LC_ALL=C sort); do
    put 644 "share/lua/$version/${folder#./}" "$source/$folder"/*.lua
  done
done
put 755 "lib/lua/$version/ai95" "$built"/ai95/*.so
put 755 "lib/lua/$version/ai95_cli" "$built/ai95_cli/terminal.so"

case $built in /*) ;; *) built=./$built ;; esac
export LUA_PATH="./lua/?.lua;./lua/?/init.lua;./report/lua/?.lua;./report/lua/?/init.lua;\
./cli/lua/?.lua;./cli/lua/?/init.lua;./texts/lua/?.lua;./texts/lua/?/init.lua;;"
export LUA_CPATH="$built/?.so;;"
if ! problem=$("$lua" cli/bin/ai95 completion bash 2>&1 >/dev/null); then
  echo "The library is installed in $to, but not the command ai95, which does not run:" >&2
  echo "$problem" >&2
  exit 0
fi
{ head_of_command && tail -n +2 cli/bin/ai95; } | put_input 755 bin/ai95
put 644 share/man/man1 cli/man/ai95.1
for shell in bash-completion/completions/ai95:bash zsh/site-functions/_ai95:zsh \
  fish/vendor_completions.d/ai95.fish:fish; do
  "$lua" cli/bin/ai95 completion "${shell#*:}" | put_input 644 "share/${shell%:*}"
done
take_over
