#!/usr/bin/env bash
# Holds the number of instructions of a small fixed piece of work against a committed number, so that
# a loss of speed is noticed. Counts do not depend on the clock or on what else the machine does.
#
#   scripts/instructions.sh            compare; exit code 1 where it is more than the margin above
#   scripts/instructions.sh --update   write the numbers of this build
#
# It builds a release binary (NINETHIRTY_BINARY names one that is there).
set -euo pipefail
cd "$(dirname "$0")/.."

numbers=scripts/instructions.txt
margin=15 # in a hundred

if ! command -v valgrind > /dev/null; then
  echo "instructions: not counted, valgrind is not installed"
  exit 0
fi

binary="${NINETHIRTY_BINARY:-}"
if [ -z "$binary" ]; then
  swift build -c release --product ninethirty
  binary="$(swift build -c release --show-bin-path)/ninethirty"
fi
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$binary" sample "$folder/sample" --reports 8 --seed 1 > /dev/null
# Valgrind of Debian 12 cannot read the form of debugging information that Swift writes.
strip --strip-debug -o "$folder/ninethirty" "$binary"
binary="$folder/ninethirty"

# One hash seed, one zone and one locale, so that the same binary gives nearly the same count.
count() {
  env -i PATH="$PATH" LD_LIBRARY_PATH="${LD_LIBRARY_PATH:-}" HOME="$folder" TZ=UTC LC_ALL=C \
    SWIFT_DETERMINISTIC_HASHING=1 \
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" "$@" > "$folder/output" 2>&1 \
    || { cat "$folder/output" >&2; return 1; }
  sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*/\1/p' "$folder/output"
}

check="$(count check 2013-10 --workspace "$folder/sample")"
draft="$(count draft 2013-10 --workspace "$folder/sample")"
if [ -z "$check" ] || [ -z "$draft" ]; then
  echo "instructions: valgrind gave no count"
  exit 1
fi

if [ "${1:-}" = --update ]; then
  printf 'check %s\ndraft %s\n' "$check" "$draft" > "$numbers"
  echo "instructions: wrote $numbers: check $check, draft $draft"
  exit 0
fi

if [ ! -f "$numbers" ]; then
  echo "instructions: check $check, draft $draft; no number is kept yet: run scripts/instructions.sh --update"
  exit 0
fi

status=0
compare() {
  local name="$1" now="$2" kept
  kept="$(sed -n "s/^$name //p" "$numbers")"
  local change=$(((now - kept) * 1000 / kept))
  local text
  text="$(printf '%+d.%d' $((change / 10)) $((change < 0 ? -change % 10 : change % 10)))"
  echo "instructions: $name $now, $text% of $kept"
  if [ "$change" -gt $((margin * 10)) ]; then
    echo "  more than $margin% above: find what became slower, or run scripts/instructions.sh --update"
    status=1
  elif [ "$change" -lt $((-margin * 10)) ]; then
    echo "  more than $margin% below: run scripts/instructions.sh --update to keep the gain"
  fi
}
compare check "$check"
compare draft "$draft"
exit "$status"
