"""The published log and what signs it: checkpoint, tiles, proofs, the page. They hold the digests of
lines that tell when a run was, so they are held against the log beside them and not against a run
without faults.
"""
import base64
import hashlib

# Below `log/` of a public tree; everything else there is compared as it stands.
DERIVED = ("log/checkpoint", "log/checkpoints/", "log/index.html", "log/proofs/", "log/tile/")


def root_of(leaves):
    """The Merkle tree hash of RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


def fault_of(folder):
    """What is wrong in the `log` folder of a public tree; None where everything fits."""
    log, checkpoint = folder / "log.jsonl", folder / "checkpoint"
    if not log.exists():
        return "there is a checkpoint and no log" if checkpoint.exists() else None
    if not checkpoint.exists():
        return "the published log has no checkpoint"
    lines = log.read_bytes().splitlines()
    leaves = [hashlib.sha256(b"\0" + line).digest() for line in lines]
    note = checkpoint.read_text()
    root = base64.b64encode(root_of(leaves)).decode()
    if note.splitlines()[1:3] != [str(len(lines)), root]:
        return f"the checkpoint is not that of the {len(lines)} lines beside it"
    if (folder / "checkpoints" / str(len(lines))).read_text() != note:
        return "the newest of the checkpoints is not the checkpoint"
    if root not in (folder / "index.html").read_text():
        return "the page of the log shows another root"
    for proof in sorted((folder / "proofs").iterdir()):
        if not proof.read_text().endswith(note):
            return f"{proof.name} is not by the checkpoint"
    tile = folder / "tile" / "0" / "000.p" / str(len(lines))
    if tile.read_bytes() != b"".join(leaves):
        return "the newest tile does not hold the digests of the lines"
    return None
