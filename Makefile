# The README's commands. Each makes its own virtual environment from the pinned, hashed requirements.

PYTHON ?= python3.11
SHELL := /bin/sh
RUN := .venv/run
DEV := .venv/dev

# Installs requirements/$(1).txt and Seinpost into the environment .venv/$(1).
define install
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is not installed; install Python 3.11 or newer, or say PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is too old; Seinpost needs Python 3.11 or newer"; exit 2; }
	@echo "Installing into .venv/$(1) (once; a few minutes at most) ..."
	@rm -rf .venv/$(1)
	@$(PYTHON) -m venv .venv/$(1) || { echo "make: $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	@.venv/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@.venv/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r requirements/$(1).txt
	@.venv/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
endef

.PHONY: help demo run check test chaos picture schemas requirements clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/run/.installed ## play a recording: alerts, a digest, no credentials, no network
	@$(RUN)/bin/seinpost demo

run: .venv/run/.installed ## start the lookout
	@$(RUN)/bin/seinpost run

check: .venv/run/.installed ## validate settings and watchlist
	@$(RUN)/bin/seinpost check

test: .venv/dev/.installed ## the whole check list
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/lint-imports
	$(DEV)/bin/mypy
	$(DEV)/bin/deptry .
	$(DEV)/bin/pytest --numprocesses auto --dist loadfile

chaos: .venv/dev/.installed ## a thousand SIGKILLs on each database; cut off, it goes on where it was (hours)
	PYTHONPATH=. nice $(DEV)/bin/python -m tests.faults.chaos

picture: .venv/dev/.installed ## the screens in docs/ again, from the demo (needs Chromium)
	PYTHONPATH=. $(DEV)/bin/python docs/picture.py

schemas: .venv/run/.installed ## config/schema/ again, after a change of the watchlist's models
	$(RUN)/bin/python -c "from pathlib import Path; from bot.watchlist import write_schemas; write_schemas(Path('config/schema'))"

requirements: .venv/dev/.installed ## pin the newest versions again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/build.in -o requirements/build.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --constraint requirements/run.txt pyproject.toml --group dev -o requirements/dev.txt

clean: ## remove what the commands made here (never var/, where the database lies)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

.venv/run/.installed: requirements/build.txt requirements/run.txt pyproject.toml
	$(call install,run)

.venv/dev/.installed: requirements/build.txt requirements/dev.txt pyproject.toml
	$(call install,dev)
