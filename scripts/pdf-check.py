#!/usr/bin/env python3
"""Holds each PDF of a public tree against the page that it stands beside, by pypdf.

    scripts/pdf-check.py FOLDER

Tags, bookmarks, title and language are those of the page; every sheet is A4 and has its number; every cell
of every table of the page stands in the text; no link leads into the folder in which it was printed.
Prints each fault and ends with 1 where there is one."""
import html
import pathlib
import re
import sys
import unicodedata

import pypdf


def packed(text):
    """Without spaces and ligatures: how a line is set is another thing in print."""
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))


def texts(page, name):
    found = re.findall(rf"<{name}\b[^>]*>(.*?)</{name}>", page, re.S)
    return [html.unescape(re.sub(r"<[^>]*>", "", one)) for one in found]


def titles(outline):
    for one in outline:
        if isinstance(one, list):
            yield from titles(one)
        else:
            yield one.title


def links(reader):
    for sheet in reader.pages:
        for mark in sheet.get("/Annots", []):
            action = mark.get_object().get("/A")
            if action is not None and "/URI" in action.get_object():
                yield str(action.get_object()["/URI"])


def faults(path):
    reader = pypdf.PdfReader(path, strict=True)
    root = reader.trailer["/Root"]
    page = (path.parent / "index.html").read_text(encoding="utf-8")
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "it is not marked as tagged"
    if "/StructTreeRoot" not in root or not root["/StructTreeRoot"].get("/K"):
        yield "it has no tags"
    language = re.search(r'<html\b[^>]* lang="([^"]+)"', page).group(1)
    if root.get("/Lang") != language:
        yield f"its language is {root.get('/Lang')}, not {language}"
    title = texts(page, "title")[0]
    if reader.metadata.title != title:
        yield f"its title is {reader.metadata.title}, not {title}"
    bookmarks = {packed(one) for one in titles(reader.outline)}
    # What leads about is for the screen alone, and some words for those who listen.
    body = re.sub(r"<nav\b.*?</nav>", "", page, flags=re.S)
    body = re.sub(r'<span class="visually-hidden">.*?</span>', "", body, flags=re.S)
    for heading in texts(body, "h2"):
        if packed(heading) not in bookmarks:
            yield f"no bookmark leads to {heading!r}"
    sheets = [packed(one.extract_text()) for one in reader.pages]
    for number, (sheet, text) in enumerate(zip(reader.pages, sheets), 1):
        width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)
        if abs(width - 595.28) > 1 or abs(height - 841.89) > 1:
            yield f"sheet {number} has {width} by {height} points, which is not A4"
        if f"{number}/{len(sheets)}" not in text:
            yield f"sheet {number} has no number"
        if number > 1 and packed(title) not in text:
            yield f"sheet {number} has no title above it"
    whole = "".join(sheets)
    cells = [packed(one) for one in texts(body, "td")]
    if not cells:
        yield "its page has no table to compare"
    for cell in cells:
        if cell not in whole:
            yield f"{cell!r} of a table is not in it"
    for link in links(reader):
        if not re.match(r"(https|mailto):", link):
            yield f"it has a link to {link}"


def main():
    found = sorted(pathlib.Path(sys.argv[1]).rglob("*.pdf"))
    if not found:
        sys.exit("there is no PDF")
    wrong = [f"{path}: {fault}" for path in found for fault in faults(path)]
    print("\n".join(wrong) if wrong else f"{len(found)} PDFs are as their pages are")
    sys.exit(1 if wrong else 0)


main()
