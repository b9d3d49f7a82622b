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

from invariants import Fault, check_after_fault, check_finished, pages, states_of
from workshop import SCENARIOS, Workshop


@dataclasses.dataclass
class Prepared:
    """A scenario with everything before its command done."""
    scenario: object
    start: object
    # Published states in their order; the last is that of a finished recovery.
    known: list
    # How many of them the command under test may leave.
    allowed: int
    points: list


def options(description, scenarios, runs=None, flags=()):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the ninethirty to test")
    parser.add_argument("--scenario", action="append", choices=sorted(scenarios),
                        help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=None, help="of the sample and its order")
    parser.add_argument("--jobs", type=int, default=2, help="runs at the same time")
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


class Campaign:
    """Plays scenarios point by point. A harness gives `prepare` and `play`."""

    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.workshop = Workshop(options.binary)
        self.failures, self.counts, self.missed = [], collections.Counter(), 0
        self.guard = threading.Lock()
        self.local = threading.local()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.workshop.__exit__(*details)

    # What runs without faults tell.

    def known_states(self, scenario, start):
        """The published states of a run and its recovery without faults, in their order."""
        known = [pages(start)]
        workspace = self.workshop.copy(start, f"{start}.clean")
        def note():
            for state in states_of(workspace):
                if state not in known:
                    known.append(state)
        self.workshop.must(workspace, scenario.tested)
        note()
        allowed = len(known)
        for arguments in scenario.recovery:
            if arguments != scenario.tested or arguments[0] != "withdraw":
                self.workshop.must(workspace, arguments)
            note()
        check_finished(self.workshop, workspace, known)
        self.workshop.remove(workspace)
        return known, allowed

    def recover(self, prepared, workspace):
        """The run that recovers finishes, says so, and a further one changes nothing."""
        for arguments in prepared.scenario.recovery:
            result = self.workshop.run(workspace, arguments)
            if result.returncode == 64 and "it is not withdrawn twice" in result.stderr:
                continue  # It was withdrawn before the fault; `release` finishes what is left.
            if result.returncode != 0:
                raise Fault(f"recovery: {' '.join(arguments)}: exit {result.returncode}: "
                            f"{result.stdout[-300:]}{result.stderr[-600:]}")
        check_finished(self.workshop, workspace, prepared.known)

    # The sample.

    def chosen(self, prepared):
        """The points in the order in which they are played: one of each kind first."""
        if not hasattr(self.options, "call"):
            return prepared.points
        points = [point for point in prepared.points
                  if (not self.options.call or point.call in self.options.call)
                  and (not self.options.happening or point.happening in self.options.happening)
                  and self.options.number in (None, point.number)
                  and (not self.options.at or self.options.at in point.what)]
        if self.options.seconds is None:
            return points
        self.random.shuffle(points)
        first, rest, kinds = [], [], set()
        for point in points:
            (rest if point.kind in kinds else first).append(point)
            kinds.add(point.kind)
        # What makes pages visible, and what is written down about it, before everything else.
        first.sort(key=lambda point: not self.is_decisive(point))
        return first + rest

    def is_decisive(self, point):
        return (point.call.startswith(("rename", "symlink")) or "log.jsonl" in point.what
                or "journal.jsonl" in point.what or ".public-next" in point.what)

    # The run.

    def run(self):
        print(f"seed {self.options.seed}", flush=True)
        scenarios = [SCENARIOS[name] for name in self.options.scenario or SCENARIOS]
        prepared = [self.prepare(scenario) for scenario in scenarios]
        began = time.monotonic()
        work = [[(item, point) for point in self.chosen(item)] for item in prepared]
        planned = sum(len(points) for points in work)
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
        return self.summary(planned, time.monotonic() - began)

    def stop(self, number, _):
        sys.exit(128 + number)

    def is_over(self, began):
        """Whether the time is up; a slow machine plays one point all the same."""
        return (self.options.seconds is not None and bool(self.counts or self.failures)
                and time.monotonic() - began > self.options.seconds)

    def attempt(self, prepared, point, began):
        if self.is_over(began):
            return
        workspace = self.workshop.folder / f"run-{threading.get_ident()}"
        try:
            self.workshop.copy(prepared.start, workspace)
            played = self.play(prepared, point, workspace)
            with self.guard:
                if played:
                    self.counts[prepared.scenario.name, point.call, point.happening] += 1
                else:
                    self.missed += 1
        except Fault as fault:
            self.fail(prepared, point, str(fault))
        except Exception:
            self.fail(prepared, point, traceback.format_exc())
        finally:
            self.workshop.remove(workspace)

    def fail(self, prepared, point, reason):
        with self.guard:
            self.failures.append((prepared.scenario.name, point, reason))
            print(f"FAILED {prepared.scenario.name} {point.name} [{point.what[:200]}]\n"
                  f"  {reason}", flush=True)

    def summary(self, planned, seconds):
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
        # A harness that hits nothing proves nothing.
        return 1 if self.failures or not played else 0
