"""What must hold after a crash, and after the run that recovers from it.

Nothing here asks ninethirty: the files on disk are read as any other program would read them.
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import signed_log
from workshop import EDITION, MARKER

VERIFY_LOG = pathlib.Path(__file__).resolve().parent.parent / "verify-log.py"

# Pages outside an edition that are made from the log, and what in them depends on the moment of
# the run: instants, digests of lines, delays.
MADE_FROM_LOG = re.compile(r"(log|calendar)/|calendar\.ics$|feed\.atom$|pre-release/")
OF_THE_RUN = [
    (re.compile(rb"20[2-9]\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?"), b"INSTANT"),
    (re.compile(rb"20[2-9]\d{5}T\d{6}Z"), b"INSTANT"),
    (re.compile(rb"[0-9a-f]{64,128}"), b"DIGEST"),
    (re.compile(rb'"delayMilliseconds":\d+'), b"DELAY"),
    # A torn line was set aside, and the log says so.
    (re.compile(rb'.*"event":"cut".*\n'), b""),
    (re.compile(rb'"sequence":\d+'), b"NUMBER"),
]


class Fault(Exception):
    """An invariant that does not hold."""


def pages(workspace):
    """The digest of each page that a reader finds through the public link; None without one."""
    link = workspace / "publications" / "public"
    if not os.path.lexists(link):
        return None
    if not link.is_symlink():
        raise Fault("public is no symbolic link")
    return tree_pages(link.resolve(strict=False), str(link))


def tree_pages(root, name):
    if not root.is_dir():
        raise Fault(f"{name} points to {root.name}, which is not there")
    found = {}
    for folder, _, files in os.walk(root):
        for file in files:
            path = os.path.join(folder, file)
            relative = os.path.relpath(path, root)
            if relative.startswith(signed_log.DERIVED):
                continue
            with open(path, "rb") as page:
                found[relative] = page_digest(relative, page.read())
    return found


def page_digest(relative, content):
    """The digest of a page; what depends on the moment of the run is taken out before."""
    if MADE_FROM_LOG.match(relative):
        for pattern, word in OF_THE_RUN:
            content = pattern.sub(word, content)
    return hashlib.sha256(content).hexdigest()


def states_of(workspace):
    """The published states that stand on disk: of the public tree and of the one before it."""
    trees = workspace / "publications" / ".trees"
    if not trees.exists():
        return [pages(workspace)]
    return [tree_pages(tree, str(tree)) for tree in sorted(trees.iterdir())]


def check_pages(workspace, known):
    """Every page belongs to exactly one published state; the state's number."""
    found = pages(workspace)
    if found in known:
        return known.index(found)
    nearest = min((state or {} for state in known),
                  key=lambda state: len(set((found or {}).items()) ^ set(state.items())))
    differing = {path for path, _ in set((found or {}).items()) ^ set(nearest.items())}
    raise Fault("the public tree is no published state; beside the nearest one these differ: "
                + ", ".join(sorted(differing)[:8]))


def lines(path):
    """The whole lines of a log, as they stand, and whether the last one is torn."""
    content = path.read_bytes() if path.exists() else b""
    whole = content.split(b"\n")
    return [json.loads(line) for line in whole[:-1]], whole[-1] != b""


def verify_chain(path, tolerating_torn):
    content = path.read_bytes() if path.exists() else b""
    previous = "0" * 64
    torn = content[content.rfind(b"\n") + 1:]
    if torn and not tolerating_torn:
        raise Fault(f"{path.name}: its last line is torn")
    for number, line in enumerate(content[:len(content) - len(torn)].splitlines(), 1):
        entry = json.loads(line)
        if entry["sequence"] != number or entry["previous"] != previous:
            raise Fault(f"{path.name}:{number}: the chain is broken")
        previous = hashlib.sha256(line).hexdigest()


def is_logged(workspace, edition=EDITION):
    entries, _ = lines(workspace / "publications" / "log.jsonl")
    return any(e["event"] == "released" and e.get("edition") == edition for e in entries)


def is_public(workspace, edition=EDITION):
    return (workspace / "publications" / "public" / edition / "index.html").exists()


def check_after_fault(workspace, known):
    """What holds at once after a fault, before anybody has looked."""
    publications = workspace / "publications"
    state = check_pages(workspace, known)
    for name in ("log.jsonl", "journal.jsonl"):
        verify_chain(publications / name, tolerating_torn=True)
    for edition in ("2013-10", EDITION):
        if is_logged(workspace, edition) and not is_public(workspace, edition):
            raise Fault(f"the log says that {edition} is out, and it is not")
    check_published_log(workspace)
    check_closed(workspace)
    return state


