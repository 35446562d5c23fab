#!/bin/sh
# Installs the missing packages for a purpose:
#   setup.sh build|sandbox|demo|specs|test|pictures|bench|fuzz …
#   setup.sh --missing PURPOSE…    only prints what is missing, and fails if something is
# If nothing is missing it changes nothing, and needs neither network nor root. LUA chooses the Lua
# (lua5.4). A test needs the other Luas only if this release has them, with their modules.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
LUA=${LUA:-lua5.4}
PATH=$PATH:/usr/sbin:/sbin

# A need is a Debian package, and a sign that the system has it (see is_there). a|b means that
# either package will do; the first one that this release has is installed. A third word, optional,
# means that it is installed if this release has it.
lua_needs() {
  case $1 in
    # Debian 12 has LuaJIT twice; its nginx module needs luajit2. Debian 13 has luajit only.
    luajit) echo "luajit2|luajit program:luajit
                  libluajit2-5.1-dev|libluajit-5.1-dev lua-header:luajit" ;;
    lua5.1) echo "lua5.1 program:lua5.1
                  liblua5.1-0-dev lua-header:lua5.1" ;;
    lua5.*) echo "$1 program:$1
                  lib$1-dev lua-header:$1" ;;
  esac
}

spec_needs() {
  lua_needs "$1"
  echo "lua-cjson               module:$1:cjson
        lua-argparse            module:$1:argparse
        lua-busted              module:$1:busted
        lua-filesystem          module:$1:lfs
        lua-socket              module:$1:socket.http
        lua-expat               module:$1:lxp"
}

