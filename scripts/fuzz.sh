#!/usr/bin/env bash
# Feeds every reader of other people's bytes with inputs that libFuzzer makes up, guided by what
# code they reach.
#
#   scripts/fuzz.sh [READER...]     all readers where none is named
#
#   SECONDS_EACH=5   how long for each reader
#   SEED=930         the same seed, files and program make the same inputs
#   KEEP=            a folder to keep what was found interesting, and to go on from the next time
#
# An input that crashes, hangs or breaks a property is kept in .build-fuzz/artifacts; run it again
# with: NINETHIRTY_FUZZ_READER=READER .build-fuzz/release/fuzz FILE
set -euo pipefail
cd "$(dirname "$0")/.."

seconds="${SECONDS_EACH:-5}"
seed="${SEED:-930}"
build=.build-fuzz

if ! [ -e "$(dirname "$(readlink -f "$(command -v swift)")")"/../lib/clang/*/lib/linux/libclang_rt.fuzzer-"$(uname -m)".a ]; then
  echo "NOT RUN: this Swift toolchain brings no libFuzzer (libclang_rt.fuzzer)" >&2
  exit 0
fi

# -enable-testing: the readers of records are not open to other targets.
NINETHIRTY_FUZZ=1 NINETHIRTY_STRICT=0 swift build --quiet --product fuzz -c release \
  --scratch-path "$build" --sanitize fuzzer -Xswiftc -enable-testing
fuzz="$build/release/fuzz"
readers=$(sed -n 's/^  case \([a-z, ]*\)$/\1/p' Fuzz/Reader.swift | tr -d ,)
trap 'rm -rf /dev/shm/ninethirty-fuzz-*' EXIT

# Seeds: the files of this repository, and what ninethirty itself writes.
seeds="$build/seeds"
rm -rf "$seeds"
mkdir -p "$build/artifacts"
for reader in $readers; do mkdir -p "$seeds/$reader"; done

take() { # take READER FILE...: into the reader's seeds, each under a name of its own
  local reader=$1 file
  shift
  for file in "$@"; do
    if [ -f "$file" ]; then cp "$file" "$seeds/$reader/$(tr -c 'A-Za-z0-9.\n' _ <<< "$file")"; fi
  done
}

take json analyses/*/*.json schedule.json
take analysis examples/*/analyses/*/*.json analyses/*/*.json
take workspace examples/illustrative/analyses/2013-10/*.json
take schedule schedule.json examples/*/schedule.json
take register requests.csv examples/*/requests.csv
take csv requests.csv Tests/Fixtures/*.csv
take commentary analyses/*/commentary.md examples/*/analyses/*/commentary.md docs/templates.md
take texts templates/text.*.xml
take stylesheet templates/*.xsl templates/parts/*.xsl
take schema templates/schemas/*.xsd
take xml templates/*.xsl templates/*.xml templates/schemas/*.xsd
for encoding in '\0' '\1' '\2' '\3' '\4'; do
  printf "$encoding"'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\0d41d8cd98f00b204e9800998ecf8427e  data/a%%25\n\0Payload-Oxum: 0.1\n\0https://example.org/x - data/x\n' \
    > "$seeds/bag/$(printf '%d' "'${encoding#?}")"
done
printf '%s\n' '{"bytes":1,"edition":"2012-04","files":1,"format":"ninethirty-kept/1","importedAt":"2026-01-01T00:00:00.000Z","importedBy":"a","reason":"r","source":"s"}' > "$seeds/kept/one"
for fixture in Tests/Fixtures/fuzz/*/*; do take "$(basename "$(dirname "$fixture")")" "$fixture"; done

words=(2013-10-31 2013-11 2013-11-14T09:30:00.000Z 09:30 2013-11-14T09:30 Europe/London -12.50e+1
  0.1234567890123456 9007199254740993 "Young people’s ÉCOLE & Co.")
for index in "${!words[@]}"; do printf %s "${words[$index]}" > "$seeds/words/$index"; done

program=.build/debug/ninethirty
if [ -x "$program" ]; then
  workspace="$build/workspace"
  rm -rf "$workspace" "$build/fuzz.key" "$build/fuzz.log-key"
  cp -r examples/illustrative "$workspace"
  export NINETHIRTY_KEY_FILE="$PWD/$build/fuzz.key"
  "$program" key new --workspace "$workspace" > /dev/null
  for edition in 2013-10 2013-11; do
    "$program" seal "$edition" --by fuzz --workspace "$workspace" > /dev/null
    "$program" release "$edition" --workspace "$workspace" > /dev/null
  done
  take seal "$workspace"/publications/archive/*/v1/content/seal.json
  take recipes "$workspace"/publications/archive/*/v1/content/recipes.json
  take ledger "$workspace"/publications/*.jsonl
  for file in "$workspace"/publications/archive/*/inventory.json; do take inventory "$file"; done
  log="$workspace/publications/public/log"
  take note "$log/checkpoint" "$log"/checkpoints/*
  for file in "$log"/checkpoints/*; do
    sed '/^$/,$d' "$file" > "$seeds/checkpoint/$(basename "$file")"
  done
  take proof "$log"/proofs/*.tlog-proof
  for file in "$log"/tile/*/* "$log"/tile/*/*.p/*; do
    [ -f "$file" ] || continue
    { echo "${file#"$log"/}"; cat "$file"; } > "$seeds/tile/$(tr -c 'A-Za-z0-9.\n' _ <<< "${file#"$log"/}")"
  done
  take keyline "$log/key"
  grep -v '^#' "$log/key" | cut -d ' ' -f 1 > "$seeds/keyline/line"
  find "$workspace/publications/" -path '*/sources/*.xml' -print0 |
    while IFS= read -r -d '' file; do take xml "$file"; done
fi

failed=0
for reader in ${*:-$readers}; do
  corpus=("$seeds/$reader")
  if [ -n "${KEEP:-}" ]; then
    mkdir -p "$KEEP/$reader"
    corpus=("$KEEP/$reader" "${corpus[@]}")
  fi
  log="$build/$reader.log"
  # -detect_leaks: there is no leak sanitizer in this build. -max_len: small inputs are fast, and
  # reach what large ones reach.
  if NINETHIRTY_FUZZ_READER="$reader" "$fuzz" -seed="$seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=16384 -dict=Fuzz/words.dict -detect_leaks=0 -print_final_stats=1 -verbosity=1 \
    -artifact_prefix="$build/artifacts/$reader-" "${corpus[@]}" > "$log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "fuzz $reader: $runs inputs, nothing found (seed $seed)"
  else
    failed=1
    echo "fuzz $reader: FAILED with the seed $seed; the end of $log:" >&2
    tail -n 40 "$log" >&2
  fi
done
exit "$failed"
