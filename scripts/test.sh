#!/usr/bin/env bash
# Builds everything and runs every test. Warnings are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
export NINETHIRTY_STRICT=1
export PATH="$PWD/.venv/bin:$PATH"
# Other people's test cases, where they are at hand; a test that wants them is skipped elsewhere.
for suite in ocfl-1.1:OCFL merkle:MERKLE bagit:BAGIT; do
  fixtures="$PWD/../shared/fixtures/${suite%%:*}"
  name="NINETHIRTY_${suite##*:}_FIXTURES"
  if [ -d "$fixtures" ]; then export "$name=${!name:-$fixtures}"; fi
done
# The binary that the tests run is the one that people use; it takes half the time of a debug build.
swift build -c release --product ninethirty
export NINETHIRTY_TEST_BINARY="$PWD/.build/release/ninethirty"
# What failed stands at the very end too: of a long log often only the end is kept.
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
status=0
swift test 2>&1 | tee "$log" || status=$?
if [ "$status" -ne 0 ]; then
  python3 scripts/failed-tests.py "$log"
  exit "$status"
fi
