# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
# The day of the second run of the tests: derived from HEAD, or DAY=2026-12-31.
DAY ?= commit
# Sessions that `make bench` measures with: ROWS=20000 takes minutes, a million an hour or two.
ROWS ?= 1000000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile
LOCKED := $(PIP) --no-deps --require-hashes -r
RESOLVE := uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links

# What is imported is compiled once and kept, whatever the machine's wish: every start is quicker.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check check-core demo lint chromium unit browser proof bench lock clean

run: .venv/run.stamp ## install, migrate, load the demo the first time, serve
	@$(BIN)/session-desk migrate
	@$(BIN)/session-desk demo --if-empty
	@exec $(BIN)/session-desk serve

demo: .venv/run.stamp ## make the demo anew, up to today
	@$(BIN)/session-desk demo --fresh

test: .venv/test.stamp ## everything that must hold
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint chromium
	$(BIN)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder
	$(BIN)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder --day=$(DAY) \
		tests/demo tests/metrics tests/pages

check: .venv/test.stamp ## a quick answer: lint, types, contracts, and core on SQLite
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint check-core

check-core: .venv/test.stamp
	$(BIN)/pytest -q --database=sqlite --numprocesses=2 --dist=loadfile --no-loadscope-reorder \
		--ignore=tests/browser --ignore=tests/pages --ignore=tests/proof --ignore=tests/web \
		--ignore=tests/demo

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers=2
	$(BIN)/lint-imports

chromium: .venv/test.stamp
	$(BIN)/python -m tests.support.browser

unit: .venv/test.stamp
	$(BIN)/pytest --ignore=tests/browser --numprocesses=2 --dist=loadfile

browser: chromium
	$(BIN)/pytest tests/browser

proof: .venv/proof.stamp chromium ## what takes long: each line of figures at its full length
	$(BIN)/pytest tests/proof tests/metrics tests/browser/test_looking_walk.py --in-full -rP
	$(BIN)/python -m tests.support.mutation

bench: .venv/bench.stamp ## speed beside plain SQL and other tools; writes docs/performance.md
	$(BIN)/python -m tests.bench --rows $(ROWS)

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(LOCKED) requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: requirements.lock requirements-dev.lock pyproject.toml | .venv/bin/python
	@$(MAKE) --no-print-directory --jobs=2 .venv/run.stamp .venv/tools.stamp
	@touch $@

.venv/tools.stamp: requirements.lock requirements-dev.lock | .venv/bin/python
	@grep -vxFf requirements.lock requirements-dev.lock > .venv/tools.lock
	$(LOCKED) .venv/tools.lock
	@touch $@

.venv/proof.stamp: requirements-proof.lock .venv/test.stamp
	$(LOCKED) requirements-proof.lock
	@touch $@

.venv/bench.stamp: requirements-bench.lock .venv/test.stamp
	$(LOCKED) requirements-bench.lock
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12") \
		if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(LOCKED) requirements-pip.lock # the pip that comes with Python takes twice as long

lock: ## resolve pyproject.toml anew into the lock files (needs uv)
	echo pip | $(RESOLVE) - --output-file requirements-pip.lock
	$(RESOLVE) pyproject.toml --output-file requirements.lock
	$(RESOLVE) pyproject.toml --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock
	$(RESOLVE) pyproject.toml --extra dev --extra proof --constraint requirements-dev.lock \
		--output-file requirements-proof.lock
	$(RESOLVE) pyproject.toml --extra dev --extra bench --constraint requirements-dev.lock \
		--output-file requirements-bench.lock

clean: ## forget the environment and what tools keep; leaves data/local alone
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