needs_of() {
  case $1 in
    build)
      lua_needs "$LUA"
      echo "gcc                   program:cc
            libc6-dev             header:stdlib.h
            libcurl4-openssl-dev|libcurl4-gnutls-dev header:curl/curl.h
            libssl-dev            header:openssl/evp.h
            zlib1g-dev            header:zlib.h
            libzip-dev            header:zip.h
            libexpat1-dev         header:expat.h
            ca-certificates       file:/etc/ssl/certs/ca-certificates.crt|/etc/ssl/cert.pem"
      case $LUA in
        */*) ;; # such as OpenResty's, which has modules of its own
        *) echo "lua-cjson        module:$LUA:cjson
                 lua-argparse     module:$LUA:argparse" ;;
      esac ;;
    sandbox)
      echo "nginx                 nginx:program
            libnginx-mod-http-lua nginx:module
            lua-cjson             lua5.1-file:cjson.so
            lua-expat             lua5.1-file:lxp.so
            lua-nginx-string      lua5.1-file:nginx/aes.lua|resty/aes.lua
            openssl               program:openssl
            curl                  program:curl
            zip                   program:zip
            unzip                 program:unzip" ;;
    demo)
      needs_of build
      needs_of sandbox ;;
    specs) spec_needs "$LUA" ;;
    test)
      needs_of build
      needs_of sandbox
      needs_of specs
      for lua in lua5.1 lua5.2 lua5.3 lua5.4 lua5.5 luajit; do
        spec_needs "$lua" | sed 's/$/ optional/'
      done
      # Debian has no lua-posix and lua-redis for Lua 5.4.
      echo "lua-posix             module:lua5.1:posix.sys.wait
            lua-redis             module:lua5.1:redis
            lua-luv               module:lua5.4:luv
            lua-cqueues           module:lua5.4:cqueues
            lua-dbi-sqlite3       module:$LUA:dbd.sqlite3 optional
            lua-dbi-postgresql    module:$LUA:dbd.postgresql optional
            lua-dbi-mysql         module:$LUA:dbd.mysql optional
            sqlite3               program:sqlite3
            postgresql            program:psql optional
            mariadb-server        program:mariadbd optional
            lua-busted            program:busted
            lua-check             program:luacheck
            redis-server          program:redis-server
            memcached             program:memcached
            lua-nginx-redis       lua5.1-file:nginx/redis.lua|resty/redis.lua
            lua-nginx-memcached   lua5.1-file:nginx/memcached.lua|resty/memcached.lua
            luarocks              program:luarocks
            clang-format          program:clang-format
            cppcheck              program:cppcheck
            valgrind              program:valgrind
            php-cli               program:php
            python3-openpyxl      python-module:openpyxl
            tmux                  program:tmux
            zsh                   program:zsh
            fish                  program:fish
            locales               file:/usr/share/i18n/locales/tr_TR
            mandoc                program:mandoc
            nodejs                program:node
            npm                   program:npm
            chromium|chromium-browser program:chromium|chromium-browser|google-chrome" ;;
    fuzz)
      needs_of build
      echo "clang                 program:clang
            libclang-rt-14-dev|libclang-rt-19-dev|libclang-rt-18-dev|libclang-rt-dev clang-fuzzer:fuzzer" ;;
    pictures)
      echo "tmux                  program:tmux
            fonts-dejavu-core     font:DejaVuSansMono
            fontconfig            program:fc-list
            fonts-noto-cjk        font:NotoSansCJK
            chromium|chromium-browser program:chromium|chromium-browser|google-chrome" ;;
    bench)
      needs_of build
      lua_needs luajit
      echo "nginx                 program:nginx
            libnginx-mod-http-lua nginx-module:ngx_http_lua_module.so
            lua-nginx-string      lua5.1-file:nginx/string.lua|resty/string.lua
            openssl               program:openssl
            util-linux            program:unshare
            curl                  program:curl
            lua-dbi-sqlite3       module:lua5.4:dbd.sqlite3
            sqlite3               program:sqlite3
            wrk                   program:wrk
            php-cli               program:php
            php-curl              php-extension:curl
            python3-openpyxl      python-module:openpyxl
            python3-xlsxwriter    python-module:xlsxwriter
            python3-cryptography  python-module:cryptography" ;;
  esac
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

# The folder of OpenResty's own Lua modules.
lualib() {
  nginx=$("$here/find-nginx" 2>/dev/null | sed -n 1p)
  echo "$(dirname "$(readlink -f "$nginx")")/../../lualib"
}

# Whether the system has a sign. This does not ask the package manager, since many people have Node,
# LuaJIT or nginx from other sources.
is_there() {
  sought=${1#*:}
  case $1 in
    program:*)
      for program in $(echo "$sought" | tr '|' ' '); do
        if command -v "$program" >/dev/null; then return 0; fi
      done
      return 1 ;;
    file:*) is_file_in "$(echo "$sought" | sed 's|/||; s#|/#|#g')" / ;;
    header:*) echo "#include <$sought>" | cc -E -x c - >/dev/null 2>&1 ;;
    # In the folders where the Makefile looks.
    lua-header:luajit) is_file_in lua.h /usr/include/luajit-2.1 /usr/local/include/luajit-2.1 ;;
    lua-header:*)
      is_file_in lua.h "/usr/include/$sought" "/usr/local/include/$sought" /usr/include/lua \
        /usr/local/include ;;
    module:*) "${sought%%:*}" -e "require '${sought#*:}'" >/dev/null 2>&1 ;;
    # An nginx with Lua: perhaps an OpenResty, which needs no module.
    nginx:program) [ -n "$("$here/find-nginx" 2>/dev/null)" ] ;;
    nginx:module) "$here/find-nginx" >/dev/null 2>&1 ;;
    nginx-module:*)
      command -v openresty >/dev/null ||
        is_file_in "$sought" /usr/lib*/nginx/modules /usr/share/nginx/modules ;;
    lua5.1-file:*)
      is_file_in "$sought" /usr/lib/*/lua/5.1 /usr/lib*/lua/5.1 /usr/share/lua/5.1 \
        /usr/local/lib/lua/5.1 /usr/local/share/lua/5.1 "$(lualib)" ;;
    font:*) fc-list | grep -q "$sought" ;;
    clang-fuzzer:*)
      echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
        clang -fsanitize=fuzzer,address -x c -o /dev/null - >/dev/null 2>&1 ;;
    php-extension:*) php -r "exit(extension_loaded('$sought') ? 0 : 1);" >/dev/null 2>&1 ;;
    # Debian's modules are those of its own Python.
    python-module:*)
      python3 -c "import $sought" >/dev/null 2>&1 ||
        /usr/bin/python3 -c "import $sought" >/dev/null 2>&1 ;;
  esac
}

