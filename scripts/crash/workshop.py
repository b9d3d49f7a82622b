"""A tiny workspace with one report an edition, driven by the real binary."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import steps
from scenarios import ANALYSES, AROUND

# In seconds; only what hangs takes so long, however busy the machine is.
LONGEST_RUN = 900
# How the names of folders begin; then comes the number of the process.
PREFIX = "ninethirty-crash-"
# What the workspaces and the images of disks of all scenarios may take, in bytes.
ROOM = 4 << 30

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "examples" / "illustrative"


class Workshop:
    """A folder in which workspaces are made, copied and driven by the real binary."""

    def __init__(self, binary, folder=None):
        self.binary = os.path.abspath(binary)
        # Contents of archived editions that were rebuilt and found identical.
        self.rebuilt = set()
        # Workspaces after commands that many scenarios begin with.
        self.made = {}
        self.preloaded = {}
        # A file system in memory makes fsync cheap; the power cuts bring a disk of their own.
        fast = "/dev/shm" if folder is None and has_room("/dev/shm") else folder
        remove_abandoned(fast or tempfile.gettempdir())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=fast))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, workspace):
        """The process's own, with a key, a home and a temporary folder beside the workspace."""
        beside = pathlib.Path(str(workspace) + ".around")
        (beside / "tmp").mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("NINETHIRTY_", "XDG_", "CREDENTIALS_"))}
        return kept | {"HOME": str(beside), "TMPDIR": str(beside / "tmp")} | self.preloaded

    def library(self, source):
        """A shim that is built from C beside this file, to be preloaded."""
        library = self.folder / source.replace(".c", ".so")
        subprocess.run([shutil.which("clang") or "cc", "-shared", "-fPIC", "-O1", "-o",
                        str(library), str(HERE / source), "-ldl"], check=True)
        return str(library)

    def see_one_core(self):
        """Everything is done in one thread from here on, in the same order in each run."""
        self.preloaded = {"LD_PRELOAD": self.library("one-core.c")}

    def command(self, workspace, arguments):
        return [self.binary, *(resolved(part, workspace) for part in arguments),
                "--workspace", str(workspace)]

    def run(self, workspace, arguments, prefix=(), environment=None):
        """Runs a verb; the result has returncode, stdout and stderr."""
        return subprocess.run(
            [*prefix, *self.command(workspace, arguments)], capture_output=True, text=True,
            errors="replace", stdin=subprocess.DEVNULL, timeout=LONGEST_RUN,
            env=self.environment(workspace) | (environment or {}))

    def must(self, workspace, arguments):
        result = self.run(workspace, arguments)
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments)}: exit {result.returncode}\n"
                               f"{result.stdout}{result.stderr}")
        return result

    def blank(self, name):
        """Two editions of the example, of one report each; nothing is sealed."""
        workspace = self.folder / name
        self.environment(workspace)
        schedule = json.loads((EXAMPLE / "schedule.json").read_text())
        del schedule["rule"]["last"]
        for number, (edition, analysis) in enumerate(ANALYSES.items(), 1):
            (workspace / "analyses" / edition).mkdir(parents=True)
            file = pathlib.Path("analyses", edition, f"{analysis}.json")
            shutil.copy(EXAMPLE / file, workspace / file)
            schedule["editions"][edition]["controlTotals"] |= {
                "requestsToDate": 2, "reportsThisMonth": 1, "reportsToDate": number,
                "notProcessed": 0}
        (workspace / "schedule.json").write_text(json.dumps(schedule, indent=2))
        rows = (EXAMPLE / "requests.csv").read_text().splitlines(keepends=True)
        wanted = [analysis.replace("A", "R", 1) for analysis in ANALYSES.values()]
        (workspace / "requests.csv").write_text(
            rows[0] + "".join(row for row in rows if row.split(",")[0] in wanted))
        self.add_key(workspace)
        return workspace

    def add_key(self, workspace):
        """The workspace's key, where this ninethirty seals to one."""
        verbs = subprocess.run([self.binary, "--help"], capture_output=True, text=True).stdout
        if re.search(r"^ +key ", verbs, re.MULTILINE):
            self.must(workspace, ("key", "new"))

    def prepare(self, scenario, strace=None):
        """A workspace in which everything before the command under test is done."""
        if not scenario.killed_at:
            return self.copy(self.after(scenario.before), self.folder / scenario.name)
        workspace = self.copy(self.after(scenario.before[:-1]), self.folder / scenario.name)
        strace.kill_at(self, workspace, scenario.before[-1], *scenario.killed_at)
        return workspace

    def after(self, commands):
        """A workspace after these commands; made once."""
        if commands not in self.made:
            # Two of the same verbs are not the same commands.
            name = "-".join(["after", str(len(self.made)),
                             *(arguments[0] for arguments in commands)])
            if commands:
                workspace = self.copy(self.after(commands[:-1]), self.folder / name)
                self.prepare_with(workspace, commands[-1])
            else:
                workspace = self.blank(name)
            self.made[commands] = workspace
        return self.made[commands]

    def prepare_with(self, workspace, step):
        """A verb, or what happens between two of them."""
        if steps.is_step(step):
            steps.take(step, workspace, lambda part: resolved(part, workspace))
        else:
            self.must(workspace, step)

    def copy(self, workspace, target):
        """A copy with links, modes and times; what stood at the target is removed."""
        self.remove(target)
        for source, place in ((workspace, target), (f"{workspace}.around", f"{target}.around")):
            subprocess.run(["cp", "-a", str(source), str(place)], check=True)
        return pathlib.Path(target)

    def remove(self, workspace):
        for path in (str(workspace), f"{workspace}.around"):
            shutil.rmtree(path, ignore_errors=True)


def resolved(part, workspace):
    """An argument, with the folder beside the workspace where it is meant."""
    return part.replace(AROUND, f"{workspace}.around")


def has_room(folder):
    """Whether a folder may be written to and has room for everything; a container's has not."""
    if not os.access(folder, os.W_OK):
        return False
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize >= ROOM


def remove_abandoned(parent):
    """Removes the folders of harnesses that were killed, and could not do it themselves."""
    for folder in pathlib.Path(parent).glob(f"{PREFIX}*-*"):
        process = folder.name.removeprefix(PREFIX).split("-")[0]
        if process.isdigit() and not os.path.exists(f"/proc/{process}"):
            shutil.rmtree(folder, ignore_errors=True)
