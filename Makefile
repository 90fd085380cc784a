# One place for every command; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TCK ?= ../shared/tck
STAMP := $(VENV)/.installed
SOURCES := engine forms tasks web server.py hatch_build.py tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help install run run-cluster demo check format lint types imports test test-long browser cover migrate benchmark conformance

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(STAMP) ## build .venv with everything that running and testing need

$(STAMP): pyproject.toml hatch_build.py web/frontend/package-lock.json $(wildcard web/frontend/src/* web/frontend/*.mjs)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

run: install ## serve the demo office at http://127.0.0.1:8000
	DEMO=1 $(BIN)/python server.py serve

run-cluster: install ## try several processes on PostgreSQL, on this machine
	@$(BIN)/python -m tests.cluster

demo: install ## fill the demo database anew: sixteen weeks, 500 applications from all counties
	DEMO=1 $(BIN)/python server.py demo

check: format-check lint types imports ## everything that reads the code without running it

format: install ## format the Python code
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

.PHONY: format-check
format-check: install
	$(BIN)/ruff format --check $(SOURCES)

lint: install ## ruff, spelling, templates, unused dependencies
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/codespell README.md CHANGELOG.md docs engine forms tasks web/*.py web/templates server.py tests benchmarks
	$(BIN)/djlint --lint --quiet web/templates
	$(BIN)/deptry .

types: install ## mypy, strict
	$(BIN)/mypy

imports: install ## who may import whom
	$(BIN)/lint-imports

test: install browser ## all tests but the long ones (at most ten minutes)
	$(BIN)/python -m pytest -n 2

test-long: install ## kill loops, mutations, large data (at most thirty minutes)
	$(BIN)/python -m pytest -m long -n 2

cover: install browser ## tests with branch coverage
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term-missing:skip-covered

# the browser tests drive a Chromium on PATH; Debian's is installed where we may
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	  else \
	    echo "The browser tests need Chromium on PATH (Debian: apt-get install chromium fonts-noto-cjk)." >&2; exit 1; \
	  fi; }

migrate: install ## bring the database to this release
	$(BIN)/python server.py migrate

benchmark: install ## what we claim about speed, as ratios in one run
	$(BIN)/python -m benchmarks

conformance: install ## DMN conformance kit in TCK=DIR
	@$(BIN)/python -m benchmarks.conformance '$(TCK)'
