# Every target sets up what it needs; `make` alone lists them.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

TIME ?= 60
SEED ?=
ENGINES ?= model impl cedarpy
KNOWN_ISSUES ?= $(wildcard known-issues.toml)
SCORE ?= out/mutants.json
CORPUS ?= ../shared/corpus/official-sample.tar.gz

.DEFAULT_GOAL := help
.PHONY: help setup browser demo drt nightly mutants prove test check format conformance bench bench-quick fuzz build clean all

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make the environment, in .venv

$(READY): pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

browser: ## Chromium, for the tests of pages: by apt-get, where there is none
	@.ci/browser

demo: $(READY) ## TinyTodo deciding, and why
	@$(BIN)/python examples/tinytodo/demo.py

drt: $(READY) ## a differential run of TIME seconds: model, engine and official engine against each other
	@$(BIN)/deodar drt run --time $(TIME) $(if $(SEED),--seed $(SEED)) $(ENGINES:%=--engine %) $(KNOWN_ISSUES:%=--known-issues %)

nightly: $(READY) ## the same for hours, with planted bugs first: make nightly TIME=6h
	@$(BIN)/deodar drt run --time $(TIME) --canaries 3 --out out/nightly \
		$(if $(wildcard $(SCORE)),--mutants $(SCORE)) $(if $(SEED),--seed $(SEED)) $(ENGINES:%=--engine %) $(KNOWN_ISSUES:%=--known-issues %)

mutants: $(READY) ## how soon the tester finds each planted bug
	@$(BIN)/deodar drt mutants --shrink --json $(SCORE)

prove: $(READY) ## the theorems about the model's own source
	@$(BIN)/deodar prove --mutants

test: $(READY) ## all tests, with every branch of model and engine covered
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q --cov --cov-report=term-missing --cov-fail-under=100

check: $(READY) ## format, lint, import contracts, types, workflows
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@test "$$(uname)" != Linux || $(BIN)/actionlint

format: $(READY) ## put the code into its layout
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

conformance: $(READY) ## official cases: make conformance CORPUS=folder-or-archive [ENGINES="model impl"]
	@$(BIN)/python -m deodar.conformance $(CORPUS) $(ENGINES:%=--engine %)

bench: $(READY) ## every workload against the official engine, oso and casbin: a page with pictures, in out/bench
	@$(BIN)/python -m bench --all --page out/bench

bench-quick: $(READY) ## the applications in a minute, with gates
	@$(BIN)/python -m bench --quick

fuzz: $(READY) ## random bytes into every reader for TIME seconds
	@$(BIN)/python -m tests.hostile.fuzz --time $(TIME)

build: $(READY) ## wheel and sdist, in dist/
	@$(BIN)/python -m build

clean: ## remove what the targets made
	rm -rf $(VENV) dist out .hypothesis .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

all: check prove drt browser test ## what the gate runs
