#!/usr/bin/env python3
"""Puts every file of a version of an OCFL object into a new folder, each held against its digest.

    lay-out-version.py OBJECT VERSION FOLDER     such as archive/2013-10 v2 version-2
"""
import hashlib
import json
import pathlib
import sys

if len(sys.argv) != 4:
    sys.exit(__doc__.strip())
root, version, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
if not (root / "inventory.json").is_file():
    sys.exit(f"{root} has no inventory.json: name the folder of an edition in the archive")
inventory = json.loads((root / "inventory.json").read_bytes())
if version not in inventory["versions"]:
    sys.exit(f"{root} has no version {version}; it has {', '.join(inventory['versions'])}")
if folder.exists():
    sys.exit(f"{folder} stands there already; name a new folder")
state = inventory["versions"][version]["state"]
content = {digest: root / inventory["manifest"][digest][0] for digest in state}
for digest, file in content.items():
    if hashlib.new(inventory["digestAlgorithm"], file.read_bytes()).hexdigest() != digest:
        sys.exit(f"{file}: its digest is not the one in inventory.json")
folder.mkdir()
for digest, paths in state.items():
    for path in paths:
        target = folder / path
        target.resolve().relative_to(folder.resolve())  # No path leaves the folder.
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content[digest].read_bytes())
print(f"{sum(map(len, state.values()))} files of {version}, as they were archived")
