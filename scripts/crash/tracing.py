"""One system call of a run is failed, or the run is killed at it, through strace."""
import collections
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from workshop import LONGEST_RUN

# Calls that change what is on disk, and calls that only look.
CHANGING = (
    "write", "pwrite64", "fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "link",
    "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir",
    "ftruncate", "fchmod", "chmod", "fchmodat", "utimensat", "fallocate", "copy_file_range")
LOOKING = ("read", "pread64", "getdents64", "newfstatat", "lstat", "stat", "readlink", "flock")
# An open makes a file or only looks, by its flags.
OPENING = ("openat",)

LINE = re.compile(r"^(?:(\d+) +)?(\w+)\((.*)$")

# The programs that ninethirty starts; each run of one is a process of its own to be failed.
TOOLS = ("age",)


@dataclasses.dataclass(frozen=True)
class Point:
    """One call of a run: the N-th of its name in its process, and what happens there."""
    call: str
    number: int
    # EIO, ENOSPC, KILL.
    happening: str
    # What it was called with, for people; paths relative to the workspace.
    what: str
    # The tool that calls, and the how-manyth run of it; empty and 0 for ninethirty itself.
    tool: str = ""
    run: int = 0
    # The call before it, which tells from where in the program this one comes.
    before: str = ""

    @property
    def injection(self):
        effect = "signal=KILL" if self.happening == "KILL" else f"error={self.happening}"
        return f"{self.call}:{effect}:when={self.number}"

    @property
    def name(self):
        """For the report of a failure."""
        process = f"{self.tool} {self.run} " if self.tool else ""
        return f"{process}{self.call}:{self.happening}:when={self.number}"

    @property
    def kind(self):
        """Points of one kind are one step of the program: numbers and digests are left out."""
        place = re.sub(r"\.new-\d+-\d+", ".new-N", self.what)
        place = re.sub(r"[0-9a-f]{12,}|process \d+", "H", place)
        place = re.sub(r"\{.*", "", place)
        place = re.sub(r"<[^>]*>|\d+(?=[,)<])", "", place)[:160]
        return self.tool, self.run, self.call, self.happening, place

    @property
    def step(self):
        """Calls of one step do the same in one part of the workspace."""
        return self.tool, self.call, self.happening, " ".join(sorted(
            {"/".join(sort_of(path).split("/")[:2]) for path in paths_of(self.what)}))

    @property
    def form(self):
        """Calls of one form do the same to files of one sort."""
        return self.tool, self.call, self.happening, form_of(self.what)

    @property
    def stratum(self):
        """Points of one form that the program comes to by the same way."""
        return self.form + (self.before,)


