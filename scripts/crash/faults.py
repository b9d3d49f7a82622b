#!/usr/bin/env python3
"""Fails, or kills at, each single system call of ninethirty on a file of its workspace.

For each call of a run on a path inside the workspace there is one run in which that call fails with
EIO, one with ENOSPC (calls that change something) and one in which the process is killed in its
place. After each, and after the recovery without faults, the invariants must hold (invariants.py).

    scripts/crash/faults.py --binary .build/release/ninethirty              all
    scripts/crash/faults.py --binary … --seconds 40 --seed 7                a sample
"""
import re
import sys

import campaign
from invariants import Fault, check_after_fault, check_done, leftovers, plain_text
from tracing import Strace
from scenarios import BEFORE, EDITION, SCENARIOS

CAUSES = {"EIO": "input/output error", "ENOSPC": "no space left on device"}
READING = ("openat", "read", "pread64", "getdents64")
# What people wrote and cannot be read is a finding: exit 65, on standard output.
INPUTS = ("analyses", "people.json", "requests.csv", "schedule.json", "templates")


class Faults(campaign.Campaign):
    """The points are the system calls of the command under test."""

    def prepare(self, scenario):
        strace = self.strace
        start = self.workshop.prepare(scenario, strace)
        expected = self.expect(scenario, start)
        look = self.workshop.copy(start, f"{start}.look")
        result, points = strace.points(
            self.workshop, look, scenario.tested, ("KILL", "ENOSPC", "EIO"))
        if result.returncode != 0:
            raise RuntimeError(f"{scenario.name} under strace: {result.stderr}")
        return campaign.Prepared(scenario, start, expected, points)

    def play(self, prepared, point, workspace):
        """One run with one fault and its recovery; whether the fault fell on the workspace."""
        scenario = prepared.scenario
        result, struck = self.strace.hit(self.workshop, workspace, scenario.tested, point)
        if not struck:
            # Another process's or another file's call: the count is no longer that of the look.
            return False
        self.check_result(prepared, point, result, workspace)
        check_after_fault(workspace, prepared.expected, is_unsigned(point, result))
        if scenario.tested[0] == "seal" and result.returncode != 0:
            self.check_nothing_in_clear(workspace)
        self.recover(prepared, workspace)
        return True

    def check_result(self, prepared, point, result, workspace):
        status, errors = result.returncode, result.stderr
        if point.happening == "KILL" and not point.tool:
            if status not in (-9, 137):
                raise Fault(f"it was to be killed, and ended with {status}")
            return
        if status < 0 or status in (70, 132, 133, 134, 139):
            raise Fault(f"exit {status}: {errors[-400:]}")
        verb = prepared.scenario.tested[0]
        # The lock says who is at work here, and nothing of what was published.
        is_lock = "publications/.lock>" in point.what
        if status == 0 and verb == "verify" and point.call in READING and not is_lock:
            raise Fault(f"it is sound, although the disk did not answer: {result.stdout}")
        if status == 0:
            # A fault that changes nothing, or that was made good: then everything is done.
            if not is_unsigned(point, result) and not is_left_for_later(verb, result):
                check_done(workspace, prepared.expected)
            return
        if status == 65 and any(name in point.what for name in INPUTS):
            if CAUSES[point.happening] not in result.stdout:
                raise Fault(f"exit 65, and no finding names the cause: {result.stdout[-600:]}")
            return
        if status == 76 and verb in ("repair", "verify"):
            # What the disk does not give back is damage, and is named as such.
            if CAUSES[point.happening] not in result.stdout:
                raise Fault(f"exit 76, and no cause is named: {result.stdout[-600:]}{errors[-400:]}")
            return
        cause = f"{point.tool}" if point.tool else CAUSES[point.happening]
        if status != 74 or cause not in errors:
            raise Fault(f"exit {status}, not 74 with its cause: {errors[-400:]}")
        if str(workspace) not in errors:
            raise Fault(f"the error names no path: {errors[-400:]}")
        # A sealed file whose line in the journal may stand waits for the next run, which asks the
        # journal; it is encrypted. A link that was prepared for the switch leads nobody anywhere.
        waiting = [".public-next", ".public-spare"] + [f".new-{edition}.age" for edition in (BEFORE, EDITION)]
        left = [name for name in leftovers(workspace) if name.split("/")[-1] not in waiting]
        if left and not point.call.startswith("unlink"):
            raise Fault(f"left over after an error: {left}")

    def check_nothing_in_clear(self, workspace):
        """After a seal that failed or was killed nothing of the edition stands outside the inputs.

        The archive of the edition before has the register as it was read.
        """
        found = plain_text(workspace, but=("publications/archive/",))
        if found:
            raise Fault(f"in clear after a failed seal: {found[:4]}")


def is_left_for_later(verb, result):
    """A withdrawal waits for no disk under the archive and the log: it says what is left to be done."""
    return verb == "withdraw" and any(
        said in result.stdout for said in ("not archived", "were not brought to the public tree"))


def is_unsigned(point, result):
    """Whether the log came out without a signature, for its key could not be read, and said so."""
    return ".log-key" in point.what and "not signed" in result.stdout


if __name__ == "__main__":
    strace = Strace()
    options = campaign.options(__doc__, SCENARIOS)
    why_not = strace.why_not()
    if why_not:
        print(f"skipped: {why_not}")
        sys.exit(0)
    with Faults(options) as faults:
        faults.strace = strace
        faults.workshop.see_one_core()
        sys.exit(faults.run())
