"""What the benchmarks share: building, saying how far they are, and writing their part of docs/performance.md."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"


def say(text):
    print(f"{pathlib.Path(sys.argv[0]).name}: {text}", file=sys.stderr, flush=True)


def build():
    """The release binary as people get it."""
    command = ["swift", "build", "-c", "release"]
    subprocess.run(
        command + ["--product", "ninethirty"], check=True, cwd=ROOT, stdout=sys.stderr)
    shown = subprocess.run(
        command + ["--show-bin-path"], check=True, cwd=ROOT, capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip()) / "ninethirty"


def must(command):
    """Runs a command that has to succeed; returns what it printed."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{command}: {result.returncode}\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return result.stdout


def write(part, text):
    """Puts the text between the marks of this part of the page."""
    begin, end = f"<!-- {part}: begin -->\n", f"<!-- {part}: end -->\n"
    head, rest = PAGE.read_text().split(begin, 1)
    _, tail = rest.split(end, 1)
    PAGE.write_text(head + begin + text + end + tail)


def machine():
    return f"{os.cpu_count()} cores ({os.uname().machine})"
