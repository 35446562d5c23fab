#!/bin/sh
# Installs Debian packages without questions, and without starting their services:
#   apt-install.sh --update | PACKAGE …
# Run it as root. It prints nothing unless it fails.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
export DEBIAN_FRONTEND=noninteractive
apt() { "$here/quietly.sh" apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }

if [ "$1" = --update ]; then
  # An unreachable source may not matter. If it does, the installation fails and reports it.
  apt update ||
    echo "setup: the lists of packages could not be renewed; trying with the old ones" >&2
  exit 0
fi

# Debian starts the services that it installs, and nginx would take port 80. While this file exits
# with 101, no service is started.
policy=/usr/sbin/policy-rc.d
written=
new_services=
for service in nginx redis-server memcached postgresql mariadb; do
  [ -e "/etc/init.d/$service" ] || new_services="$new_services $service"
done

# Runs after an interruption too: apt goes on and finishes its work.
clean_up() {
  # Nor must the services start at the next boot.
  for service in $new_services; do
    if [ -e "/etc/init.d/$service" ]; then
      "$here/quietly.sh" update-rc.d "$service" disable || :
      echo "setup: $service is for the sandbox and the specs only; its service is disabled"
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
  printf '#!/bin/sh\n# Written by %s, for one installation\nexit 101\n' \
    "$here/apt-install.sh" >"$policy"
  chmod 755 "$policy"
fi

# --no-remove: the user decides about packages that conflict with these.
apt install -y --no-install-recommends --no-remove "$@"
