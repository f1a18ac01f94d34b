# SPDX-License-Identifier: Apache-2.0
# The short commands; CMakeLists.txt does the work. `make help` lists them.

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# Kind of build of `make test`: dev, release, asan or tsan.
PRESET ?= dev
DEMO_OUTPUT ?= build/demo
YEAR_OUTPUT ?= build/year

.PHONY: help demo year test test-long bench bench-quick benchmark tidy format format-check install-dependencies clean

help:
	@echo 'make demo          build the command line and run the field-sales example (results in $(DEMO_OUTPUT))'
	@echo 'make year          the same for the twelve months of the sales-organisation example (results in $(YEAR_OUTPUT))'
	@echo 'make test          build and run all tests (PRESET=dev, release, asan or tsan)'
	@echo 'make test-long     the tests that take long, optimised'
	@echo 'make bench         build and run the workloads beside loops written by hand (table, and build/bench.json)'
	@echo 'make bench-quick   the same in under a minute'
	@echo 'make benchmark     build and run all benchmarks'
	@echo 'make tidy          check with clang-tidy'
	@echo 'make format        lay out the sources with clang-format; format-check only looks'
	@echo 'make clean         remove build/'

demo: install-dependencies
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS) --target attain_cli generate_field_sales
	mkdir -p $(DEMO_OUTPUT)
	bash examples/field-sales/demo.sh "$(CURDIR)/build/release/src/attain" "$(CURDIR)/build/release/examples/generate_field_sales" "$(abspath $(DEMO_OUTPUT))"

year: install-dependencies
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS) --target attain_cli
	bash examples/sales-organisation/year.sh "$(CURDIR)/build/release/src/attain" "$(abspath $(YEAR_OUTPUT))"

test: install-dependencies
	cmake --preset $(PRESET)
	cmake --build --preset $(PRESET) --parallel $(JOBS)
	ctest --preset $(PRESET) --parallel $(JOBS)

test-long: install-dependencies
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS)
	ctest --test-dir build/release --output-on-failure --label-regex '^long$$'

bench bench-quick: install-dependencies
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS) --target workload_benchmark
	python3 benchmarks/bench.py build/release/benchmarks/workload_benchmark --json build/bench.json $(if $(findstring quick,$@),--quick,--peers build/peers)

benchmark: install-dependencies
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS)
	set -e; for program in build/release/benchmarks/*_benchmark; do $$program; done

tidy:
	cmake --preset tidy
	cmake --build --preset tidy --parallel $(JOBS)

SOURCES = $(shell git ls-files --cached --others --exclude-standard -- '*.hpp' '*.cpp' '*.h')

format:
	clang-format -i $(SOURCES)

format-check:
	clang-format --dry-run --Werror $(SOURCES)

install-dependencies:
	@bash cmake/install-dependencies.sh

clean:
	rm -rf build