class Strace:
    def __init__(self):
        self.program = shutil.which("strace")

    def why_not(self):
        """Why nothing can be traced here; nothing where it can."""
        if self.program is None:
            return "strace is not installed"
        tried = subprocess.run(
            [self.program, "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"],
            capture_output=True, text=True)
        if tried.returncode != 0:
            return f"strace may not trace here: {tried.stderr.strip()}"
        return None

    def run(self, workshop, workspace, arguments, *options, tool_path=None):
        """The run's result and the lines of its trace; the tools it starts are not traced.

        ninethirty does everything for one report in its first thread, so that the count of calls
        is the same in each run.
        """
        with tempfile.NamedTemporaryFile(mode="r", dir=workshop.folder, errors="replace") as output:
            prefix = [self.program, "-y", "-qq", "-s", "64", "-o", output.name, *options]
            path = {"PATH": f"{tool_path}:{os.environ['PATH']}"} if tool_path else {}
            result = workshop.run(workspace, arguments, prefix, path)
            return result, output.read().splitlines()

    def points(self, workshop, workspace, arguments, happenings):
        """Every call of a run on a path inside the workspace, with what can happen at it."""
        calls = known(CHANGING + LOOKING + OPENING)
        around = Around(self.program, workspace)
        for tool in TOOLS:
            around.write(tool, f'-e trace={calls}')
        result, trace = self.run(workshop, workspace, arguments, "-e", "trace=" + calls,
                                 tool_path=around.folder)
        found = self.points_in(trace, workspace, happenings)
        for tool in TOOLS:
            for run, lines in enumerate(around.traces(tool), 1):
                found += [dataclasses.replace(point, tool=tool, run=run) for point in
                          self.points_in(lines, workspace, happenings) if is_sampled(point)]
        return result, found

    def points_in(self, trace, workspace, happenings):
        counts, points, looked, before = collections.Counter(), {}, set(), ""
        for line in trace:
            match = LINE.match(line)
            if not match:
                continue
            process, call, rest = match.groups()
            counts[process, call] += 1
            # The programs around the tools are ours, not those of a workspace.
            if not re.search(rf"{re.escape(str(workspace))}(/|\.around/(?!bin/))", rest):
                continue
            changes = call in CHANGING or "O_CREAT" in rest
            what = rest.replace(f"{workspace}/", "").replace(str(workspace), ".")
            for happening in happenings:
                point = Point(call, counts[process, call], happening, what, before=before)
                # Of calls that only look at a name, one of each kind is failed.
                if not changes and (happening != "EIO" or point.kind in looked):
                    continue
                if call not in OPENING + ("read", "pread64") and not changes:
                    looked.add(point.kind)
                points.setdefault((call, point.number, happening), point)
            before = f"{call} {form_of(what)}"
        return list(points.values())

    def hit(self, workshop, workspace, arguments, point, *more):
        """Runs with one fault: the result, and the calls of the workspace that it fell on."""
        options = ["-e", f"trace={point.call}", "-e", f"inject={point.injection}", *more]
        if point.tool:
            around = Around(self.program, workspace)
            around.write(point.tool, " ".join(options), only=point.run)
            path = {"PATH": f"{around.folder}:{os.environ['PATH']}"}
            result = workshop.run(workspace, arguments, environment=path)
            trace = (around.traces(point.tool) or [[]])[-1]
        else:
            result, trace = self.run(workshop, workspace, arguments, *options)
        struck = [line for line in trace if "(INJECTED)" in line and f"{point.call}(" in line]
        if point.happening == "KILL" and not struck:
            # The call at which a process is killed stands before its end.
            ends = [number for number, line in enumerate(trace) if "+++ killed by SIGKILL" in line]
            struck = trace[:ends[0]][-1:] if ends else []
        return result, [line for line in struck if str(workspace) in line]

    def stopped_at(self, workshop, workspace, arguments, point, happen):
        """Stops a run at a point, lets something happen and lets it go on; None if it got by."""
        output = workshop.folder / f"trace-{threading.get_ident()}"
        stop = f"inject={point.call}:signal=STOP:when={point.number}"
        run = subprocess.Popen(
            [self.program, "-y", "-qq", "-o", str(output), "-e", f"trace={point.call}", "-e", stop,
             *workshop.command(workspace, arguments)], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=workshop.environment(workspace))
        has_happened = False
        while run.poll() is None and not has_happened:
            time.sleep(0.002)
            trace = output.read_text(errors="replace") if output.exists() else ""
            if "--- stopped by SIGSTOP ---" in trace:
                happen()
                has_happened = True
                children = f"/proc/{run.pid}/task/{run.pid}/children"
                os.kill(int(pathlib.Path(children).read_text().split()[0]), signal.SIGCONT)
        stdout, stderr = run.communicate(timeout=LONGEST_RUN)
        output.unlink(missing_ok=True)
        result = subprocess.CompletedProcess(arguments, run.returncode, stdout, stderr)
        return result if has_happened else None

    def kill_at(self, workshop, workspace, arguments, call, path):
        """Kills a run at its first call of this name on this path."""
        look = workshop.copy(workspace, f"{workspace}.look")
        _, points = self.points(workshop, look, arguments, ("KILL",))
        workshop.remove(look)
        point = next(point for point in points
                     if point.call == call and path in point.what and not point.tool)
        result, struck = self.hit(workshop, workspace, arguments, point)
        if result.returncode not in (-9, 137) or not struck:
            raise RuntimeError(f"{arguments} was not killed at its {call} number {point.number}")


class Around:
    """Programs of the names of ninethirty's tools that run the real ones under strace."""

    def __init__(self, strace, workspace):
        self.strace = strace
        # Beside the temporary folder, which is watched for what is left in it.
        self.folder = pathlib.Path(f"{workspace}.around") / "bin"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def write(self, tool, options, only=None):
        """Each run of the tool is traced, or the N-th alone."""
        real = shutil.which(tool)
        if real is None:
            return
        script = self.folder / tool
        when = "true" if only is None else f'[ "$n" = {only} ]'
        script.write_text(
            f'#!/bin/sh\ncd "{self.folder}" || exit 1\necho >> {tool}.count\n'
            f'n=$(wc -l < {tool}.count)\ncd "$OLDPWD" || exit 1\n'
            f'{when} && exec "{self.strace}" -f -y -qq -s 64 -o "{self.folder}/{tool}.trace-$n" '
            f'{options} "{real}" "$@"\nexec "{real}" "$@"\n')
        script.chmod(0o755)

    def traces(self, tool):
        files = sorted(self.folder.glob(f"{tool}.trace-*"), key=lambda path: (len(path.name), path))
        return [file.read_text(errors="replace").splitlines() for file in files]


def form_of(what):
    """The sorts of the files that a call is for: their folder and the end of their name."""
    return " ".join(sorted({sort_of(path) for path in paths_of(what)}))


def paths_of(what):
    """The paths among the arguments of a call; the bytes of a read or write are none."""
    return [one or other for one, other in re.findall(r'<([^>]*)>|"([^"]*)"', what)
            if "/" in (one or other) and "{" not in other]


def sort_of(path):
    path = re.sub(r"\.new-\d+-\d+", ".new-N", path)
    path = re.sub(r"\d{4}-\d\d|[0-9a-f]{12,}|(?<=v)\d+|(?<=/)\d+", "N", path)
    parts = path.split("/")
    name = parts[-1] if len(parts) < 3 or parts[-1].startswith(".new") else (
        "*" + parts[-1][parts[-1].rfind("."):] if "." in parts[-1] else "*")
    return "/".join(parts[:-1][:3] + [name])


def is_sampled(point):
    """A tool reads and writes one file piece by piece, hundreds of times in the same way."""
    return point.number <= 3 or point.number % 40 == 0


def known(calls):
    """Unknown names of other machines are left out by strace's question mark."""
    return ",".join("?" + call for call in calls)
