#!/bin/sh
# Prints the address of the Debian mirror from which this system installs its packages.
set -eu

# apt reads its sources, whatever their format.
# shellcheck disable=SC2016 # the dollars are apt's
mirror=$(apt-get indextargets --format '$(SITE) $(CODENAME) $(ORIGIN) $(COMPONENT)' 2>/dev/null |
  awk '$2 !~ /-/ && $3 == "Debian" && $4 == "main" { print $1; exit }')
[ -n "$mirror" ] || { echo "this system has no Debian source" >&2; exit 1; }
echo "$mirror"
