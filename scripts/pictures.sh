#!/usr/bin/env bash
# Makes the pictures of docs/pictures: pages of the illustrative workspace, published into fresh copies of
# it, as Chromium shows and prints them. Run it when the pages look different; the README shows the pictures.
#
#   scripts/pictures.sh [FOLDER]    NINETHIRTY_BINARY names a program that is built
#
# Needs chromium, pdftoppm (package poppler-utils), and python3 with Pillow where there is one: it makes the
# files a third as large.
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
if ! command -v pdftoppm >/dev/null; then
  echo "no pdftoppm here: install the package poppler-utils" >&2
  exit 69
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# COPY EDITION...: publishes editions of a copy of the workspace, with a key of its own.
publish() {
  local copy=$1
  export NINETHIRTY_KEY_FILE="$copy.key"
  "$ninethirty" key new --workspace "$copy" >/dev/null
  for edition in "${@:2}"; do
    "$ninethirty" draft "$edition" --workspace "$copy" >/dev/null
    "$ninethirty" seal "$edition" --workspace "$copy" --by ninethirty >/dev/null
    "$ninethirty" release "$edition" --workspace "$copy" >/dev/null
  done
}

for copy in english welsh; do
  cp -r examples/illustrative "$work/$copy"
  cp -r templates "$work/$copy/templates"
done
publish "$work/english" 2013-10 2013-11

# In Welsh with the texts of the series translated and nothing else: so the pictures show both.
python3 - "$work/welsh/schedule.json" <<'PYTHON'
import json
import sys
with open(sys.argv[1], encoding="utf-8") as file:
    schedule = json.load(file)
series = schedule["series"]
schedule["languages"] = ["en", "cy"]
schedule["translations"] = {"cy": {"phrases": {
    series["title"]: "Ystadegau'r Labordy Data Enghreifftiol",
    series["label"]: "Ystadegau enghreifftiol",
    series["producer"]: "Y Labordy Data Enghreifftiol (dychmygol)",
}}}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(schedule, file, ensure_ascii=False, indent=2)
PYTHON
(cd "$work/welsh" && ls schedule.json analyses/2013-10/A-*.json analyses/2013-10/commentary.md) | while read -r file; do
  "$ninethirty" accept 2013-10 --workspace "$work/welsh" --check translation.missing --file "$file" \
    --reason "The pictures show what a text without a translation looks like." --by ninethirty >/dev/null
done
publish "$work/welsh" 2013-10

public="$(readlink -f "$work/english/publications/public")"
report="$(ls -d "$public"/2013-11/reports/fernmarrow-*/)"
welsh="$(ls -d "$(readlink -f "$work/welsh/publications/public")"/2013-10/cy/reports/quillanby-*/)"

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
  keep "$name" "$width" "$height"
}

# NAME WIDTH HEIGHT: puts a picture where it is kept, cut to its size.
keep() {
  python3 - "$work/$1.png" "$folder/$1.png" "$2" "$3" <<'PYTHON'
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

# NAME PAGE: the first sheet of a page as it is printed, A4 at 96 dots an inch.
sheet() {
  chromium --no-pdf-header-footer --print-to-pdf="$work/$1.pdf" "file://$2"
  pdftoppm -png -r 96 -f 1 -singlefile "$work/$1.pdf" "$work/$1"
  keep "$1" 794 1123
}

mkdir -p "$folder"
picture bulletin "$public/2013-11/index.html" 1000 1250 section-months light
picture report "${report}index.html" 1000 1250 "" light
picture report-phone "${report}index.html" 390 1250 section-attrition light
picture report-dark "${report}index.html" 1000 1250 section-matching dark
picture report-welsh "${welsh}index.html" 1000 1250 "" light
picture report-welsh-phone "${welsh}index.html" 390 1250 section-introduction light
sheet report-print "${report}index.html"
sheet bulletin-print "$public/2013-11/index.html"
du -sh "$folder"
