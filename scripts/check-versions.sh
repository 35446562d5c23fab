#!/bin/sh
# Compiles, without writing anything, each file that tests LIBCURL_VERSION_NUM as if libcurl were of
# each version at which one of these tests changes its result: check-versions.sh CC INCLUDES
# libcurl's headers are this system's, so it does not find a name that is newer than its test:
# scripts/oldest.sh builds with the headers of an old libcurl.
set -eu
cd "$(dirname "$0")/.."

cc=$1 includes=$2
headers=$(mktemp -d)
trap 'rm -rf "$headers"' EXIT

files=$(grep -l LIBCURL_VERSION_NUM src/*/*.[ch])
versions=$(grep -ho 'LIBCURL_VERSION_NUM *[<>]=* *0x[0-9a-f]*' src/*/*.[ch] | grep -o '0x.*' | sort -u)
for version in $versions; do
  cat >"$headers/version.h" <<EOF
#include <curl/curl.h>
#undef LIBCURL_VERSION_NUM
#define LIBCURL_VERSION_NUM $version
EOF
  for file in $files; do
    # shellcheck disable=SC2086 # several words are intended
    "$cc" -std=c11 -D_GNU_SOURCE -fsyntax-only -Wall -Wextra -Werror -Wno-deprecated-declarations \
      -include "$headers/version.h" $includes -Isrc -x c "$file" ||
      { echo "check-versions: $file does not compile with libcurl $version" >&2; exit 1; }
  done
done
