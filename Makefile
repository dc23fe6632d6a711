# What a person types. `make demo` and `make test` do all the set-up that they need.

SHELL := /bin/bash
PREFIX ?= /usr/local

# The one set of flags of every optimised build: another set builds everything again.
RELEASE := -c release --static-swift-stdlib
SCRUPLE := .build/release/scruple

# What the build links (YAML, XML, linear-time patterns, SHA-256), time zones, the checker of JSON
# schemas that the tests use, and the solver behind `scruple verify` and `scruple diff`.
DEBIAN := libyaml-dev libexpat1-dev libre2-dev libssl-dev pkg-config tzdata python3-jsonschema z3

.PHONY: demo test test-sql build install bench bench-audience conformance fuzz mutate verify docs cel-consumer lint \
  format setup browser warehouses spark clean

demo: build
	@docs/examples/cart-recovery/demo.sh $(SCRUPLE)

test: setup
	swift test

build: setup
	swift build $(RELEASE) --product scruple

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(SCRUPLE) $(DESTDIR)$(PREFIX)/bin/scruple
	$(SCRUPLE) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/scruple
	$(SCRUPLE) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_scruple
	$(SCRUPLE) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/scruple.fish
	swift build $(RELEASE) --product generate-manual
	.build/release/generate-manual $(SCRUPLE) -o $(DESTDIR)$(PREFIX)/share/man/man1

bench: setup
	swift build $(RELEASE) --product benchmarks
	swift build $(RELEASE) --product cel-benchmarks
	.build/release/benchmarks
	.build/release/benchmarks clients
	.build/release/cel-benchmarks
	Tests/CELBenchmarks/compare.py

# The audience gate beside DuckDB, where it is installed: PYTHON=…/venv/bin/python make bench-audience
PYTHON ?= python3
bench-audience: build
	swift build $(RELEASE) --product benchmarks
	$(PYTHON) Tests/Benchmarks/audience.py $${SCRUPLE_SHARED:-../shared}/bench/scenario.py $(SCRUPLE) \
	  --benchmarks .build/release/benchmarks

# Any folder of test cases: CEL_CONFORMANCE=DIR make conformance
conformance: setup
	swift build $(RELEASE) --product conformance
	.build/release/conformance

# Long random runs: about a million expressions, a million cases that the plain evaluator decides as
# the engine does, with the index and without, and eleven million recipients that columns and single
# decisions judge alike. Some tests see into their target.
FUZZ := swift test -c release -Xswiftc -enable-testing --scratch-path .build/fuzz
fuzz: setup
	SCRUPLE_FUZZ=500 $(FUZZ) --filter 'CELTests\.PropertyTests'
	SCRUPLE_FUZZ=20 $(FUZZ) --skip-build --filter 'CELTests\.(CorpusFuzz|ParserFuzz|Printer|WholePathFuzz)Tests|PolicyEngineTests\.PropertyTests|FactsReadingTests\.FactsFuzzTests'
	SCRUPLE_FUZZ=60 $(FUZZ) --skip-build --filter 'AudienceEvaluationTests\.(Column|Code|Entry)AgreementTests'
	SCRUPLE_FUZZ=160 $(FUZZ) --skip-build --filter 'PolicyEngineTests\.AgreementTests'

# Changes the policies one step at a time and shows what no test notices; with CHANGED=REVISION only
# those that differ from a git revision.
mutate: build
	$(SCRUPLE) test --mutate $(if $(CHANGED),--changed $(CHANGED))

# Proves of the whole library that settings and clients only tighten, then looks through its rules.
verify: build
	time $(SCRUPLE) verify
	time $(SCRUPLE) verify --rules

# A package that uses `CEL` and nothing else of ours.
cel-consumer: setup
	swift run --package-path Tests/CELConsumer --scratch-path .build/cel-consumer consumer

# The documentation of `CEL`, in .build/documentation.
docs: setup
	SCRUPLE_DOCS=1 swift package --scratch-path .build/docs --allow-writing-to-directory .build/documentation \
	  generate-documentation --target CEL --output-path .build/documentation \
	  --transform-for-static-hosting --warnings-as-errors

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

setup:
	@.ci/system-libraries $(DEBIAN)

# `scruple sql` on DuckDB, PostgreSQL and Spark, each with a server or session of its own.
test-sql: setup warehouses spark
	SCRUPLE_WAREHOUSES=duckdb,postgres,spark swift test --filter AudienceSQLTests

# What the tests of `scruple sql` ask; without them they are skipped.
VENV := .build/warehouses
warehouses:
	@.ci/system-libraries postgresql python3-venv
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@$(VENV)/bin/python -c 'import duckdb' 2>/dev/null || $(VENV)/bin/pip install --quiet 'duckdb>=1.3'

spark: warehouses
	@command -v java >/dev/null || .ci/system-libraries openjdk-17-jre-headless
	@$(VENV)/bin/python -c 'import pyspark' 2>/dev/null || $(VENV)/bin/pip install --quiet 'pyspark>=3.5'

# What the tests of the catalogue's pages look with; without it they are skipped.
browser:
	@.ci/system-libraries chromium-headless-shell

clean:
	rm -rf .build
