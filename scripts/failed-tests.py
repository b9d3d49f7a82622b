#!/usr/bin/env python3
"""Says at the end of a log of `swift test` what failed in it, in few lines.

    scripts/failed-tests.py LOG
"""
import re
import sys

# Colours are for terminals.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# How Swift Testing begins a line of its own; what follows up to the next one belongs to it.
EVENT = re.compile(r"^[\u25c7\u2714\u2718\u279c\u25cb\u26a0\u00bb\U00100000-\U0010ffff] ")
ISSUE = re.compile(r"^\S (Test .*recorded an issue.*)$")
STARTED = re.compile(r"^\S Test (?!run |case )(.*?) started\.$")
ENDED = re.compile(r"^\S Test (?!run )(.*?) (?:with .*test cases? )?(?:passed|failed|skipped)\b")
FAILED = re.compile(r"^\S Test (?!run )(.*?) (?:with .*test cases? )?failed after")
# A compiler, a linker or the runtime.
ERROR = re.compile(r"^(error: |fatal error: |.*: Fatal error: |.*\.swift:\d+:\d+: error: )")
# Of one failure, and of all of them: a log's last thirty lines are sure to be seen.
LONGEST, MOST, WIDEST = 14, 22, 600


def issues(lines):
    """Each failure with the lines that belong to it."""
    found = []
    for number, line in enumerate(lines):
        match = ISSUE.match(line)
        if not match:
            if ERROR.match(line):
                found.append([line])
            continue
        block = [match[1]]
        for more in lines[number + 1:]:
            if EVENT.match(more):
                break
            block.append("  " + more)
        found.append(block)
    return found


def shortened(block):
    """The beginning and the end of a long failure."""
    block = [line[:WIDEST] for line in block if line.strip()]
    if len(block) <= LONGEST:
        return block
    half = LONGEST // 2
    return block[:half] + [f"  \u2026 {len(block) - 2 * half + 1} lines more"] + block[1 - half:]


def summary(lines):
    found = [shortened(block) for block in issues(lines)]
    ended = {match[1] for match in map(ENDED.match, lines) if match}
    hanging = [match[1] for match in map(STARTED.match, lines) if match and match[1] not in ended]
    failed = [match[1] for match in map(FAILED.match, lines) if match]
    said = []
    for block in found:
        # Whole, where there is room; the first line of the others, as many as there is room for.
        said += block if len(said) + len(block) <= MOST else block[:1]
    said = said[:MOST]
    if hanging:
        said.append(f"began and did not end: {', '.join(sorted(set(hanging)))[:WIDEST]}")
    said.append(f"{len(found)} found; failed: {', '.join(sorted(set(failed))) or 'no test'}"[:2000])
    return said


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        print("\n".join(["", "what failed:"] + summary(COLOUR.sub("", log.read()).splitlines())))
