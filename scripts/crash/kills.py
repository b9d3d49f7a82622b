#!/usr/bin/env python3
"""Kills ninethirty at random moments, hundreds of times, while readers poll the public tree.

Each run begins a scenario's command, kills it with SIGKILL after a random part of the time that it
takes, sometimes kills the recovery too, and then lets the recovery finish. The invariants must hold
after each kill and at the end, and the readers must never see anything but whole published states.

    scripts/crash/kills.py --binary .build/release/ninethirty --runs 500
    scripts/crash/kills.py --binary … --runs 40 --seconds 40 --seed 7
"""
import random
import subprocess
import sys
import time

import campaign
from invariants import Fault, check_after_fault
from readers import Readers
from tracing import Strace
from scenarios import SCENARIOS


class Kill:
    """A random moment; it looks like a point of the other harnesses."""
    call = "any"
    happening = "KILL"
    what = ""

    def __init__(self, seed):
        self.seed = seed
        self.kind = self.stratum = seed

    name = property(lambda self: f"seed {self.seed}")


class Kills(campaign.Campaign):
    reads = 0
    # The readers poll through every recovery.
    shares_recoveries = False

    def prepare(self, scenario):
        start = self.workshop.prepare(scenario, self.strace)
        expected = self.expect(scenario, start)
        share = -(-self.options.runs
                  // (self.options.some or len(self.options.scenario or SCENARIOS)))
        kills = [Kill(self.random.randrange(1 << 32)) for _ in range(share)]
        return campaign.Prepared(scenario, start, expected, kills)

    def play(self, prepared, kill, workspace):
        chance = random.Random(kill.seed)
        scenario = prepared.scenario
        with Readers(workspace / "publications" / "public", prepared.expected.states) as readers:
            # A rotation of keys that was killed behind its end, and again, is a third one.
            kills = chance.choice((1, 1, 2, 3)) if scenario.ends == 1 else 1
            for number in range(kills):
                arguments = scenario.tested if number == 0 else chance.choice(scenario.recovery[:1])
                self.kill_somewhere(workspace, arguments, chance)
                check_after_fault(workspace, prepared.expected)
            self.recover(prepared, workspace)
        if readers.faults:
            raise Fault("; ".join(readers.faults))
        with self.guard:
            self.reads += readers.reads
        return True

    def kill_somewhere(self, workspace, arguments, chance):
        process = subprocess.Popen(
            self.workshop.command(workspace, arguments), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.workshop.environment(workspace))
        # How long it takes depends on what else the machine does: a wide range hits all of it.
        time.sleep(chance.uniform(0, 0.35))
        process.kill()
        process.wait()


if __name__ == "__main__":
    options = campaign.options(__doc__, SCENARIOS, runs=40)
    strace = Strace()
    if strace.why_not():
        # Two scenarios begin behind a kill at one call; the others need no strace.
        options.scenario = options.scenario or [
            name for name, scenario in SCENARIOS.items() if not scenario.killed_at]
    with Kills(options) as kills:
        kills.strace = strace
        status = kills.run()
        print(f"{kills.reads} pages read meanwhile")
        sys.exit(status)
