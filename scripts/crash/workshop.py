"""A tiny workspace with one report an edition, and the scenarios that are played in it.

A scenario is a list of commands before, one command under test and the commands that recover
after it. A new verb joins by one entry in SCENARIOS.
"""
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

# The edition that is under embargo, and a name that stands in its pages and in no other.
EDITION = "2013-11"
BEFORE = "2013-10"
MARKER = b"Glimsford"

# In seconds; only what hangs takes so long, however busy the machine is.
LONGEST_RUN = 900
# How the names of folders begin; then comes the number of the process.
PREFIX = "ninethirty-crash-"
# What the workspaces and the images of disks of all scenarios may take, in bytes.
ROOM = 4 << 30

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "illustrative"
# One analysis of each edition of the example.
ANALYSES = {BEFORE: "A-2013-0001", EDITION: "A-2013-0008"}


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    # What is done before, without faults; ("edit", file, old, new) changes a file's first place.
    before: tuple
    # The command under test.
    tested: tuple
    # What is done after the fault, without faults; each must succeed.
    recovery: tuple
    # Kills the last command of `before` at its first call of this name on this path.
    killed_at: tuple = ()


SEAL = ("seal", EDITION, "--by", "test")
# A seal may stand already where one was interrupted: then it is replaced with a reason only.
SEAL_AGAIN = (*SEAL, "--reason", "A word was wrong.")
RELEASE = ("release", EDITION)
BY = ("--by", "a.example")
ANNOUNCE = ("announce", "2030-06", *BY)
MOVE = ("move", "2030-06", "--to", "2030-06-20T09:30", "--reason", "The data come late.", *BY)
CANCEL = ("cancel", "2030-06", "--reason", "There will be no data.", *BY)
WITHDRAW = ("withdraw", EDITION, "--reason", "The figures are of other people.", *BY)
# An edition that is out is corrected while the one after it is under embargo.
CORRECT = ("correct", BEFORE, "--wrong", "The effective number was that of another group.",
           "--changed", "The number.", "--effect", "The conclusion stands.", *BY)
EDIT = ("edit", f"analyses/{BEFORE}/{ANALYSES[BEFORE]}.json", "18634.004902583903", "18500.5")
SEAL_CORRECTION = ("seal", BEFORE, "--by", "test")
SEAL_CORRECTION_AGAIN = (*SEAL_CORRECTION, "--reason", "A word was wrong.")
RELEASE_CORRECTION = ("release", BEFORE)
OUT = (("seal", BEFORE, "--by", "test"), ("release", BEFORE))

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        # The first sealing of an edition, one earlier edition out.
        Scenario("seal", OUT, SEAL, (SEAL_AGAIN, RELEASE)),
        # The same edition sealed again: the sealed one is replaced.
        Scenario("seal-again", OUT + (SEAL,), SEAL_AGAIN, (SEAL_AGAIN, RELEASE)),
        # Arm, switch, log, archive, log to the public tree.
        Scenario("release", OUT + (SEAL,), RELEASE, (RELEASE,)),
        # The first edition of a series: there is no public tree yet.
        Scenario("first-release", (("seal", BEFORE, "--by", "test"),), ("release", BEFORE),
                 (("release", BEFORE), SEAL, RELEASE)),
        # A release that a crash stopped behind its switch, finished by the run under test.
        Scenario("finish", OUT + (SEAL, RELEASE), RELEASE, (RELEASE,),
                 killed_at=("write", "publications/log.jsonl")),
        # A date, its change and its end: schedule, log and the pages of the site say the same.
        Scenario("announce", OUT + (SEAL,), ANNOUNCE, (ANNOUNCE, RELEASE)),
        Scenario("move", OUT + (SEAL, ANNOUNCE), MOVE, (MOVE, RELEASE)),
        Scenario("cancel", OUT + (SEAL, ANNOUNCE), CANCEL, (CANCEL, RELEASE)),
        # An edition that is out is taken back: arm, switch, log, archive of a second version.
        Scenario("withdraw", OUT + (SEAL, RELEASE), WITHDRAW, (WITHDRAW, RELEASE)),
        # The edition before is corrected: opened, sealed as its second version, released.
        Scenario("correct", OUT + (EDIT,), CORRECT,
                 ((*CORRECT, "--replace"), SEAL_CORRECTION, RELEASE_CORRECTION)),
        Scenario("seal-correction", OUT + (EDIT, CORRECT), SEAL_CORRECTION,
                 (SEAL_CORRECTION_AGAIN, RELEASE_CORRECTION)),
        Scenario("release-correction", OUT + (EDIT, CORRECT, SEAL_CORRECTION),
                 RELEASE_CORRECTION, (RELEASE_CORRECTION,)),
        # What a crash left before the switch is cleared by the run under test.
        Scenario("clear", OUT + (SEAL, RELEASE), RELEASE, (RELEASE,),
                 killed_at=("symlink", "publications/.public-next")),
    )
}


class Workshop:
    """A folder in which workspaces are made, copied and driven by the real binary."""

    def __init__(self, binary, folder=None):
        self.binary = os.path.abspath(binary)
        # Contents of archived editions that were rebuilt and found identical.
        self.rebuilt = set()
        # Workspaces after commands that many scenarios begin with.
        self.made = {}
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
        return kept | {"HOME": str(beside), "TMPDIR": str(beside / "tmp")}

    def command(self, workspace, arguments):
        return [self.binary, *arguments, "--workspace", str(workspace)]

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
        """A command, or an edit that somebody makes between two of them."""
        if step[0] != "edit":
            self.must(workspace, step)
            return
        _, name, old, new = step
        text = (workspace / name).read_text()
        if old not in text:
            raise RuntimeError(f"{name} has no {old}")
        (workspace / name).write_text(text.replace(old, new, 1))

    def copy(self, workspace, target):
        """A copy with links, modes and times; what stood at the target is removed."""
        self.remove(target)
        for source, place in ((workspace, target), (f"{workspace}.around", f"{target}.around")):
            subprocess.run(["cp", "-a", str(source), str(place)], check=True)
        return pathlib.Path(target)

    def remove(self, workspace):
        for path in (str(workspace), f"{workspace}.around"):
            shutil.rmtree(path, ignore_errors=True)


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