# The needs on standard input whose sign is missing.
missing_of() {
  while read -r packages sign optional; do
    is_there "$sign" || echo "$packages $sign $optional"
  done
}

# The signs of the needs on standard input, for people.
describe() {
  sed 's/^[^ ]* /  /; s/ optional$//; s/ $//
    s/:/: /; s/module: \([^:]*\):/\1 module: /; s/lua5.1-file/Lua 5.1 module/
    s/nginx-module/nginx module/; s/lua-header/header files/; s/php-extension/PHP extension/
    s/clang-fuzzer/libFuzzer of clang/
    s/python-module/Python module/; s/|/ or /g'
}

# The first of a|b|c that apt knows; fails if it knows none.
available_of() {
  for package in $(echo "$1" | tr '|' ' '); do
    if LC_ALL=C apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]'; then
      echo "$package"
      return
    fi
  done
  return 1
}

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$'; }

# The packages for the needs on standard input, each once.
packages_of() {
  while read -r packages _ optional; do
    # If an installed package lacks an optional module, this release does not have it.
    if [ -n "$optional" ] && is_installed "$packages"; then
      continue
    elif package=$(available_of "$packages"); then
      echo "$package"
    elif [ -z "$optional" ]; then
      echo "${packages%%|*}" # apt reports it
    fi
  done | sort -u | tr '\n' ' '
}

usage="setup.sh [--missing] build|sandbox|demo|specs|test|pictures|bench|fuzz …"
install=yes
if [ "${1-}" = --missing ]; then
  install=
  shift
fi
[ $# -ge 1 ] || { echo "usage: $usage" >&2; exit 2; }
needs=
for purpose in "$@"; do
  case $purpose in
    build | sandbox | demo | specs | test | pictures | bench | fuzz) needs="$needs
$(needs_of "$purpose")" ;;
    *)
      echo "setup: unknown purpose '$purpose': $usage" >&2
      exit 2 ;;
  esac
done
needs=$(echo "$needs" | awk 'NF > 1 && !seen[$2]++ { print $1, $2, $3 }')

missing=$(echo "$needs" | missing_of)
[ -n "$missing" ] || exit 0
if [ -z "$install" ]; then
  echo "$missing" | describe
  exit 1
fi
required=$(echo "$missing" | grep -v ' optional$' || :)

if ! command -v apt-get >/dev/null; then
  [ -n "$required" ] || exit 0
  echo "setup: $* needs the following, and there is no apt-get to install it with:" >&2
  echo "$required" | describe >&2
  exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    [ -n "$required" ] || exit 0
    # Without apt's lists, nobody knows which packages this release has.
    unknown=$(echo "$required" | while read -r packages _; do
      available_of "$packages" >/dev/null || echo "$packages"
    done | sort -u | sed 's/|/ or /g' | paste -s -d , | sed 's/,/, /g')
    if [ -n "$unknown" ]; then
      echo "setup: $* needs packages that apt does not know here: $unknown." >&2
      echo "Run this as root, and then this command again:" >&2
      echo "  apt-get update && LUA=$LUA '$here/setup.sh' $*" >&2
    else
      echo "setup: $* needs these packages; install them as root:" >&2
      echo "  apt-get install $(echo "$missing" | packages_of)" >&2
    fi
    exit 1
  fi
fi

[ -n "$required" ] || [ -n "$(echo "$missing" | packages_of)" ] || exit 0
$as_root "$here/apt-install.sh" --update
packages=$(echo "$missing" | packages_of)
echo "setup: installing what is missing for $*, which may take a minute or two: $packages"
# shellcheck disable=SC2086 # one word per package
$as_root "$here/apt-install.sh" $packages

missing=$(echo "$required" | missing_of)
[ -z "$missing" ] || {
  echo "setup: the packages are installed, but this is still missing:" >&2
  echo "$missing" | describe >&2
  exit 1
}
