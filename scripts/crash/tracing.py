"""One system call of a run is failed, or the run is killed at it, through strace."""
import collections
import dataclasses
import os
import re
import shutil
import subprocess
import tempfile

# Calls that change what is on disk, and calls that only look.
CHANGING = (
    "write", "pwrite64", "fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "link",
    "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir",
    "ftruncate", "fchmod", "chmod", "fchmodat", "utimensat", "fallocate", "copy_file_range")
LOOKING = ("read", "pread64", "getdents64", "newfstatat", "lstat", "stat", "readlink", "flock")
# An open makes a file or only looks, by its flags.
OPENING = ("openat",)

LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")


@dataclasses.dataclass(frozen=True)
class Point:
    """One call of a run: the N-th of its name in its process, and what happens there."""
    call: str
    number: int
    # EIO, ENOSPC, KILL.
    happening: str
    # What it was called with, for people; paths relative to the workspace.
    what: str

    @property
    def injection(self):
        effect = "signal=KILL" if self.happening == "KILL" else f"error={self.happening}"
        return f"{self.call}:{effect}:when={self.number}"

    @property
    def kind(self):
        """Points of one kind are one step of the program: numbers and digests are left out."""
        place = re.sub(r"\.new-\d+-\d+", ".new-N", self.what)
        place = re.sub(r"[0-9a-f]{12,}|process \d+", "H", place)
        place = re.sub(r"\{.*", "", place)
        return self.call, self.happening, re.sub(r"<[^>]*>|\d+(?=[,)<])", "", place)[:160]


class Strace:
    def __init__(self):
        self.program = shutil.which("strace")

    def why_not(self):
        """Why nothing can be traced here; nothing where it can."""
        if self.program is None:
            return "strace is not installed"
        tried = subprocess.run([self.program, "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO",
                                "true"], capture_output=True, text=True)
        if tried.returncode != 0:
            return f"strace may not trace here: {tried.stderr.strip()}"
        return None

    def run(self, workshop, workspace, arguments, *options):
        """The run's result and the lines of its trace."""
        with tempfile.NamedTemporaryFile(mode="r", dir=workshop.folder, errors="replace") as output:
            prefix = [self.program, "-f", "-y", "-qq", "-s", "64", "-o", output.name, *options]
            result = workshop.run(workspace, arguments, prefix=prefix)
            return result, output.read().splitlines()

    def points(self, workshop, workspace, arguments, happenings):
        """Every call of a run on a path inside the workspace, with what can happen at it."""
        calls = CHANGING + LOOKING + OPENING
        result, trace = self.run(workshop, workspace, arguments, "-e", "trace=" + known(calls))
        counts, points, looked = collections.Counter(), {}, set()
        for line in trace:
            match = LINE.match(line)
            if not match:
                continue
            process, call, rest = match.groups()
            counts[process, call] += 1
            if f"{workspace}/" not in rest:
                continue
            changes = call in CHANGING or "O_CREAT" in rest
            what = rest.replace(f"{workspace}/", "").replace(str(workspace), ".")
            for happening in happenings:
                point = Point(call, counts[process, call], happening, what)
                # Of calls that only look at a name, one of each kind is failed.
                if not changes and (happening != "EIO" or point.kind in looked):
                    continue
                if call not in OPENING + ("read", "pread64") and not changes:
                    looked.add(point.kind)
                points.setdefault((call, point.number, happening), point)
        return result, list(points.values())

    def hit(self, workshop, workspace, arguments, point):
        """Runs with one fault: the result, and the calls of the workspace that it fell on."""
        result, trace = self.run(
            workshop, workspace, arguments, "-e", f"trace={point.call}",
            "-e", f"inject={point.injection}")
        struck = [line for line in trace if "(INJECTED)" in line]
        if point.happening == "KILL" and not struck:
            # The call at which a process is killed stands in its last line but one.
            struck = [line for line, end in zip(trace, trace[1:]) if "+++ killed by SIGKILL" in end]
        return result, [line for line in struck if str(workspace) in line], bool(struck)

    def kill_at(self, workshop, workspace, arguments, call, path):
        """Kills a run at its first call of this name on this path."""
        _, points = self.points(workshop, workshop.copy(workspace, f"{workspace}.look"), arguments,
                                ("KILL",))
        workshop.remove(f"{workspace}.look")
        number = next(point.number for point in points
                      if point.call == call and path in point.what)
        result, trace = self.run(workshop, workspace, arguments,
                                 "-e", f"inject={call}:signal=KILL:when={number}")
        if result.returncode not in (-9, 137):
            raise RuntimeError(f"{arguments} was not killed at its {call} number {number}")


def known(calls):
    """Unknown names of other machines are left out by strace's question mark."""
    return ",".join("?" + call for call in calls)
