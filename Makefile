# Two commands on a fresh machine (Python 3.10 or later, make, gcc): `make leaderboard` and `make test`.
# Both make their own environment in .venv; nothing outside this folder is changed but the cache (~/.cache/duramen).

PYTHON ?= python3.11
BIN := .venv/bin
# Published corpora, where a neighbouring folder holds their archives; tests that need them skip without it.
export DURAMEN_CORPORA ?= $(abspath $(wildcard ../shared/corpora))

.DEFAULT_GOAL := help
.PHONY: help setup leaderboard leaderboards test docs pictures fuzz lint weights clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## the environment: compiled library, all extras, development tools

.venv/.ready: pyproject.toml constraints.txt hatch_build.py $(wildcard duramen/*.px[di] duramen/*.pyx duramen/*.h)
	@command -v $(PYTHON) >/dev/null || { echo "no $(PYTHON) here; name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all,dev]' --group integrations --group docs
	touch $@

leaderboard: setup ## the main job: shipped weights and rivals on the starter corpus, timed on a sample; prints the report's path
	$(BIN)/duramen bench leaderboard starter --out out/starter

leaderboards: setup ## the committed leaderboards in results/, from the published corpora (about eleven hours)
	PATH="$(abspath $(BIN)):$$PATH" bash results/make.sh

test: setup ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

# Without --quiet, which would also keep warnings from being counted.
docs: setup ## the documentation, a site in out/site; a warning is an error (Python 3.11 or later)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "$(abspath out/site/index.html)"

pictures: setup ## the documentation's pictures, anew: starter pages in Debian's chromium
	$(BIN)/python docs/pictures.py

# Atheris has wheels for Linux and Python 3.11 to 3.13; its AddressSanitizer is preloaded, and Python allocates by malloc so
# that it sees all that Python does. Leaks are not looked for: an interpreter that ends frees little.
FUZZ_SECONDS ?= 600
fuzz: setup ## fuzz pages, weights and renderers, FUZZ_SECONDS each, with AddressSanitizer (gcc)
	$(BIN)/python -m pip install --quiet 'atheris>=3,<4'
	$(BIN)/python tests/fuzz/build.py
	for target in pages weights renders; do \
	  LD_PRELOAD=$$($(BIN)/python -c 'import atheris; print(atheris.path())')/asan_with_fuzzer.so \
	  ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 PYTHONMALLOC=malloc PYTHONPATH=build/fuzz \
	  $(BIN)/python tests/fuzz/run.py $$target --seconds $(FUZZ_SECONDS) || exit 1; \
	done

.PHONY: wheels
wheels: setup ## sdist and wheels in dist/, for and tried in every Python that this machine has
	rm -rf dist
	DURAMEN_PYTHONS=all DURAMEN_DIST=dist $(BIN)/pytest tests/test_packaging.py

lint: setup ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

EVALUATIONS := $(patsubst %,--evaluation %,$(wildcard results/evaluation/*.json)) \
  $(patsubst %,--reliability %,$(wildcard results/evaluation/reliability/*.json))

weights: setup ## train the shipped weights anew (about ten minutes)
	$(BIN)/duramen train fit --recipe boosted --out duramen/weights/boosted
	$(BIN)/duramen train card duramen/weights/boosted $(EVALUATIONS)

clean: ## remove what was built
	rm -rf .venv build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis duramen/*.so
