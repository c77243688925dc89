#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs by apt what building the tests and examples needs, and the packages given as arguments:
# only those that are missing. Without apt it names them and goes on.
set -eu
needed="g++ cmake ninja-build pkg-config libeigen3-dev catch2 libcli11-dev libcsv-dev zlib1g-dev libzip-dev libpng-dev nlohmann-json3-dev gnuplot-nox $*"

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "No apt on this system; needed, under their Debian names: $needed" >&2
  exit 0
fi

missing=""
for package in $needed; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed$' ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root="env DEBIAN_FRONTEND=noninteractive"
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Not root and no sudo; missing, to be installed by root: apt-get install$missing" >&2
    exit 0
  fi
  as_root="sudo $as_root"
fi

echo "Installing:$missing" >&2
$as_root apt-get update -qq ||
  echo "apt-get update failed; trying with the package lists that are here" >&2
# shellcheck disable=SC2086 # both are lists of words
$as_root apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing || {
  echo "apt-get could not install:$missing" >&2
  exit 1
}
