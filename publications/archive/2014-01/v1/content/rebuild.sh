#!/bin/sh
# Makes every page and data file of an archived version again with xsltproc and xmllint, and holds
# what comes out, and what is archived, against rebuild.sha512. REBUILD.txt beside it says how.
#
#   sh rebuild.sh [VERSION]          VERSION like v1; the newest if none is named
#   sh rebuild.sh VERSION FOLDER     puts every file of the version into a new folder, and does no more
#
# It writes to a temporary folder, and to the one that is named. The exit code is 0 only where every page
# is identical, or every file as it was archived.
set -eu
LC_ALL=C
export LC_ALL
unset CDPATH

fail() {
  echo "rebuild.sh: $*" >&2
  exit 1
}

wanted=${1:-}
folder=${2:-}
tools="sha512sum awk"
[ -n "$folder" ] || tools="$tools xsltproc xmllint"
for tool in $tools; do
  command -v "$tool" > /dev/null || fail "$tool is not installed"
done
if [ -e "$folder" ] || [ -L "$folder" ]; then fail "something stands at $folder already"; fi
case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
here=$(cd -- "$here" && pwd)
tab=$(printf '\t')

work=${TMPDIR:-/tmp}/rebuild-$$
mkdir -m 700 -- "$work" || fail "cannot make $work"
trap 'rm -rf -- "$work"' 0
trap 'exit 1' 1 2 15
work=$(cd -- "$work" && pwd)

# What inventory.json says of the version: digest, place in the object, path in the version.
inventory() {
  awk -v wanted="$wanted" '
    function stop(why) { print "rebuild.sh: inventory.json: " why > "/dev/stderr"; failed = 1; exit 1 }
    function value(token) {
      token = substr(token, 2, length(token) - 2)
      gsub(/\\\//, "/", token); gsub(/\\"/, "\"", token)
      if (index(token, "\\") > 0) stop("a name has an escape that this script does not read: " token)
      return token
    }
    function text(token) {
      if (kind[level] == "{" && isKey) { key[level] = value(token); return }
      if (level == 1 && key[1] == "head") head = value(token)
      if (level == 1 && key[1] == "digestAlgorithm" && value(token) != "sha512")
        stop("its digests are not SHA-512")
      if (level == 3 && key[1] == "manifest" && !((tolower(key[2])) in place))
        place[tolower(key[2])] = value(token)
      if (level == 5 && key[1] == "versions" && key[3] == "state") {
        count++; version[count] = key[2]; digest[count] = tolower(key[4]); path[count] = value(token)
      }
    }
    {
      rest = $0
      while (match(rest, /"([^"\\]|\\.)*"|[][{}:,]|[^][{}:," \t]+/)) {
        token = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        if (token == "{" || token == "[") { level++; kind[level] = token; isKey = token == "{" }
        else if (token == "}" || token == "]") { level--; isKey = 0 }
        else if (token == ":") isKey = 0
        else if (token == ",") isKey = kind[level] == "{"
        else if (substr(token, 1, 1) == "\"") text(token)
      }
    }
    END {
      if (failed) exit 1
      if (wanted == "") wanted = head
      for (i = 1; i <= count; i++) if (version[i] == wanted) {
        if (!(digest[i] in place)) stop("its manifest lacks " digest[i])
        print digest[i] "\t" place[digest[i]] "\t" path[i]
        found = 1
      }
      if (!found) stop("there is no version " wanted "; the newest is " head)
    }' "$1"
}

