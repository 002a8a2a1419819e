# Two commands on a fresh machine (Python 3.10 or later, make, gcc): `make leaderboard` and `make test`.
# Both make their own environment in .venv; nothing outside this folder is changed but the cache (~/.cache/duramen).

PYTHON ?= python3.11
BIN := .venv/bin
# Published corpora, where a neighbouring folder holds their archives; tests that need them skip without it.
export DURAMEN_CORPORA ?= $(abspath $(wildcard ../shared/corpora))

.DEFAULT_GOAL := help
.PHONY: help setup leaderboard leaderboards test lint weights clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## the environment: compiled library, all extras, development tools

.venv/.ready: pyproject.toml constraints.txt hatch_build.py $(wildcard duramen/*.px[di] duramen/*.pyx duramen/*.h)
	@command -v $(PYTHON) >/dev/null || { echo "no $(PYTHON) here; name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all,dev]'
	touch $@

leaderboard: setup ## the main job: shipped weights and rivals on the starter corpus, timed on a sample; prints the report's path
	$(BIN)/duramen bench leaderboard starter --out out/starter

leaderboards: setup ## the committed leaderboards in results/, from the published corpora (about an hour)
	PATH="$(abspath $(BIN)):$$PATH" bash results/make.sh

test: setup ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: setup ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

weights: setup ## train the shipped weights anew (about ten minutes)
	$(BIN)/duramen train fit --recipe boosted --out duramen/weights/boosted --evaluation results/evaluation/left-out-scrapinghub.json

clean: ## remove what was built
	rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis duramen/*.so
