# make run    the shipped world: the daemon, and a receiver that shows every webhook
# make demo   the main job in one screen, and then it ends
# make test   everything that is tested
# make simulate SEEDS=n FROM=k   the coordination core on virtual time; also TRACE=1, FAULTS=1 (docs/internals/simulation.md)
# make bench  durable reports a second, latency, memory
# make lint   format and style
.PHONY: help run demo test simulate bench lint format build release clean

help:
	@sed -n 's/^# //p' Makefile

release:
	@scripts/setup build
	swift build -c release --static-swift-stdlib --product tocsind
	swift build -c release --static-swift-stdlib --product tocsin

build:
	@scripts/setup build
	swift build --explicit-target-dependency-import-check error

run: release
	@scripts/run "$$(swift build -c release --show-bin-path)"

demo: release
	@scripts/demo "$$(swift build -c release --show-bin-path)"

# Three processes: many tests block their thread, of which Swift's pool has one for each processor, and the tests of the intake need
# those for the server that they test.
test:
	@scripts/setup test
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --disable-xctest --skip AcceptanceTests --skip IntakeTests
	swift test --skip-build --disable-xctest --filter IntakeTests
	TOCSIN_BIN_DIR="$$(swift build --show-bin-path)" swift test --skip-build --disable-xctest --filter AcceptanceTests
	@$(MAKE) --no-print-directory simulate SEEDS=1000 FROM=0

# In release mode: some twenty times faster, and preconditions stay.
SEEDS ?= 1000
FROM ?= 0
simulate:
	swift build -c release --product tocsin-simulate
	"$$(swift build -c release --show-bin-path)/tocsin-simulate" --seeds $(SEEDS) --from $(FROM) $(if $(TRACE),--trace) $(if $(VERBOSE),--verbose) $(if $(FAULTS),--faults) $(if $(FAULT),--fault $(FAULT))

bench: release
	@scripts/setup test
	swift build -c release --static-swift-stdlib --product tocsin-rooms
	cd Benchmarks && swift run -c release tocsin-bench --binaries "$$(cd .. && swift build -c release --show-bin-path)"

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Rooms Benchmarks/Sources

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Rooms Benchmarks/Sources

clean:
	rm -rf .build var
