# Each target does its own set-up; `make demo` and `make test` are all a newcomer runs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ARGS ?=
# More workers than a small machine has cores: bots and browsers wait as much as they work.
TESTS = $(BIN)/python -m pytest -n 3 $(ARGS)
# What CI plays beyond `make test`: the shapes in between.
WHOLE = --every-shape
SEEDS ?= 200

.PHONY: rehearse licences sweep help setup demo test check format lock bench simulate mutants train clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## .venv with locked, hash-checked dependencies and .venv/bin/goodword

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Goodword needs Python 3.11 or newer."; exit 1; }
	@echo "Setting up $(VENV) (first time: a minute or two) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@{ $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock && \
	   $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable . ; } \
	   > $(VENV)/install.log 2>&1 || { tail -40 $(VENV)/install.log; exit 1; }
	@touch $(STAMP)
	@echo "Goodword is set up."

demo: setup ## the bot against a simulated Slack; prints the address of a page to try it on
	@exec $(BIN)/goodword demo $(ARGS)

test: setup ## all tests
	@$(TESTS)

check: setup ## exactly what CI runs: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(TESTS) $(WHOLE)

format: setup ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## NAME=redaction, patterns, scale, backlog, load, handoffs, footprint: figures; ARGS=--quick for some
	@$(BIN)/python -m benchmarks.$(NAME) $(ARGS)

simulate: setup ## SEEDS=200: simulated years and storms (make test plays 20 and 20 + 10)
	@$(BIN)/python -m pytest tests/simulation --seeds $(SEEDS) --storms $(SEEDS) --timeout 3600 $(ARGS)

sweep: setup ## kill -9 at every boundary of every flow, on both databases (make test: a sample)
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/flows/sweep --kills 0 $(ARGS)

mutants: setup ## each guard of the delivery taken away in a copy: which tests and storms notice
	@$(BIN)/python -m tests.simulation.mutants $(ARGS)

train: ## train the redaction model again (own environment)
	$(MAKE) -C training train

rehearse: setup ## the container's steps without a container engine
	@$(BIN)/python -m tests.container.rehearsal

licences: setup ## every installed library with its licence
	@$(BIN)/python -m tests.audit.licences

lock: setup ## make the lock files again (needs uv)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info
