#!/usr/bin/env bash
# Installs what building and running need: the C libraries and their headers, the `age` tool that seals
# editions, ssh-keygen for signatures, and pdftotext for the leak check. Does nothing where all of it
# is there.
set -euo pipefail

packages=(libxml2-dev libxslt1-dev libcmark-dev libarchive-dev age openssh-client poppler-utils pkg-config)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing ${missing[*]}"
sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q
$sudo apt-get install -y -q --no-install-recommends "${missing[@]}"
