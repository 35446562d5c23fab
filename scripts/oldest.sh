#!/bin/sh
# Builds with the oldest libcurl and OpenSSL that the README names, Debian 11's 7.74 and 1.1.1, in a
# temporary folder, and runs specs there: oldest.sh [SPEC…]
# It needs root, debootstrap and a Debian mirror; without them it says so and ends with status 77.
set -eu
cd "$(dirname "$0")/.."

RELEASE=bullseye
MIRROR=${AI95_MIRROR:-http://deb.debian.org/debian}

skip() { echo "oldest: skipped: $*"; exit 77; }

[ $# -gt 0 ] || set -- spec/unit spec/http/tls_spec.lua spec/http/hostile_spec.lua \
  spec/http/outcomes_spec.lua spec/http/faults_spec.lua spec/http/process_spec.lua
[ "$(id -u)" -eq 0 ] || skip "it needs root"
command -v debootstrap >/dev/null || skip "debootstrap is missing"
command -v curl >/dev/null || skip "curl is missing"
curl -sfI -m 20 "$MIRROR/dists/$RELEASE/Release" >/dev/null || skip "$MIRROR has no $RELEASE"

packages="gcc libc6-dev libcurl4-openssl-dev libssl-dev zlib1g-dev openssl zip python3 php-cli
  luajit libluajit-5.1-dev lua-cjson lua-busted lua-socket lua-filesystem lua-posix lua-argparse
  nginx-light libnginx-mod-http-lua lua-expat locales"
# Programs of other folders have packages that this release lacks: tags leave their specs out.
exec scripts/bare-debian.sh --mirror "$MIRROR" $RELEASE \
  "apt-get -q install -y --no-install-recommends $(echo $packages) >apt.log 2>&1 || { tail apt.log; exit 1; }
   curl-config --version; openssl version
   ip link set lo up 2>/dev/null || :
   make -s build LUA=luajit WERROR=1
   scripts/specs.sh luajit --exclude-tags=nginx $*"
