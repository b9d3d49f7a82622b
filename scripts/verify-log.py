#!/usr/bin/env python3
"""Verifies the chain of a log of ninethirty (docs/format.md section 12) without ninethirty."""
import hashlib
import json
import sys

previous = "0" * 64
number = 0
for number, line in enumerate(open(sys.argv[1], "rb").read().splitlines(), 1):
    entry = json.loads(line)
    if entry["sequence"] != number or entry["previous"] != previous:
        sys.exit(f"line {number}: the chain is broken")
    previous = hashlib.sha256(line).hexdigest()
print(f"{number} lines, chain verified")
