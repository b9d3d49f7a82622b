"""Whether two workspaces are alike in everything that the next run reads.

A recovery depends on nothing but what stands on the disk: where two faults leave the same, one
recovery proves both. Alike are workspaces whose files differ in instants, in the digests that follow
from them and in what was encrypted anew, and in nothing else. Digests are not left out but numbered
in the order in which they appear, and so are those of the files: a digest that is not that of its
file makes another fingerprint.
"""
import hashlib
import os
import re
import time

INSTANTS = [
    (re.compile(rb"20[2-9]\d-\d\d-\d\d(T[0-9:.]+Z?)?"), b"INSTANT"),
    (re.compile(rb"20[2-9]\d{5}T\d{6}Z"), b"INSTANT"),
    (re.compile(rb'"delayMilliseconds":\d+'), b"DELAY"),
]
# Hexadecimal digests, and digests, salts and signatures in base64.
VALUES = re.compile(rb"[0-9a-f]{64,128}|[A-Za-z0-9+/]{42,}={0,2}")
PROCESS = re.compile(r"\.new-\d+-")

# Times from before are those that were set, such as the instants of releases.
BEGAN = time.time()


def fingerprint(workspace):
    """What identifies the state of a workspace and of what lies beside it."""
    entries = [entry for root in (str(workspace), f"{workspace}.around")
               for entry in below(root, str(workspace))]
    files = {}
    for number, (_, _, digest) in enumerate(entries):
        if digest is not None:
            for own in SKELETONS[digest][1]:
                files.setdefault(own, b"FILE-%d" % number)
    values, total = {}, hashlib.sha256()
    for name, told, digest in entries:
        total.update(f"{name} {told}\n".encode())
        if digest is None:
            continue
        skeleton, _, found = SKELETONS[digest]
        total.update(skeleton)
        for value in found:
            total.update(files.get(value) or b"VALUE-%d" % values.setdefault(value, len(values)))
    return total.hexdigest()


# By the digest of a file's bytes: that of what is left without values, its own digests, the values.
SKELETONS = {}


def skeleton(name, content):
    """Looks at a file once, however often it is met."""
    digest = hashlib.sha256(content).digest()
    key = digest, name.endswith(".age")
    if key not in SKELETONS:
        own = [hashlib.new(form, content).hexdigest().encode() for form in ("sha256", "sha512")]
        if name.endswith(".age"):
            # What was encrypted anew is alike where it is as long.
            left, values = b"%d" % len(content), []
        else:
            left = content
            for pattern, word in INSTANTS:
                left = pattern.sub(word, left)
            values = VALUES.findall(left)
            left = VALUES.sub(b"VALUE", left)
        SKELETONS[key] = hashlib.sha256(left).digest(), own, values
    return key


def below(root, workspace):
    """Every entry in the order of names: name, what its status says, what a file is known by."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        relative = PROCESS.sub(".new-N-", os.path.relpath(folder, os.path.dirname(workspace)))
        relative = relative.replace(os.path.basename(workspace), "w", 1)
        if relative == "w.around/bin":
            folders[:] = []
            continue
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            status = os.lstat(path)
            shown = f"{relative}/{PROCESS.sub('.new-N-', name)}"
            set_time = int(status.st_mtime) if status.st_mtime < BEGAN - 86_400 else ""
            told = f"{status.st_mode:o} {set_time}"
            if os.path.islink(path):
                yield shown, f"-> {os.readlink(path)} {told}", None
            elif os.path.isdir(path):
                yield shown, f"folder {told}", None
            else:
                with open(path, "rb") as file:
                    yield shown, f"file {told}", skeleton(name, file.read())
