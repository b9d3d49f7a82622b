#!/usr/bin/env bash
# Makes the pictures of docs/pictures: pages of the illustrative workspace, published into a fresh copy of
# it, as Chromium shows them. Run it when the pages look different; the README shows the pictures.
#
#   scripts/pictures.sh [FOLDER]    NINETHIRTY_BINARY names a program that is built
#
# Needs chromium, and python3 with Pillow where there is one: it makes the files a third as large.
set -euo pipefail
cd "$(dirname "$0")/.."

folder="${1:-docs/pictures}"
ninethirty="${NINETHIRTY_BINARY:-}"
if [ -z "$ninethirty" ]; then
  swift build -c release --product ninethirty
  ninethirty="$(swift build -c release --show-bin-path)/ninethirty"
fi
browser="$(command -v chromium || command -v chromium-browser || true)"
if [ -z "$browser" ]; then
  echo "no chromium here: install the package chromium" >&2
  exit 69
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -r examples/illustrative "$work/copy"
cp -r templates "$work/copy/templates"
export NINETHIRTY_KEY_FILE="$work/ninethirty.key"
"$ninethirty" key new --workspace "$work/copy" >/dev/null
for edition in 2013-10 2013-11; do
  "$ninethirty" draft "$edition" --workspace "$work/copy" >/dev/null
  "$ninethirty" seal "$edition" --workspace "$work/copy" --by ninethirty >/dev/null
  "$ninethirty" release "$edition" --workspace "$work/copy" >/dev/null
done
public="$(readlink -f "$work/copy/publications/public")"
report="$(ls -d "$public"/2013-11/reports/fernmarrow-*/)"

chromium() {
  "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" "$@" \
    >/dev/null 2>&1
}

# NAME PAGE WIDTH HEIGHT PLACE SCHEME: the page from a place on, or from its top where PLACE is empty. It
# stands in a frame of the width, because a window of Chromium is never as narrow as a phone.
picture() {
  local name=$1 page=$2 width=$3 height=$4 place=$5 scheme=$6
  cat > "$work/frame.html" <<HTML
<!DOCTYPE html>
<meta name="color-scheme" content="light dark">
<style>
  body { margin: 0; width: ${width}px; height: ${height}px; overflow: hidden }
  iframe { border: 0; display: block; width: ${width}px; height: 30000px }
</style>
<iframe src="file://$page" onload="
  const place = this.contentDocument.getElementById('$place')
  if (place) this.style.marginTop = 16 - place.getBoundingClientRect().top + 'px'"></iframe>
HTML
  local dark=()
  [ "$scheme" = dark ] && dark=(--blink-settings=preferredColorScheme=0)
  chromium "${dark[@]}" --window-size="$((width < 500 ? 500 : width)),$height" --screenshot="$work/$name.png" \
    --allow-file-access-from-files "file://$work/frame.html"
  python3 - "$work/$name.png" "$folder/$name.png" "$width" "$height" <<'PYTHON'
import shutil
import sys
source, target, width, height = sys.argv[1:]
try:
    from PIL import Image
except ImportError:
    shutil.copy(source, target)
else:
    with Image.open(source) as image:
        image.convert("RGB").crop((0, 0, int(width), int(height))).quantize(48, dither=0).save(target, optimize=True)
PYTHON
}

mkdir -p "$folder"
picture bulletin "$public/2013-11/index.html" 1000 1250 section-months light
picture report "${report}index.html" 1000 1250 "" light
picture report-phone "${report}index.html" 390 1250 section-attrition light
picture report-dark "${report}index.html" 1000 1250 section-matching dark
du -sh "$folder"
