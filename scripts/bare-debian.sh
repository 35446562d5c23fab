#!/bin/bash
# Runs commands in a checkout on a bare Debian, as a new reader of the README would:
#   bare-debian.sh [--mirror URL] [--arch ARCH] [--user] [--keep] RELEASE [COMMAND…]
# RELEASE is bookworm, trixie or sid. Without COMMANDs it runs "make demo" and "make test".
# It installs the minimal system, make and git in a temporary folder, and clones the current commit.
# At the end it removes the folder, unless --keep is given. The default mirror is this system's.
# With --user an ordinary user runs the commands, in a folder with a Chinese name, after root has
# installed what they need. With --arch it is another architecture, such as arm64 or i386; if this
# machine cannot run its programs, that needs qemu-user-static and binfmt-support, and patience.
# It needs root and debootstrap.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() { sed -n '2,10s/^# \{0,1\}//p' "$0"; }
fail() { echo "bare-debian: $*" >&2; exit 2; }

mirror='' keep='' arch='' user=''
while [ $# -gt 0 ]; do
  case $1 in
    --mirror) [ $# -ge 2 ] || fail "--mirror needs a URL"; mirror=$2; shift 2 ;;
    --arch) [ $# -ge 2 ] || fail "--arch needs an architecture"; arch=$2; shift 2 ;;
    --user) user=yes; shift ;;
    --keep) keep=yes; shift ;;
    --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
  esac
done
[ $# -ge 1 ] || { usage >&2; exit 2; }
release=$1
shift
[ $# -gt 0 ] || set -- "make demo" "make test"
[ "$(id -u)" -eq 0 ] || fail "run it as root"
command -v debootstrap >/dev/null || fail "install debootstrap"

if [ -z "$mirror" ]; then
  mirror=$(scripts/debian-mirror.sh) || fail "choose a mirror with --mirror URL"
fi

root=$(mktemp -d "${TMPDIR:-/var/tmp}/ai95-bare.XXXXXX")
chmod 755 "$root" # its other users need it, too
finish() {
  if [ -n "$keep" ]; then
    echo "bare-debian: kept in $root"
  else
    rm -rf --one-file-system "$root"
  fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

name="$release${arch:+ on $arch}"
echo "bare-debian: $name"
scripts/quietly.sh debootstrap --variant=minbase ${arch:+"--arch=$arch"} "$release" "$root" "$mirror"
# The mirror may be a snapshot, whose lists are too old for apt.
echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/snapshot"

# Runs a command as root, or as the user with the ids $2, whose home is $3. The namespaces, with their
# mounts and processes, end with the command.
inside() {
  # shellcheck disable=SC2016 # the inner shell expands the dollars
  unshare --mount --pid --fork --kill-child sh -ec '
    mount -t proc proc "$1/proc"
    mount -t devpts -o mode=620,ptmxmode=666 devpts "$1/dev/pts"
    exec chroot --userspec="$3" "$1" /usr/bin/env -i HOME="$4" TERM="${TERM:-dumb}" \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -ec "$2"' \
    sh "$root" "$1" "${2:-0:0}" "${3:-/root}"
}

inside "apt-get -q update && apt-get -q install -y --no-install-recommends make git" \
  >"$root/apt.log" 2>&1 || { cat "$root/apt.log" >&2; exit 1; }
ids=0:0 home=/root place=/root/ai95
if [ -n "$user" ]; then
  ids=1000:1000 home=/home/reader place=/home/reader/下载/ai95
  inside "useradd --create-home --uid 1000 --user-group reader"
fi
mkdir -p "$root$place"
scripts/quietly.sh git clone --quiet --no-local . "$root$place"
if [ -n "$user" ]; then
  chown -R "$ids" "$root$home"
  inside "cd '$place' && scripts/setup.sh test"
fi
for command; do
  echo "bare-debian: $name: $command"
  inside "cd '$place' && $command" "$ids" "$home" </dev/null
done
echo "bare-debian: $name passed"
