#!/usr/bin/env bash
# Publishes the real editions of this workspace into a fresh copy of it, and puts what came of them
# into the repository: publications/archive and publications/log.jsonl. Run it when what a version
# holds has changed, or an edition was added; see docs/decisions/0023-archived-editions.md.
#
#   scripts/archive-editions.sh             NINETHIRTY_BINARY names a program that is built
#
# The editions are reconstructions and their archive is public: it holds nothing that the repository
# does not hold in the clear. The journal and the key stay outside.
set -euo pipefail
cd "$(dirname "$0")/.."

ninethirty="${NINETHIRTY_BINARY:-}"
if [ -z "$ninethirty" ]; then
  swift build -c release --product ninethirty
  ninethirty="$(swift build -c release --show-bin-path)/ninethirty"
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
copy="$work/copy"
mkdir "$copy"
cp -r schedule.json requests.csv analyses pages templates "$copy/"

# The key seals for some seconds and opens nothing that is kept.
export NINETHIRTY_KEY_FILE="$work/ninethirty.key"
"$ninethirty" key new --workspace "$copy" > /dev/null
# Nobody keeps a key of this log, so it names none: a log that is not continued needs no signature.
rm -f "$work/ninethirty.log-key"
editions=$(find analyses -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
for edition in $editions; do
  "$ninethirty" draft "$edition" --workspace "$copy" > /dev/null
  "$ninethirty" seal "$edition" --workspace "$copy" --by ninethirty > /dev/null
  "$ninethirty" release "$edition" --workspace "$copy"
  "$ninethirty" rebuild "$edition" --inputs --workspace "$copy"
done

rm -rf publications/archive publications/log.jsonl
mkdir -p publications
# As git keeps them: what others may read, without times.
cp -r "$copy/publications/archive" publications/archive
cp "$copy/publications/log.jsonl" publications/log.jsonl
find publications/archive -type d -exec chmod 755 {} +
find publications/archive -type f -exec chmod 644 {} +
# Nothing of this machine may be in it.
for word in "$PWD" "$work" "$(hostname)"; do
  if grep -rlF -- "$word" publications/archive publications/log.jsonl; then
    echo "these files name this machine: $word" >&2
    exit 1
  fi
done
du -sh publications/archive
echo "archived $(echo "$editions" | wc -l) editions; commit publications/archive and publications/log.jsonl"
