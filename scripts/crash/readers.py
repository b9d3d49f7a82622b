"""Readers who poll the public tree while editions come out and processes are killed."""
import multiprocessing
import os
import random
import time

from invariants import page_digest

FORK = multiprocessing.get_context("fork")
# Of a reader inside one folder, in seconds: a run of ninethirty may pass in it.
LONGEST_PAUSE = 0.1


class Readers:
    """Two readers of one public link, as long as the `with` lasts.

    One opens every page by its whole path, again and again, as a web server does. The other opens
    the folder that the link leads to and reads every page through that descriptor. Each sees whole
    pages of one published state, never a missing one, and never an older state after a newer one.
    """

    def __init__(self, public, known):
        self.stop = FORK.Event()
        self.results = FORK.Queue()
        self.processes = [
            FORK.Process(target=self.watch, args=(reader, str(public), known), daemon=True)
            for reader in (read_paths, read_descriptor)]
        self.faults, self.reads = [], 0

    def watch(self, reader, public, known):
        try:
            self.results.put(reader(public, known, self.stop))
        except Exception as error:  # A reader that breaks has seen nothing: that is a fault too.
            self.results.put((0, f"{reader.__name__}: {error!r}"))

    def __enter__(self):
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for process in self.processes:
            reads, fault = self.results.get(timeout=600)
            self.reads += reads
            if fault:
                self.faults.append(fault)
        for process in self.processes:
            process.join()


def content_at(path, relative, directory=None):
    """The digest of a page; None where there is none."""
    try:
        page = os.open(path, os.O_RDONLY, dir_fd=directory)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(page, "rb") as content:
        return page_digest(relative, content.read())


def read_paths(public, known, stop):
    """Whole paths: each page is of a state that is not older than any seen before."""
    paths = sorted({path for state in known for path in state or {}})
    reads, oldest = 0, 0
    while not stop.is_set():
        for path in paths:
            digest = content_at(f"{public}/{path}", path)
            reads += 1
            fitting = [number for number, state in enumerate(known)
                       if (state or {}).get(path) == digest]
            if not any(number >= oldest for number in fitting):
                what = "is missing" if digest is None else "is none of a published state"
                return reads, f"a reader saw: {path} {what}, after state {oldest} (fits {fitting})"
            oldest = max(oldest, min(number for number in fitting if number >= oldest))
        time.sleep(0.001)  # The program under test gets its turn too.
    return reads, None


def read_descriptor(public, known, stop):
    """One descriptor of the folder: all pages through it are of exactly one state.

    Half of the pages are read at once, the others after a while, as over a slow line; so that the
    switches, the second one for the log too, come in between.
    """
    paths = sorted({path for state in known for path in state or {}})
    chance = random.Random(0)
    reads = 0
    while not stop.is_set():
        try:
            directory = os.open(public, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            if known[0] is None:
                continue
            return reads, "a reader saw: the public folder is missing"
        chance.shuffle(paths)
        fitting = set(range(len(known)))
        try:
            for number, path in enumerate(paths):
                if number == len(paths) // 2:
                    time.sleep(chance.uniform(0, LONGEST_PAUSE))
                digest = content_at(path, path, directory)
                reads += 1
                fitting &= {number for number, state in enumerate(known)
                            if (state or {}).get(path) == digest}
                if not fitting:
                    return reads, f"a reader inside one folder saw: {path} " + (
                        "is missing" if digest is None else "is of another state")
        finally:
            os.close(directory)
    return reads, None
