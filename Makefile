# Everyday commands; `make help` lists them.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export HOST ?= 127.0.0.1
export PORT ?= 8000
export PORTAL_DATA ?= data
CATALOGUES := translations/vi/LC_MESSAGES/messages.po translations/en/LC_MESSAGES/messages.po

.PHONY: help run test check lint format i18n bench faults clean

help: ## List the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/installed ## Install, prepare the database, load the demonstration when empty, serve
	@$(VENV)/bin/portal run --host $(HOST) --port $(PORT)

test: $(VENV)/installed-all ## Run every test, on SQLite and on PostgreSQL with Redis, in Chromium too
	@$(PY) tests/everything.py

check: lint test ## What CI runs: lint, types, imports, translations, then every test

lint: $(VENV)/installed-all ## Style, types, imports, templates, translations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/djlint --lint --quiet templates
	@$(PY) translations/catalogues.py check

format: $(VENV)/installed-all ## Put the code into its one format
	@$(VENV)/bin/ruff check --fix-only -q . ; $(VENV)/bin/ruff format -q .

i18n: $(VENV)/installed-all ## Collect new texts into both catalogues
	@$(PY) translations/catalogues.py update

bench: $(VENV)/installed-all ## Print ratios: pages to a bare view, 100,000 items to 1,000, crowds, reading, search
	@$(PY) -m tests.bench
	@$(PY) -m tests.bench.reading
	@$(PY) -m tests.bench.long_document
	@$(PY) -m tests.bench.triage
	@$(PY) -m tests.bench.desk
	@$(PY) -m tests.bench.petitions
	@$(PY) -m tests.bench.search

faults: $(VENV)/installed-all ## Kill server and worker 200 times under writers, on each database; nothing may be lost
	@$(PY) -m tests.faults

clean: ## Remove the environment and what was built
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml .ci/constraints.txt $(CATALOGUES)
	@echo "Installing …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[scale]'
	@$(PY) translations/catalogues.py compile
	@touch $@

$(VENV)/installed-all: $(VENV)/installed
	@$(PY) -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[scale,test,lint,bench]'
	@sh .ci/chromium
	@sh .ci/tesseract
	@touch $@