object=$here/../..
# What is archived stays as it is: a folder in the object, or beside it in the storage root, would be
# found to have no place there.
if [ -n "$folder" ] && [ -f "$object/inventory.json" ]; then
  kept=$(cd -- "$object" && pwd -P)
  [ ! -f "$object/../0=ocfl_1.1" ] || kept=$(cd -- "$object/.." && pwd -P)
  parent=$(dirname -- "$folder")
  place=$(cd -- "$parent" 2> /dev/null && pwd -P) || fail "there is no folder $parent"
  case $place/ in
    "$kept"/*) fail "$folder is in the archive that it would be made from; name a place elsewhere" ;;
  esac
  # The inputs are among what is laid out, and they are private.
  if [ -d "$kept/../public" ]; then
    open=$(cd -- "$kept/../public" && pwd -P)
    case $place/ in "$open"/*) fail "$folder would be public; name a place elsewhere" ;; esac
  fi
fi
if [ -f "$object/inventory.json" ]; then
  inventory "$object/inventory.json" > "$work/files" || exit 1
  mkdir "$work/version"
  while IFS=$tab read -r digest place path; do
    case /$path/ in */../* | //*) fail "a path leaves the version: $path" ;; esac
    case $path in
      */*) [ -d "$work/version/${path%/*}" ] || mkdir -p -- "$work/version/${path%/*}" ;;
    esac
    cp -- "$object/$place" "$work/version/$path" || fail "$place is missing"
    printf '%s  %s\n' "$digest" "$path" >> "$work/archived.sha512"
  done < "$work/files"
  (cd -- "$work/version" && sha512sum -c "$work/archived.sha512") > "$work/said" 2>&1 || {
    grep -v ': OK$' "$work/said" >&2
    fail "archived files are not as inventory.json has them"
  }
  echo "$(wc -l < "$work/files" | tr -d ' ') archived files are as inventory.json has them"
  version=$work/version
  if [ -n "$folder" ]; then
    mkdir -- "$folder" && cp -R -- "$version/." "$folder/" || fail "cannot fill $folder"
    echo "laid out in $folder"
    exit 0
  fi
else
  [ -z "$wanted" ] || fail "there is no inventory.json two folders above, so there is one version"
  version=$here
fi
[ -f "$version/rebuild.tsv" ] || fail "the version has no rebuild.tsv; an older ninethirty made it"

cd -- "$version"
[ -s rebuild.tsv ] || fail "rebuild.tsv names no page"
mkdir "$work/rebuilt" "$work/kept"
while IFS= read -r line; do
  page=${line%%"$tab"*} && line=${line#*"$tab"}
  source=${line%%"$tab"*} && line=${line#*"$tab"}$tab
  stylesheet=${line%%"$tab"*} && line=${line#*"$tab"}
  set --
  while [ -n "$line" ]; do
    parameter=${line%%"$tab"*} && line=${line#*"$tab"}
    set -- "$@" --stringparam "${parameter%%=*}" "${parameter#*=}"
  done
  for folder in rebuilt kept; do
    target=$work/$folder/renditions/$page
    [ -d "${target%/*}" ] || mkdir -p -- "${target%/*}"
  done
  # Where a step fails, the page comes out empty or short, and its sum says so.
  case $page in
    *.ods/*)
      command -v unzip > /dev/null || fail "unzip is not installed"
      xsltproc --nonet "$@" "templates/$stylesheet" "sources/$source" |
        xmllint --nonet --c14n11 - > "$work/rebuilt/renditions/$page" || true
      unzip -p "renditions/${page%/*}" "${page##*/}" > "$work/kept/renditions/$page" || true
      ;;
    *.html | *.xml)
      xsltproc --nonet "$@" "templates/$stylesheet" "sources/$source" |
        xmllint --nonet --c14n11 - > "$work/rebuilt/renditions/$page" || true
      xmllint --nonet --c14n11 "renditions/$page" > "$work/kept/renditions/$page" || true
      ;;
    *)
      xsltproc --nonet "$@" "templates/$stylesheet" "sources/$source" > "$work/rebuilt/renditions/$page" || true
      cp -- "renditions/$page" "$work/kept/renditions/$page" || true
      ;;
  esac
done < rebuild.tsv

status=0
check() {
  (cd -- "$work/$1" && sha512sum -c "$version/rebuild.sha512") > "$work/said" 2>&1 || status=1
  grep -v ': OK$' "$work/said" >&2 || true
  [ "$(grep -c ': OK$' "$work/said")" -eq "$(wc -l < rebuild.tsv)" ] || status=1
  echo "$(grep -c ': OK$' "$work/said") of $(wc -l < rebuild.tsv | tr -d ' ') pages $2"
}
check kept "in renditions/ are as they were sealed"
check rebuilt "made again are identical"
exit $status
