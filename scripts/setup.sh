#!/bin/sh
# Installs what is missing for a purpose, and nothing else: setup build|sandbox|demo|test|bench …
# Where all is there it changes nothing, and needs neither network nor root. LUA chooses the Lua (lua5.4).
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
LUA=${LUA:-lua5.4}
PATH=$PATH:/usr/sbin:/sbin

# A need is a Debian package, or several with | between them of which one will do; and a sign by which other systems
# show that they have it (see is_there).
lua_needs() {
  case $1 in
    # Debian 12's nginx module wants luajit2, which excludes luajit; elsewhere there may be only one of them.
    luajit) echo "luajit2|luajit program:luajit
                  libluajit2-5.1-dev|libluajit-5.1-dev header:lua.h" ;;
    lua5.1) echo "lua5.1 program:lua5.1
                  liblua5.1-0-dev header:lua.h" ;;
    lua5.*) echo "$1 program:$1
                  lib$1-dev header:lua.h" ;;
  esac
}

needs_of() {
  case $1 in
    build)
      lua_needs "$LUA"
      echo "gcc                   program:cc
            libc6-dev             header:stdlib.h
            libcurl4-openssl-dev|libcurl4-gnutls-dev header:curl/curl.h
            libssl-dev            header:openssl/evp.h
            lua-cjson             module:cjson
            lua-argparse          module:argparse
            ca-certificates       -" ;;
    sandbox)
      echo "nginx                 program:nginx|openresty
            libnginx-mod-http-lua nginx-module:ngx_http_lua_module.so
            lua-cjson             lua5.1-file:cjson.so
            lua-zip               lua5.1-file:zip.so
            lua-expat             lua5.1-file:lxp.so
            lua-nginx-string      lua5.1-file:nginx/aes.lua|resty/aes.lua
            openssl               program:openssl
            curl                  program:curl
            zip                   program:zip" ;;
    demo)
      needs_of build
      needs_of sandbox ;;
    test)
      needs_of build
      needs_of sandbox
      for lua in lua5.1 lua5.2 lua5.3 lua5.4 luajit; do lua_needs "$lua"; done
      echo "lua-busted            program:busted
            lua-check             program:luacheck
            lua-filesystem        -
            lua-socket            -
            lua-posix             -
            redis-server          program:redis-server
            memcached             program:memcached
            lua-redis             lua5.1-file:redis.lua
            lua-nginx-redis       lua5.1-file:nginx/redis.lua|resty/redis.lua
            lua-nginx-memcached   lua5.1-file:nginx/memcached.lua|resty/memcached.lua
            luarocks              program:luarocks
            clang-format          program:clang-format
            cppcheck              program:cppcheck
            valgrind              program:valgrind
            tmux                  program:tmux
            zsh                   program:zsh
            mandoc                program:mandoc
            chromium              program:chromium|chromium-browser|google-chrome"
      # Many have a Node that is not Debian's, and with it an npm.
      command -v node >/dev/null || echo "nodejs program:node"
      command -v npm >/dev/null || echo "npm program:npm" ;;
    bench)
      needs_of build
      lua_needs luajit
      echo "nginx                 program:nginx
            libnginx-mod-http-lua nginx-module:ngx_http_lua_module.so
            lua-nginx-string      lua5.1-file:nginx/string.lua|resty/string.lua
            openssl               program:openssl
            util-linux            program:unshare
            curl                  program:curl
            wrk                   program:wrk
            php-cli               program:php
            php-curl              -" ;;
  esac
}

# The Debian packages among the arguments that are installed, each between blanks.
installed_of() {
  # shellcheck disable=SC2016 # the dollar is dpkg-query's
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | awk '
    $1 == "installed" { printf " %s ", $2 }' || :
}

# The first of a|b|c that this release has; a where it has none, so that apt says so.
available_of() {
  for package in $(echo "$1" | tr '|' ' '); do
    if LC_ALL=C apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]'; then
      echo "$package"
      return
    fi
  done
  echo "${1%%|*}"
}

# Prints those of the needs "a|b …" of which nothing is installed.
missing_packages() {
  # shellcheck disable=SC2046 # words are what is wanted
  installed=$(installed_of $(echo "$*" | tr '|' ' '))
  for need in "$@"; do
    met=
    for package in $(echo "$need" | tr '|' ' '); do
      case $installed in *" $package "*) met=yes ;; esac
    done
    [ -n "$met" ] || echo "$need"
  done
}

# Whether one of the files a|b|c is in one of the folders.
is_file_in() {
  files=$(echo "$1" | tr '|' ' ')
  shift
  for folder in "$@"; do
    for file in $files; do
      if [ -e "$folder/$file" ]; then return 0; fi
    done
  done
  return 1
}

# Whether a system without Debian's packages shows a sign.
is_there() {
  sought=${1#*:}
  case $1 in
    program:*)
      for program in $(echo "$sought" | tr '|' ' '); do
        if command -v "$program" >/dev/null; then return 0; fi
      done
      return 1 ;;
    header:*)
      echo "#include <$sought>" | cc -E -x c -I"/usr/include/$LUA" -I"/usr/local/include/$LUA" -I/usr/include/luajit-2.1 \
        -I/usr/include/lua - >/dev/null 2>&1 ;;
    module:*) "$LUA" -e "require '$sought'" >/dev/null 2>&1 ;;
    nginx-module:*)
      command -v openresty >/dev/null || is_file_in "$sought" /usr/lib*/nginx/modules /usr/share/nginx/modules ;;
    lua5.1-file:*)
      is_file_in "$sought" /usr/lib/*/lua/5.1 /usr/lib*/lua/5.1 /usr/share/lua/5.1 \
        /usr/local/lib/lua/5.1 /usr/local/share/lua/5.1 /usr/local/openresty/lualib ;;
  esac
}

[ $# -ge 1 ] || { echo "usage: setup build|sandbox|demo|test|bench …" >&2; exit 2; }
needs=
for purpose in "$@"; do
  case $purpose in
    build | sandbox | demo | test | bench) needs="$needs
$(needs_of "$purpose")" ;;
    *) echo "setup: unknown purpose '$purpose': build, sandbox, demo, test or bench" >&2; exit 2 ;;
  esac
done
needs=$(echo "$needs" | awk 'NF == 2 && !seen[$1]++ { print $1, $2 }')

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  missing=$(echo "$needs" | while read -r _ sign; do is_there "$sign" || echo "  $sign"; done)
  [ -n "$missing" ] || exit 0
  echo "setup: $* needs what this system does not have, and there is no apt-get to install it with:" >&2
  echo "$missing" | sed 's/:/: /; s/lua5.1-file/Lua 5.1 module/; s/nginx-module/nginx module/; s/|/ or /' >&2
  exit 1
fi

# shellcheck disable=SC2046 # words are what is wanted
missing=$(missing_packages $(echo "$needs" | cut -d ' ' -f 1))
[ -n "$missing" ] || exit 0

names=$(echo "$missing" | cut -d '|' -f 1 | tr '\n' ' ')
as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "setup: $* needs these packages; install them as root:" >&2
    echo "  apt-get install $names" >&2
    exit 1
  fi
fi

echo "setup: installing what is missing for $*, which may take a minute or two: $names"
$as_root "$here/apt-install" --update
packages=
for need in $missing; do packages="$packages $(available_of "$need")"; done
# shellcheck disable=SC2086
$as_root "$here/apt-install" $packages
