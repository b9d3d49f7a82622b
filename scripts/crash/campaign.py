"""What the harnesses share: options, a sample with a printed seed, workers, a summary."""
import argparse
import collections
import concurrent.futures
import dataclasses
import random
import signal
import sys
import threading
import time
import traceback

from expected import Expected, damage_of, facts
from fingerprint import fingerprint
from invariants import Fault, check_finished, pages, states_of, trees_of
from record import Record
from scenarios import SCENARIOS
from workshop import Workshop


@dataclasses.dataclass
class Prepared:
    """A scenario with everything before its command done."""
    scenario: object
    start: object
    expected: Expected
    points: list


def options(description, scenarios, runs=None, flags=()):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the ninethirty to test")
    parser.add_argument("--scenario", action="append", choices=sorted(scenarios),
                        help="only this one; may be repeated")
    parser.add_argument("--some", type=int, help="so many scenarios, chosen by the seed")
    parser.add_argument("--seed", type=int, default=None, help="of the sample and its order")
    parser.add_argument("--jobs", type=int, default=2, help="runs at the same time")
    parser.add_argument("--record", help="a file of what was played: that is not played again")
    parser.add_argument("--seconds", type=float, default=None,
                        help="play points for so long; one of each kind comes first")
    if runs is not None:
        parser.add_argument("--runs", type=int, default=runs, help="how many")
    else:
        parser.add_argument("--call", action="append", help="only points at this system call")
        parser.add_argument("--happening", action="append", help="only EIO, ENOSPC, KILL …")
        parser.add_argument("--number", type=int, help="only the N-th call of its name")
        parser.add_argument("--at", help="only points at a path that holds this, such as log.jsonl")
    for flag in flags:
        parser.add_argument(f"--{flag}", action="store_true", help="see the source")
    chosen = parser.parse_args()
    if chosen.seed is None:
        chosen.seed = random.SystemRandom().randrange(1 << 32)
    return chosen


def names_of(point):
    """What a point stands for, the coarsest first."""
    return (("step", point.step), ("form", point.form), ("stratum", point.stratum),
            ("kind", point.kind))


