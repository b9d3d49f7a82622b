#!/usr/bin/env python3
"""Looks at every page of a public site as people with a browser do.

    scripts/browser-check.py FOLDER [--chromium PATH]

Serves the folder on loopback, opens each page in headless Chromium (Debian's) through Playwright,
on a phone and on a desktop, in the light and in the dark scheme, and holds it against:

  axe        no violation of the rules of axe-core (Deque), which the package brings along
  requests   nothing is asked for but the page and its stylesheet, and nothing fails
  shift      nothing moves while the page loads (layout-shift entries of the browser)
  width      nothing sticks out of the window; a wide table scrolls in a box of its own
  table      on a tablet and in a narrow window every column of a table is in sight
  script     no page has a script
  keyboard   Tab reaches every link and control once, in the order of the page, each visible with a
             mark of its own; the first leads to the main content
  no style   without its stylesheet the page says all that it says with it, in the same order

Prints each fault as "page: check: what", and at the end how many pages were looked at; exit code 1
where there was a fault. Pages with the same bytes are looked at once; of pages that differ in nothing but
how far up their links lead, the second is only loaded, and held against requests, shift and width.
"""

import argparse
import functools
import hashlib
import http.server
import pathlib
import re
import sys
import threading

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Between a phone and a desktop.
TABLETS = [641, 768, 900, 1000]
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES = ["light", "dark"]

SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
    .observe({type: "layout-shift", buffered: true})
  requestAnimationFrame(() => setTimeout(() => done(sum), 50))
})"""

# What Tab should reach, in the order of the page.
FOCUSABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])")]
  .filter(e => e.checkVisibility()).map((e, i) => { e.dataset.check = i; return i })"""

FOCUSED = """() => { const e = document.activeElement
  if (!e || e === document.body) return null
  const style = getComputedStyle(e), box = e.getBoundingClientRect()
  const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== "none" || style.textDecorationLine === "underline" && style.backgroundColor
      !== "rgba(0, 0, 0, 0)"
  return {index: Number(e.dataset.check), name: (e.innerText || e.id || e.tagName).slice(0, 60),
          href: e.getAttribute("href"), seen, marked} }"""

# The words of the page as it stands, without what is for the eyes of nobody.
WORDS = """() => { const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const words = []
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent.checkVisibility()) words.push(...walker.currentNode.data.split(/\\s+/).filter(w => w))
  }
  return words.join(" ") }"""

# Where blocks of text stand: each below the one before it, in the order of the page.
BLOCKS = """() => { const blocks = [...document.querySelectorAll(
    "h1, h2, h3, h4, p, table, figure, dl, ol, ul, summary")].filter(e => e.checkVisibility()
      && !e.closest("svg") && !e.classList.contains("skip"))
  const wrong = []
  let last = null
  for (const e of blocks) {
    const box = e.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    if (last && !last.element.contains(e) && box.bottom <= last.box.top)
      wrong.push(e.innerText.slice(0, 60))
    last = {element: e, box}
  }
  return wrong }"""


# Tables that are wider than the box that they scroll in.
CUT = """() => [...document.querySelectorAll(".scroll > table")].filter(e => e.scrollWidth > e.parentElement.clientWidth + 1)
  .map(e => `“${e.caption ? e.caption.innerText.slice(0, 60) : e.className}” is ${e.scrollWidth} px wide in a box of ${e.parentElement.clientWidth} px`)"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def served(folder):
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def pages(folder):
    """Every page once, however many addresses it has; and whether one was seen that shows the same."""
    seen, shown = set(), set()
    for path in sorted(folder.rglob("*.html")):
        content = path.read_bytes()
        # Relative links say the same wherever the same bytes stand at the same depth.
        key = (hashlib.sha256(content).digest(), len(path.relative_to(folder).parts))
        if key not in seen:
            seen.add(key)
            looks = hashlib.sha256(re.sub(rb'(href|src)="(?:\.\./)+', rb'\1="', content)).digest()
            yield path.relative_to(folder).as_posix(), looks not in shown
            shown.add(looks)


def load(page, url):
    """The faults of a page that show while it is loaded."""
    asked, failed = [], set()
    page.on("request", lambda request: asked.append(request))
    page.on("requestfailed", lambda request: failed.add(request.url))
    page.on("response", lambda response: response.status >= 400 and failed.add(response.url))
    page.goto(url, wait_until="load")
    for request in asked[1:]:
        if request.resource_type != "stylesheet" and not request.url.endswith("/favicon.ico"):
            yield "requests", f"asks for {request.url}"
    for address in sorted(failed):
        if not address.endswith("/favicon.ico"):
            yield "requests", f"cannot get {address}"
    if (shift := page.evaluate(SHIFTS)) > 0:
        yield "shift", f"the page moves by {shift} while it loads"
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    if wide > window:
        yield "width", f"the page is {wide} px wide in a window of {window} px"


def cut(page):
    """The tables that are cut in a window between those of a phone and of a desktop."""
    size = page.viewport_size
    for width in TABLETS:
        page.set_viewport_size({"width": width, "height": size["height"]})
        for what in page.evaluate(CUT):
            yield "table", f"{what} at {width} px"
    page.set_viewport_size(size)


def violations(page, axe):
    """What axe-core says against the page as it is shown now."""
    for violation in axe.run(page).response["violations"]:
        for node in violation["nodes"]:
            yield "axe", (f"{violation['id']} ({violation['help']}): "
                          f"{node['target'][0]} {node['html'][:120]}")


def read(page):
    """The faults of a loaded page in whatever scheme; it has no style afterwards."""
    if page.evaluate("document.scripts.length") > 0:
        yield "script", "the page has a script"
    for text in page.evaluate(BLOCKS):
        yield "no style", f"“{text}” stands above what comes before it in the page"
    with_style = page.evaluate(WORDS)
    yield from keyboard(page)
    page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
    if page.evaluate(WORDS) != with_style:
        yield "no style", "the page says other words without its stylesheet"


def keyboard(page):
    wanted = page.evaluate(FOCUSABLE)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    got = []
    for _ in wanted:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        got.append(focused["index"])
        if not focused["seen"]:
            yield "keyboard", f"“{focused['name']}” has the focus and is not in sight"
        if not focused["marked"]:
            yield "keyboard", f"“{focused['name']}” does not show that it has the focus"
        if len(got) == 1 and not (focused["href"] or "").startswith("#"):
            yield "keyboard", f"the first Tab reaches “{focused['name']}”, and not a link to the main content"
    if got != wanted:
        yield "keyboard", f"Tab goes through {got}, the page has {wanted}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    server = served(options.folder.resolve())
    root = f"http://127.0.0.1:{server.server_address[1]}/"
    faults, count, axe = 0, 0, Axe()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for path, is_new in pages(options.folder):
            count += 1
            found = {}  # Each fault, and where it showed.
            for name, (width, height) in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                for fault in load(page, root + path):
                    found.setdefault(fault, []).append(name)
                for fault in cut(page) if name == "phone" else []:
                    found.setdefault(fault, []).append("tablet")
                for scheme in SCHEMES if is_new else []:
                    page.emulate_media(color_scheme=scheme)
                    for fault in violations(page, axe):
                        found.setdefault(fault, []).append(f"{name} {scheme}")
                for fault in read(page) if is_new else []:
                    found.setdefault(fault, []).append(name)
                page.close()
            for (check, what), places in sorted(found.items()):
                print(f"{path}: {check}: {what} [{', '.join(places)}]")
            faults += len(found)
        browser.close()
    server.shutdown()
    if count == 0:
        print(f"{options.folder}: no page was found")
        return 1
    print(f"{count} pages, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
