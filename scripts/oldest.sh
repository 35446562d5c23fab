#!/bin/sh
# Builds with the oldest libcurl and OpenSSL that the README names, Debian 11's 7.74 and 1.1.1, in a
# temporary folder, and runs specs there, against a sandbox of this system: oldest.sh [SPEC…]
# It needs root, debootstrap and a Debian mirror that has it: AI95_MIRROR, or else this system's.
# Without them it says so and ends with status 77.
set -eu
cd "$(dirname "$0")/.."

RELEASE=bullseye
PACKAGES="gcc libc6-dev libcurl4-openssl-dev libssl-dev zlib1g-dev openssl python3 php-cli luajit \
libluajit-5.1-dev lua-cjson lua-busted lua-socket lua-filesystem lua-posix"

skip() { echo "oldest: skipped: $*"; exit 77; }

[ $# -gt 0 ] || set -- spec/unit/pool_spec.lua spec/unit/files_spec.lua spec/unit/finalizers_spec.lua \
  spec/http/tls_spec.lua spec/http/hostile_spec.lua \
  spec/http/process_spec.lua spec/http/download_spec.lua
[ "$(id -u)" -eq 0 ] || skip "it needs root"
command -v debootstrap >/dev/null || skip "debootstrap is missing"
command -v curl >/dev/null || skip "curl is missing"
mirror=${AI95_MIRROR:-$(scripts/debian-mirror.sh)} || skip "choose a mirror with AI95_MIRROR"
curl -sfI -m 20 "$mirror/dists/$RELEASE/Release" >/dev/null || skip "$mirror has no $RELEASE"

# The temporary folder has the network of this system.
if [ -z "${AI95_SANDBOX_URL:-}" ]; then
  exec sandbox/with "scripts/oldest.sh" "$@"
fi
exec scripts/bare-debian.sh --mirror "$mirror" $RELEASE "
  apt-get -q install -y --no-install-recommends $PACKAGES >apt.log 2>&1 ||
    { tail apt.log >&2; exit 1; }
  curl-config --version
  openssl version
  make -s build-library LUA=luajit WERROR=1
  echo '$(cat "$AI95_SANDBOX_CA")' >build/ca.pem
  echo '$(cat "$AI95_SANDBOX_OTHER_CA")' >build/other-ca.pem
  eval \"\$(make -s env LUA=luajit)\"
  export AI95_LUA=luajit AI95_SANDBOX_URL=$AI95_SANDBOX_URL AI95_SANDBOX_HTTPS=$AI95_SANDBOX_HTTPS
  export AI95_SANDBOX_EXPIRED=$AI95_SANDBOX_EXPIRED AI95_SANDBOX_WRONG_NAME=$AI95_SANDBOX_WRONG_NAME
  export AI95_SANDBOX_CA=build/ca.pem AI95_SANDBOX_OTHER_CA=build/other-ca.pem
  # not as process 1, which some signals do not end
  luajit /usr/bin/busted --exclude-tags=nginx $* || exit 1
  echo done"
