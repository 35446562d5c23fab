#!/bin/sh
# Installs Debian packages without a question, and without a service left running: apt-install.sh --update | PACKAGE …
# To be run as root. Says nothing unless something goes wrong.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
export DEBIAN_FRONTEND=noninteractive
apt() { "$here/quietly.sh" apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }

if [ "$1" = --update ]; then
  # One source that cannot be reached need not be one that is needed; if it is, the installation says so.
  apt update || echo "setup: the list of packages could not be renewed; trying with the one that is there" >&2
  exit 0
fi

# Debian starts what it installs, and nginx would take port 80. While this file answers 101, nothing is started.
policy=/usr/sbin/policy-rc.d
written=
new_services=
for service in nginx redis-server memcached; do
  [ -e "/etc/init.d/$service" ] || new_services="$new_services $service"
done

# Also after an interruption, which apt survives to finish what it began.
clean_up() {
  # Nor shall it be started when the machine is next switched on.
  for service in $new_services; do
    if [ -e "/etc/init.d/$service" ]; then
      "$here/quietly.sh" update-rc.d "$service" disable || :
      echo "setup: $service is there for the sandbox and the specs only; its own service is neither running nor enabled"
    fi
  done
  [ -z "$written" ] || rm -f "$policy"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
  written=yes
  printf '#!/bin/sh\n# Written for one installation by %s\nexit 101\n' "$here/apt-install.sh" >"$policy"
  chmod 755 "$policy"
fi

# With --no-remove: whoever has something that excludes one of these decides for themselves what shall go.
apt install -y --no-install-recommends --no-remove "$@"
