"""What a run without faults does, against which every broken run is held.

The published states, the files that people wrote or were handed, the names of what is kept, and what
log and journal say of it.
"""
import collections
import dataclasses
import hashlib
import json
import os
import re

# Names that depend on the run, or that a fault may leave besides: trees are compared by their pages,
# and what a repair sets aside is kept once more where it is run again.
PASSING = re.compile(
    r"publications/(\.trees/|set-aside)|\.torn-\d+$|(^|/)\.new-|\.around/(tmp|bin|\.config)(/|$)")
# A day or an instant of today, in what a verb writes beside the inputs.
TODAY = re.compile(rb"20[2-9]\d-\d\d-\d\d(T[0-9:.]+Z)?")


class Fault(Exception):
    """An invariant that does not hold."""


@dataclasses.dataclass
class Facts:
    """What stands in a workspace and beside it, but for pages and for the bytes of what is kept."""
    # Digests of what people wrote, and of what was handed over or is to be taken.
    inputs: dict
    # The names of everything in `publications`.
    names: set
    # How often the public log says what of which edition.
    log: collections.Counter
    # How often the journal says what must stand in it once.
    journal: collections.Counter
    objects: set


@dataclasses.dataclass
class Expected:
    scenario: object
    # Published states in their order; the last are those of a finished recovery.
    states: list
    # How many of them the command under test may leave.
    allowed: int
    start: Facts
    after: Facts
    # Of each finished end, the last of which is that of the recovery without faults.
    finished: list
    # The bytes of what is damaged at the beginning.
    damage: dict

    @property
    def ends(self):
        """The numbers of the finished states."""
        return range(len(self.states) - self.scenario.ends, len(self.states))


def facts(workspace, scenario):
    publications = workspace / "publications"
    archive = publications / "archive"
    return Facts(
        inputs=inputs(workspace),
        names={name for name in names_below(publications, workspace) if not PASSING.search(name)},
        log=events(publications / "log.jsonl", lambda name: name != "cut"),
        journal=events(publications / "journal.jsonl", lambda name: name in scenario.once),
        objects={entry.name for entry in archive.iterdir() if entry.is_dir()}
        if archive.exists() else set())


def names_below(root, workspace):
    found = []
    for folder, folders, files in os.walk(root):
        found += [os.path.relpath(os.path.join(folder, name), workspace)
                  for name in folders + files]
    return found


def inputs(workspace):
    """The digest of each file outside `publications`, and beside the workspace."""
    found = {}
    for root in (str(workspace), f"{workspace}.around"):
        for folder, folders, files in os.walk(root):
            if root == str(workspace) and folder == root:
                folders[:] = [name for name in folders if name != "publications"]
            for name in files:
                path = os.path.join(folder, name)
                relative = os.path.relpath(path, workspace.parent)
                relative = relative.replace(workspace.name, "w", 1)
                if PASSING.search(relative):
                    continue
                with open(path, "rb") as file:
                    content = file.read()
                if name == "correction.json":
                    content = TODAY.sub(b"TODAY", content)
                found[relative] = hashlib.sha256(content).hexdigest()
    return found


def events(path, is_counted):
    counted = collections.Counter()
    content = path.read_bytes() if path.exists() else b""
    for line in content[:content.rfind(b"\n") + 1].splitlines():
        entry = json.loads(line)
        if is_counted(entry["event"]):
            counted[entry["event"], entry.get("edition"), entry["fields"].get("version")] += 1
    return counted


def damage_of(workspace, scenario):
    """What stands at the places that are damaged: bytes, names with their digests, or nothing."""
    return {name: standing(workspace / name) for name in scenario.damaged}


def standing(path):
    if path.is_symlink() or not path.exists():
        return os.readlink(path) if path.is_symlink() else None
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return {os.path.relpath(os.path.join(folder, name), path): standing(path / folder / name)
            for folder, _, files in os.walk(path) for name in files}
