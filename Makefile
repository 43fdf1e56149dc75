# Two commands on a fresh machine: `make plan` and `make test`. Everything is installed into .venv, once.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
CASE ?= scenarios/fengxian-dali-2027
OUT ?= out/$(notdir $(CASE))
TIME ?= 60

.PHONY: plan test lint types contracts wheel-test format docs bench clean
.DEFAULT_GOAL := plan

plan: $(VENV)/.installed-run
	@$(BIN)/fangang plan $(CASE) -o $(OUT) --time-limit $(TIME) || { code=$$?; [ $$code -eq 4 ] || exit $$code; }

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore=tests/packaging

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

wheel-test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/packaging

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-run
	$(BIN)/python docs/generate.py

bench: $(VENV)/.installed-run
	$(BIN)/python -m benchmarks.run --write

$(VENV)/.installed-run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed-run

$(BIN)/python:
	@.ci/make-venv "$(PYTHON)" $(VENV)

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
