#!/usr/bin/env bash
# Publishes the real editions of this workspace into a fresh copy of it, so that the checkout stays
# clean, and proves them: each is rebuilt from its archive, from its inputs too, and is what the
# repository's own archive holds (scripts/archive-editions.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product ninethirty
ninethirty="$(swift build -c release --show-bin-path)/ninethirty"

copy=published
rm -rf "$copy"
mkdir "$copy"
cp -r schedule.json requests.csv analyses pages templates "$copy/"

# Outside the checkout: the key of whoever publishes, made now if there is none.
"$ninethirty" key new --workspace "$copy" --remark "make release"

editions=$(find analyses -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
for edition in $editions; do
  echo "== $edition"
  "$ninethirty" draft "$edition" --workspace "$copy"
  "$ninethirty" seal "$edition" --workspace "$copy" --by "make release"
  "$ninethirty" release "$edition" --workspace "$copy"
done

echo
echo "== proof"
for edition in $editions; do
  "$ninethirty" rebuild "$edition" --inputs --workspace "$copy"
  for part in renditions sources; do
    diff -rq "publications/archive/$edition/v1/content/$part" \
      "$copy/publications/archive/$edition/v1/content/$part" || {
      echo "$edition is not what publications/archive holds; where inputs or templates were changed on" >&2
      echo "purpose, run scripts/archive-editions.sh and commit what it makes" >&2
      exit 1
    }
  done
  echo "$edition: the same as in publications/archive"
done
"$ninethirty" log --workspace "$copy"
echo
"$ninethirty" status --workspace "$copy"
echo
echo "published $(echo "$editions" | wc -l) editions; open $copy/publications/public/index.html"
