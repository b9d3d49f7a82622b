#!/usr/bin/env python3
"""What campaigns have played, kept in a file line by line, so that they can go on another day.

    scripts/crash/faults.py --binary … --record faults.jsonl       plays what is not in it
    scripts/crash/record.py faults.jsonl                           the table of what is in it
"""
import collections
import hashlib
import json
import os
import sys


class Record:
    """One JSON object a line; nothing of it counts for another binary."""

    def __init__(self, path, harness, binary):
        self.path, self.harness = path, harness
        with open(binary, "rb") as file:
            self.binary = hashlib.sha256(file.read()).hexdigest()[:16]
        self.played = {}
        for entry in entries(path):
            if (entry["harness"], entry["binary"]) == (harness, self.binary) and "point" in entry:
                self.played[entry["scenario"], entry["point"]] = entry["outcome"]

    def has(self, scenario, point):
        """Whether it was played; what failed is played again."""
        return self.played.get((scenario, point.name), "failed") != "failed"

    def add_scenario(self, scenario, points):
        """How much there is to play."""
        self.write(scenario=scenario, points=len(points), steps=len({p.step for p in points}),
                   forms=len({p.form for p in points}), strata=len({p.stratum for p in points}))

    def add(self, scenario, point, outcome, **more):
        self.played[scenario, point.name] = outcome
        step, form, stratum = (hashlib.sha256(repr(name).encode()).hexdigest()[:12]
                               for name in (point.step, point.form, point.stratum))
        self.write(scenario=scenario, point=point.name, outcome=outcome, step=step, form=form,
                   stratum=stratum, what=point.what[:200], **more)

    def write(self, **entry):
        entry |= {"harness": self.harness, "binary": self.binary}
        with open(self.path, "a") as file:
            file.write(json.dumps(entry, sort_keys=True) + "\n")


def entries(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


def table(path):
    """A row for each binary, harness and scenario, of the last outcome of each point."""
    there, played = {}, collections.defaultdict(dict)
    for entry in entries(path):
        key = entry["binary"], entry["harness"], entry["scenario"]
        if "points" in entry:
            there[key] = entry
        else:
            played[key][entry["point"]] = entry
    for key, there in sorted(there.items()):
        outcomes = collections.Counter(entry["outcome"] for entry in played[key].values())
        held = [entry for entry in played[key].values() if entry["outcome"] == "held"]
        covered = (number for name in ("step", "form") for number in (
            len({entry.get(name) for entry in held}), there.get(f"{name}s")))
        yield *key, len(held), there["points"], *covered, outcomes["elsewhere"], outcomes["failed"]


if __name__ == "__main__":
    print("binary harness scenario held points steps-held steps forms-held forms elsewhere failed")
    for path in sys.argv[1:]:
        for row in table(path):
            print(*row)