class Campaign:
    """Plays scenarios point by point. A harness gives `prepare` and `play`."""

    # Whether one recovery proves every fault that leaves the same on the disk.
    shares_recoveries = True

    def __init__(self, options):
        self.options = options
        self.record = options.record and Record(
            options.record, type(self).__name__.lower(), options.binary)
        # Scenarios and fingerprints of what was recovered from; how often one was met again.
        self.recovered, self.shared = set(), 0
        self.random = random.Random(options.seed)
        self.workshop = Workshop(options.binary)
        self.failures, self.counts, self.missed = [], collections.Counter(), 0
        self.strata = set()
        self.guard = threading.Lock()
        self.local = threading.local()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.workshop.__exit__(*details)

    # What runs without faults tell.

    def expect(self, scenario, start):
        """What a run and its recovery without faults do."""
        states = [pages(start)]
        workspace = self.workshop.copy(start, f"{start}.clean")
        standing = {known for _, known in trees_of(workspace)}
        def note():
            for state in states_of(workspace, standing):
                if state not in states:
                    states.append(state)
        before = facts(workspace, scenario)
        self.must(scenario, workspace, scenario.tested)
        note()
        allowed, after = len(states), facts(workspace, scenario)
        finished = [after] * scenario.ends
        for arguments in scenario.recovery:
            self.must(scenario, workspace, arguments)
            note()
        finished[-1] = facts(workspace, scenario)
        expected = Expected(scenario, states, allowed, before, after, finished,
                            damage_of(start, scenario))
        check_finished(self.workshop, workspace, expected)
        self.workshop.remove(workspace)
        return expected

    def must(self, scenario, workspace, arguments):
        """Runs a verb that succeeds, or says that what it does was done."""
        result = self.workshop.run(workspace, arguments)
        is_done = (result.returncode in (64, 73)
                   and any(said in result.stderr for said in scenario.done))
        if result.returncode != 0 and not is_done:
            raise Fault(f"recovery: {' '.join(arguments)}: exit {result.returncode}: "
                        f"{result.stdout[-300:]}{result.stderr[-600:]}")

    def recover(self, prepared, workspace):
        """The run that recovers finishes, says so, and everything holds.

        What a recovery was played from is not played again: the disk is all that it knows.
        """
        scenario = prepared.scenario
        key = self.shares_recoveries and (scenario.name, fingerprint(workspace))
        if key and key in self.recovered:
            with self.guard:
                self.shared += 1
            return
        for arguments in scenario.recovery:
            self.must(scenario, workspace, arguments)
        check_finished(self.workshop, workspace, prepared.expected)
        if key:
            self.recovered.add(key)

    # The sample.

    def chosen(self, prepared):
        """The points in the order in which they are played.

        One of each step comes first, then one of each form, then one of each form by each way, then
        one of each kind.
        """
        if not hasattr(self.options, "call"):
            return prepared.points
        points = [point for point in prepared.points
                  if (not self.options.call or point.call in self.options.call)
                  and (not self.options.happening or point.happening in self.options.happening)
                  and self.options.number in (None, point.number)
                  and (not self.options.at or self.options.at in point.what)]
        if self.options.seconds is None and not self.record:
            return points
        before = [point for point in points
                  if self.record and self.record.has(prepared.scenario.name, point)]
        points = sorted(set(points).difference(before), key=lambda point: point.name)
        self.random.shuffle(points)
        seen = {name for point in before for name in names_of(point)}
        turns = [], [], [], [], []
        for point in points:
            new = [name not in seen for name in names_of(point)]
            turns[new.index(True) if any(new) else 4].append(point)
            seen.update(names_of(point))
        # What makes pages visible, and what is written down about it, before everything else.
        turns[0].sort(key=lambda point: not self.is_decisive(point))
        return [point for turn in turns for point in turn]

    def is_decisive(self, point):
        return (point.call.startswith(("rename", "symlink")) or "log.jsonl" in point.what
                or "journal.jsonl" in point.what or ".public-next" in point.what)

    # The run.

    def run(self):
        print(f"seed {self.options.seed}", flush=True)
        names = list(self.options.scenario or SCENARIOS)
        if self.options.some:
            names = self.random.sample(names, self.options.some)
            print(f"scenarios {', '.join(names)}", flush=True)
        prepared = [self.prepare(SCENARIOS[name]) for name in names]
        if self.record:
            for item in prepared:
                self.record.add_scenario(item.scenario.name, item.points)
        began = time.monotonic()
        work = [[(item, point) for point in self.chosen(item)] for item in prepared]
        planned = sum(len(points) for points in work)
        strata = {(item.scenario.name, point.stratum) for item, points in zip(prepared, work)
                  for _, point in points}
        # In turn, so that a bounded run sees something of every scenario.
        turns = [pair for turn in range(max(map(len, work), default=0))
                 for pair in (points[turn] for points in work if turn < len(points))]
        # Asked to end, it cleans up after itself.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            try:
                list(pool.map(lambda pair: self.attempt(*pair, began), turns))
            finally:
                pool.shutdown(cancel_futures=True)
        return self.summary(planned, len(strata), time.monotonic() - began)

    def stop(self, number, _):
        sys.exit(128 + number)

    def is_over(self, began):
        """Whether the time is up; a slow machine plays one point all the same."""
        return (self.options.seconds is not None and bool(self.counts or self.failures)
                and time.monotonic() - began > self.options.seconds)

    def attempt(self, prepared, point, began):
        if self.is_over(began):
            return
        began_this = time.monotonic()
        workspace = self.workshop.folder / f"run-{threading.get_ident()}"
        try:
            self.workshop.copy(prepared.start, workspace)
            played = self.play(prepared, point, workspace)
            with self.guard:
                if played:
                    self.counts[prepared.scenario.name, point.call, point.happening] += 1
                    self.strata.add((prepared.scenario.name, point.stratum))
                else:
                    self.missed += 1
                self.note(prepared, point, "held" if played else "elsewhere", began_this)
        except Fault as fault:
            self.fail(prepared, point, str(fault))
        except Exception:
            self.fail(prepared, point, traceback.format_exc())
        finally:
            self.workshop.remove(workspace)

    def note(self, prepared, point, outcome, began):
        if self.record:
            self.record.add(prepared.scenario.name, point, outcome,
                            seconds=round(time.monotonic() - began, 3), seed=self.options.seed)

    def fail(self, prepared, point, reason):
        with self.guard:
            self.note(prepared, point, "failed", time.monotonic())
            self.failures.append((prepared.scenario.name, point, reason))
            print(f"FAILED {prepared.scenario.name} {point.name} [{point.what[:200]}]\n"
                  f"  {reason}", flush=True)

    def summary(self, planned, strata, seconds):
        for scenario in SCENARIOS:
            counts = {key: count for key, count in self.counts.items() if key[0] == scenario}
            if not counts:
                continue
            happenings = collections.Counter()
            for (_, _, happening), count in counts.items():
                happenings[happening] += count
            calls = sorted({call for _, call, _ in counts})
            parts = [f"{count} {name}" for name, count in sorted(happenings.items())]
            print(f"{scenario}: {', '.join(parts)}; at {', '.join(calls)}")
        played = sum(self.counts.values()) + len(self.failures)
        print(f"{played} of {planned} points played in {seconds:.0f} s, "
              f"{self.missed} fell elsewhere, {len(self.failures)} failed")
        print(f"{len(self.strata)} of {strata} strata; {self.shared} left what a recovery had been "
              "played from")
        # A harness that hits nothing proves nothing; a record may have had everything before.
        return 1 if self.failures or not played and planned else 0
