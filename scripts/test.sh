#!/usr/bin/env bash
# Builds everything and runs every test. Warnings are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
export NINETHIRTY_STRICT=1
export PATH="$PWD/.venv/bin:$PATH"
# The binary that the tests run must have been built before them, in the same configuration.
swift build
swift test
