# Two commands do everything on a fresh machine (Debian 12 with the Swift toolchain):
#   make release   install what is missing, build, publish the real editions
#   make test      install what is missing, build, pass every test
.PHONY: release test check format format-check build fuzz faults kill-loop install install-test tsan clean \
  benchmark benchmark-instant benchmark-verify benchmark-preview instructions pictures

release: install
	scripts/release.sh

test: install install-test
	scripts/test.sh

# What CI runs.
check: test format-check

# The fuzzer of every reader: `make fuzz FUZZ_SECONDS=600` is for each. What it finds interesting is
# kept and gone on from the next time. No part of `make test`: its build takes minutes, and what it
# found is held by tests there.
FUZZ_SECONDS = 600
fuzz: install
	SECONDS_EACH=$(FUZZ_SECONDS) KEEP=.build-fuzz/corpus scripts/fuzz.sh $(READERS)

# The harnesses of docs/decisions/0015 on the release build, without the bounds of `make test`: every
# system call failed and killed at, the power cut at each step, real limits. Hours; root, Linux.
FAULTS = .build/release/ninethirty
faults: build install-test
	scripts/crash/faults.py --binary $(FAULTS)
	scripts/crash/powercut.py --binary $(FAULTS)
	scripts/crash/limits.py --binary $(FAULTS)

# Random kills while readers poll the public tree: `make kill-loop RUNS=5000`.
RUNS = 500
kill-loop: build install-test
	scripts/crash/kills.py --binary $(FAULTS) --runs $(RUNS)

build: install
	swift build -c release

install:
	@scripts/install.sh

install-test:
	@scripts/install-test.sh

SWIFT_FILES = git ls-files -z --cached --others --exclude-standard '*.swift'

format:
	$(SWIFT_FILES) | xargs -0 swift format format --in-place --parallel

format-check:
	$(SWIFT_FILES) | xargs -0 swift format lint --strict --parallel

# The tests under the thread sanitizer. Swift's Mutex is reported as a race by mistake: see the file.
tsan: install install-test
	TSAN_OPTIONS=suppressions=$(CURDIR)/scripts/tsan-suppressions.txt \
	  swift test --sanitize=thread --scratch-path .build-tsan

# Measures the program beside other tools and writes the table of docs/performance.md.
benchmark: install
	Benchmarks/run

# A thousand releases at their instants on the real clock: how late is the switch?
benchmark-instant: install
	Benchmarks/release-instant

# How long `verify` takes over 10,000 reports in 120 editions, beside sha512sum of the same files.
benchmark-verify: install
	Benchmarks/verify

# How long after a save does the preview show it, beside a whole draft?
benchmark-preview: install
	Benchmarks/preview

# Holds instruction counts against those that are kept: see docs/performance.md.
instructions:
	scripts/instructions.sh

# The pictures of the README, of pages of the made-up workspace.
pictures: install install-test
	scripts/pictures.sh

clean:
	rm -rf .build .build-* published
