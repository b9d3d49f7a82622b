#!/usr/bin/env python3
"""Verifies the public log of ninethirty without ninethirty, from docs/format.md alone.

verify-public-log.py LOG-FOLDER [KEPT-CHECKPOINT]

Signatures are verified with `cryptography`, trees and proofs with `pymerkle` (both of PyPI). Prints a
line for each thing that holds; anything that does not is an exception."""
import base64
import hashlib
import pathlib
import sys

import pymerkle
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

folder = pathlib.Path(sys.argv[1])


def key(line):
    name, identifier, data = line.split(" ")[0].split("+", 2)
    raw = base64.b64decode(data, validate=True)
    assert raw[0] == 1 and hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] == identifier
    return (name, bytes.fromhex(identifier)), Ed25519PublicKey.from_public_bytes(raw[1:])


keys = dict(key(line) for line in (folder / "key").read_text().splitlines() if not line.startswith("#"))


def checkpoint(data):
    """Origin, size, root and the identifiers of the keys that signed."""
    text, _, signatures = data.rpartition(b"\n\n")
    signed = []
    for line in signatures.decode().splitlines():
        dash, name, blob = line.split(" ")
        raw = base64.b64decode(blob, validate=True)
        assert dash == "\u2014"
        keys[name, raw[:4]].verify(raw[4:], text + b"\n")
        signed.append(raw[:4].hex())
    origin, size, root = text.decode().split("\n")
    return origin, int(size), base64.b64decode(root, validate=True), signed


entries = (folder / "log.jsonl").read_bytes().split(b"\n")[:-1]
tree = pymerkle.InmemoryTree(algorithm="sha256")
for entry in entries:
    tree.append_entry(entry)


def holds(data):
    origin, size, root, signed = checkpoint(data)
    assert tree.get_root(size) == root, f"checkpoint of {size} lines"
    return origin, size, root, signed


origin, size, root, signed = holds((folder / "checkpoint").read_bytes())
print("checkpoint", origin, size, *signed)
for path in sorted((folder / "checkpoints").iterdir()):
    assert holds(path.read_bytes())[1] == int(path.name)

for path in sorted((folder / "proofs").iterdir()):
    head, _, note = path.read_bytes().partition(b"\n\n")
    first, index, *hashes = head.decode().split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    index = int(index.removeprefix("index "))
    _, proved, root, _ = holds(note)
    leaf = hashlib.sha256(b"\0" + entries[index]).digest()
    proof = tree.prove_inclusion(index + 1, proved)
    # The path of the file, not the one that was made here.
    proof.path = [leaf] + [base64.b64decode(line, validate=True) for line in hashes]
    pymerkle.verify_inclusion(leaf, root, proof, index=index + 1, size=proved)
    print("proof", path.name, index)

leaves, bundled = b"", []
for start in range(0, size, 256):
    width = min(256, size - start)
    number = f"{start // 256:03}" + ("" if width == 256 else f".p/{width}")
    leaves += (folder / "tile/0" / number).read_bytes()
    data = (folder / "tile/entries" / number).read_bytes()
    while data:
        length = int.from_bytes(data[:2], "big")
        bundled.append(data[2 : 2 + length])
        data = data[2 + length :]
assert bundled == entries[:size]
assert leaves == b"".join(hashlib.sha256(b"\0" + entry).digest() for entry in bundled)
print("tiles", size)

if len(sys.argv) > 2:
    kept = holds(pathlib.Path(sys.argv[2]).read_bytes())
    proof = tree.prove_consistency(kept[1], size)
    pymerkle.verify_consistency(kept[2], tree.get_root(size), proof, prior_size=kept[1], later_size=size)
    print("extends", kept[1])
