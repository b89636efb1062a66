#!/bin/sh
# Installs those of the named Debian packages that are missing; says what to do on other systems.
set -eu
missing=""
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu. Please install the equivalents of these packages yourself," >&2
    echo "then run 'make' again with SKIP_PACKAGES=1: $*" >&2
    [ "${SKIP_PACKAGES:-}" = 1 ] && exit 0
    exit 1
fi
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
echo "Installing:$missing"
as_root=""
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Please run as root: apt-get install$missing" >&2; exit 1; }
    as_root="sudo"
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