def check_published_log(workspace):
    """The log that readers get is the beginning of ours, its chain whole."""
    ours = workspace / "publications" / "log.jsonl"
    theirs = workspace / "publications" / "public" / "log" / "log.jsonl"
    if theirs.exists():
        verify_chain(theirs, tolerating_torn=False)
        if not ours.read_bytes().startswith(theirs.read_bytes()):
            raise Fault("the published log is not the beginning of the log")
    if (workspace / "publications" / "public").exists():
        fault = signed_log.fault_of(theirs.parent)
        if fault:
            raise Fault(f"published log: {fault}")


def check_closed(workspace):
    """What is not public is closed to others."""
    publications = workspace / "publications"
    for name in ("sealed", "drafts", "archive", "journal.jsonl"):
        path = publications / name
        if path.exists() and path.stat().st_mode & 0o077:
            raise Fault(f"{name} is open to others: {path.stat().st_mode & 0o777:o}")


def leftovers(workspace):
    """Unfinished work of ours anywhere in the workspace or the temporary folder."""
    found = []
    for root in (workspace / "publications", pathlib.Path(f"{workspace}.around") / "tmp"):
        for folder, folders, files in os.walk(root):
            for name in folders + files:
                if name.startswith(".new-") or name == ".public-next" or root.name == "tmp":
                    found.append(os.path.relpath(os.path.join(folder, name), workspace))
    found += [name for name in os.listdir(workspace) if name.startswith(".new-")]
    return sorted(found)


def plain_text(workspace, inside=("publications",), but=()):
    """The files below these folders, and in the temporary folder, that hold the embargoed name."""
    found = []
    roots = [workspace / name for name in inside] + [pathlib.Path(f"{workspace}.around")]
    for root in roots:
        for folder, _, files in os.walk(root):
            for file in files:
                path = os.path.join(folder, file)
                relative = os.path.relpath(path, workspace)
                if relative.startswith(tuple(but)):
                    continue
                with open(path, "rb") as content:
                    if MARKER in content.read() or MARKER.lower() in file.encode():
                        found.append(relative)
    return sorted(found)


def check_finished(workshop, workspace, known):
    """What holds after the run that recovers: everything, and nothing is left over."""
    state = check_after_fault(workspace, known)
    if state != len(known) - 1:
        raise Fault(
            f"it is not finished: the public tree is state {state} of 0 to {len(known) - 1}")
    publications = workspace / "publications"
    for name in ("log.jsonl", "journal.jsonl"):
        verify_chain(publications / name, tolerating_torn=False)
    verified = subprocess.run(
        [sys.executable, "-IS", str(VERIFY_LOG), str(publications / "log.jsonl")],
        capture_output=True, text=True)
    if verified.returncode != 0:
        raise Fault(f"verify-log.py: {verified.stderr}")
    entries, _ = lines(publications / "log.jsonl")
    out = [e["edition"] for e in entries if e["event"] == "released"]
    if sorted(set(out)) != out:
        raise Fault(f"the log says released {out}")
    left = leftovers(workspace)
    if left:
        raise Fault(f"left over: {left}")
    for edition in out:
        content = check_object(publications / "archive" / edition)
        # A rebuild reads the archive alone: the same bytes are rebuilt once.
        if content in workshop.rebuilt:
            continue
        rebuilt = workshop.run(workspace, ("rebuild", edition))
        if rebuilt.returncode != 0:
            raise Fault(f"rebuild {edition}: exit {rebuilt.returncode}: "
                        f"{rebuilt.stdout}{rebuilt.stderr}")
        workshop.rebuilt.add(content)


def check_object(folder):
    """An OCFL object: its declaration, its inventory, every file of the manifest, no other.

    What identifies its content, the seal and its times apart, is handed back.
    """
    if not folder.is_dir():
        raise Fault(f"the archive has no {folder.name}")
    inventory = (folder / "inventory.json").read_bytes()
    sidecar = (folder / "inventory.json.sha512").read_text().split()[0]
    declaration = folder / "0=ocfl_object_1.1"
    if hashlib.sha512(inventory).hexdigest() != sidecar or not declaration.exists():
        raise Fault(f"{folder.name}: the inventory is not the one of its digest")
    manifest = json.loads(inventory)["manifest"]
    expected = {path: digest for digest, paths in manifest.items() for path in paths}
    found = {}
    for inner, _, files in os.walk(folder):
        for file in files:
            path = pathlib.Path(inner, file)
            relative = str(path.relative_to(folder))
            if "/content/" in relative:
                found[relative] = hashlib.sha512(path.read_bytes()).hexdigest()
    if found != expected:
        raise Fault(f"{folder.name}: the archive's files are not those of its manifest")
    return frozenset((path, digest) for path, digest in found.items() if "seal.json" not in path)
