"""Whether the archive is whole, by its own inventories."""
import hashlib
import json
import os
import pathlib

from expected import Fault


def check_archive(workspace, expected, but=()):
    """Nothing is lost from the archive, and each object in it is whole."""
    archive = workspace / "publications" / "archive"
    entries = list(archive.iterdir()) if archive.exists() else []
    present = {entry.name for entry in entries if entry.is_dir()}
    spared = {name.rsplit("/", 1)[-1] for name in but}
    lost = expected.start.objects - present
    more = present - expected.start.objects - expected.after.objects
    if lost or more:
        raise Fault(f"the archive has lost {sorted(lost)}, and has {sorted(more)} besides")
    for name in sorted(present - spared):
        check_object(archive / name)


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
