"""What must hold after a crash, and after the run that recovers from it.

The files on disk are read as any other program would read them; at the end `rebuild` and `verify` of
ninethirty have to find the same.
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import signed_log
from archived import check_archive, check_object
from expected import Fault, damage_of, facts
from scenarios import EDITION, MARKER

VERIFY_LOG = pathlib.Path(__file__).resolve().parent.parent / "verify-log.py"

# Pages outside an edition that are made from the log, and what in them depends on the moment of
# the run: instants, digests of lines, delays.
MADE_FROM_LOG = re.compile(
    r"(log|calendar)/|calendar\.ics$|catalogue\.json$|feed\.atom$|pre-release/")
OF_THE_RUN = [
    (re.compile(rb"20[2-9]\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?"), b"INSTANT"),
    (re.compile(rb"20[2-9]\d{5}T\d{6}Z"), b"INSTANT"),
    (re.compile(rb"[0-9a-f]{64,128}"), b"DIGEST"),
    (re.compile(rb'"delayMilliseconds":\d+'), b"DELAY"),
    # A new key that signs the log.
    (re.compile(rb"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,}={0,2}"), b"KEY"),
    # A torn line was set aside, and the log says so.
    (re.compile(rb'.*"event":"cut".*\n'), b""),
    (re.compile(rb'"sequence":\d+'), b"NUMBER"),
]


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


def trees_of(workspace):
    """The public trees that stand on disk, in their order, each with what tells it from another."""
    trees = workspace / "publications" / ".trees"
    found = sorted(trees.iterdir()) if trees.exists() else []
    return [(tree, (tree.name, tree.stat().st_ino, tree.stat().st_ctime_ns)) for tree in found]


def states_of(workspace, but):
    """The published states that stand on disk: of trees that are none of these, and of the link."""
    return [tree_pages(tree, str(tree)) for tree, known in trees_of(workspace)
            if known not in but] + [pages(workspace)]


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


def check_after_fault(workspace, expected, is_unsigned=False):
    """What holds at once after a fault, before anybody has looked; the number of the state.

    Where the key of the log could not be read, the published log may be longer than what is signed.
    """
    publications = workspace / "publications"
    state = check_pages(workspace, expected.states[:expected.allowed])
    for name in ("log.jsonl", "journal.jsonl"):
        verify_chain(publications / name, tolerating_torn=True)
    damaged = still_damaged(workspace, expected)
    if not damaged:
        for edition in ("2013-10", EDITION):
            if is_logged(workspace, edition) and not is_public(workspace, edition):
                raise Fault(f"the log says that {edition} is out, and it is not")
        check_published_log(workspace, is_unsigned)
    check_archive(workspace, expected, but=damaged)
    check_inputs(workspace, expected)
    check_closed(workspace)
    return state


def still_damaged(workspace, expected):
    """The places that are as damaged as at the beginning."""
    now = damage_of(workspace, expected.scenario)
    return [name for name, standing in now.items() if standing == expected.damage[name]]


def check_inputs(workspace, expected):
    """What people wrote and handed over is as it was, or as the command under test makes it."""
    before, after = expected.start.inputs, expected.after.inputs
    found = facts(workspace, expected.scenario).inputs
    wrong = [name for name in sorted(before.keys() | after.keys() | found.keys())
             if found.get(name) not in (before.get(name), after.get(name))]
    if wrong:
        raise Fault(f"neither as before nor as after: {', '.join(wrong[:8])}")


def check_done(workspace, expected):
    """What holds after a run that succeeded in spite of a fault: all that it was to do was done."""
    state = check_pages(workspace, expected.states[:expected.allowed])
    if state != expected.allowed - 1:
        raise Fault(f"exit 0, and the public tree is state {state} of {expected.allowed}")
    compare_facts(facts(workspace, expected.scenario), expected.after, "exit 0, and ")


def compare_facts(found, wanted, said):
    if found.log != wanted.log:
        raise Fault(f"{said}the log says {dict(found.log)}, not {dict(wanted.log)}")
    if found.journal != wanted.journal:
        raise Fault(f"{said}the journal says {dict(found.journal)}, not {dict(wanted.journal)}")
    if found.names != wanted.names:
        raise Fault(f"{said}these are there or not: {sorted(found.names ^ wanted.names)[:8]}")
    wrong = sorted(set(found.inputs.items()) ^ set(wanted.inputs.items()))
    if wrong:
        raise Fault(f"{said}other than without a fault: {sorted({name for name, _ in wrong})[:8]}")


def check_published_log(workspace, is_unsigned=False):
    """The log that readers get is the beginning of ours, its chain whole."""
    ours = workspace / "publications" / "log.jsonl"
    theirs = workspace / "publications" / "public" / "log" / "log.jsonl"
    if theirs.exists():
        verify_chain(theirs, tolerating_torn=False)
        if not ours.read_bytes().startswith(theirs.read_bytes()):
            raise Fault("the published log is not the beginning of the log")
    if (workspace / "publications" / "public").exists():
        fault = signed_log.fault_of(theirs.parent, is_unsigned)
        if fault:
            raise Fault(f"published log: {fault}")
    fault = signed_log.key_fault(ours, pathlib.Path(f"{workspace}.around") / ".config")
    if fault:
        raise Fault(f"key of the log: {fault}")


def check_closed(workspace):
    """What is not public is closed to others."""
    publications = workspace / "publications"
    for name in ("sealed", "drafts", "archive", "journal.jsonl"):
        path = publications / name
        if path.exists() and path.stat().st_mode & 0o077:
            raise Fault(f"{name} is open to others: {path.stat().st_mode & 0o777:o}")


def leftovers(workspace):
    """Unfinished work of ours in the workspace, the temporary folder and the folder of bags."""
    found = []
    around = pathlib.Path(f"{workspace}.around")
    for root in (workspace, around / "tmp", around / "bags", around / ".config"):
        for folder, folders, files in os.walk(root):
            for name in folders + files:
                if name.startswith(".new-") or name in (".public-next", ".public-spare") or root.name == "tmp":
                    found.append(os.path.relpath(os.path.join(folder, name), workspace))
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


def check_finished(workshop, workspace, expected):
    """What holds after the run that recovers: everything, and nothing is left over."""
    state = check_pages(workspace, expected.states)
    if state not in expected.ends:
        raise Fault(f"it is not finished: the public tree is state {state} of 0 to "
                    f"{len(expected.states) - 1}")
    if still_damaged(workspace, expected):
        raise Fault("what was damaged is damaged still")
    publications = workspace / "publications"
    for name in ("log.jsonl", "journal.jsonl"):
        verify_chain(publications / name, tolerating_torn=False)
    verified = subprocess.run(
        [sys.executable, "-IS", str(VERIFY_LOG), str(publications / "log.jsonl")],
        capture_output=True, text=True)
    if verified.returncode != 0:
        raise Fault(f"verify-log.py: {verified.stderr}")
    check_published_log(workspace)
    published = publications / "public" / "log" / "log.jsonl"
    if published.read_bytes() != (publications / "log.jsonl").read_bytes():
        raise Fault("the published log is not all of the log")
    check_closed(workspace)
    left = leftovers(workspace)
    if left:
        raise Fault(f"left over: {left}")
    compare_facts(facts(workspace, expected.scenario),
                  expected.finished[state - expected.ends.start], "at the end ")
    for folder in sorted(entry for entry in (publications / "archive").iterdir() if entry.is_dir()):
        content = check_object(folder)
        # A rebuild reads the archive alone: the same bytes are rebuilt once.
        if content in workshop.rebuilt or folder.name.startswith("kept-"):
            continue
        must_succeed(workshop, workspace, ("rebuild", folder.name))
        workshop.rebuilt.add(content)
    must_succeed(workshop, workspace, ("verify",))


def must_succeed(workshop, workspace, arguments):
    result = workshop.run(workspace, arguments)
    if result.returncode != 0:
        raise Fault(f"{' '.join(arguments)}: exit {result.returncode}: "
                    f"{result.stdout[-600:]}{result.stderr[-600:]}")
