#!/bin/sh
# Runs a command with DIR in place of /etc/ssl/certs: trusting.sh DIR COMMAND…
# Only the command sees DIR, in its own mount namespace. Needs root or user namespaces.
set -eu

dir=$1
shift
map=
[ "$(id -u)" -eq 0 ] || map=--map-root-user
# shellcheck disable=SC2016,SC2086 # the inner shell expands these; no word if there is no map
exec unshare $map --mount sh -c 'mount --bind "$0" /etc/ssl/certs && exec "$@"' "$dir" "$@"
