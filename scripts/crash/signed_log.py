"""The published log and what signs it: checkpoint, tiles, proofs, the page. They hold the digests of
lines that tell when a run was, so they are held against the log beside them and not against a run
without faults.
"""
import base64
import hashlib
import json
import shutil
import subprocess

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


def fault_of(folder, is_unsigned=False):
    """What is wrong in the `log` folder of a public tree; None where everything fits.

    Where `is_unsigned`, lines may follow those that the checkpoint is of.
    """
    log, checkpoint = folder / "log.jsonl", folder / "checkpoint"
    if not log.exists():
        return "there is a checkpoint and no log" if checkpoint.exists() else None
    if not checkpoint.exists():
        return "the published log has no checkpoint"
    lines = log.read_bytes().splitlines()
    if is_unsigned:
        lines = lines[:int(checkpoint.read_text().splitlines()[1])]
    leaves = [hashlib.sha256(b"\0" + line).digest() for line in lines]
    note = checkpoint.read_text()
    root = base64.b64encode(root_of(leaves)).decode()
    if note.splitlines()[1:3] != [str(len(lines)), root]:
        return f"the checkpoint is not that of the {len(lines)} lines beside it"
    if (folder / "checkpoints" / str(len(lines))).read_text() != note:
        return "the newest of the checkpoints is not the checkpoint"
    if not is_unsigned and root not in (folder / "index.html").read_text():
        return "the page of the log shows another root"
    for proof in sorted((folder / "proofs").iterdir()):
        if not proof.read_text().endswith(note):
            return f"{proof.name} is not by the checkpoint"
    tile = folder / "tile" / "0" / "000.p" / str(len(lines))
    if tile.read_bytes() != b"".join(leaves):
        return "the newest tile does not hold the digests of the lines"
    return None


def key_fault(log, settings):
    """What is wrong with the private key of the log; None where the one that signs is at hand.

    The public key in the newest line `key` is 32 bytes behind the number of its kind (C2SP
    signed-note), and openssl derives it from each private key that is there.
    """
    if not log.exists():
        return None
    keys = [entry["fields"]["key"] for entry in map(json.loads, log.read_bytes().split(b"\n")[:-1])
            if entry["event"] == "key"]
    if not keys or shutil.which("openssl") is None:
        return None
    signing = base64.b64decode(keys[-1].split("+", 2)[2])[1:]
    private = sorted(settings.rglob("*.log-key*"))
    if signing in map(public_part, private):
        return None
    return f"none of {[path.name for path in private]} is the one that signs, {keys[-1]}"


PUBLIC_PARTS = {}


def public_part(path):
    """The last 32 bytes of the public key in DER are the key; openssl is asked once for each."""
    content = path.read_bytes()
    if content not in PUBLIC_PARTS:
        derived = subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER"], input=content,
                                 capture_output=True)
        PUBLIC_PARTS[content] = derived.stdout[-32:]
    return PUBLIC_PARTS[content]
