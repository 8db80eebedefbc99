# make run    the chat on http://127.0.0.1:8000 (installs and builds what is missing first)
# make test   the whole test suite
# make check  formatting, lint, types, licences, vulnerabilities and the documents
# make soak   faults and too much load, for about half an hour: SECONDS, KILLS and FLIPS change that
# make fuzz   looks for documents and requests that break their readers, SECONDS each (Linux)
# make audit  asks the network whether a pinned package has a known vulnerability
#
# PORT, HOST, CORPUS and INDEX change what is served and where: make run PORT=9000 CORPUS=~/docs
# CPU_TORCH=1 takes PyTorch's own CPU wheels: on Linux they save gigabytes of CUDA libraries.

PYTHON ?= python3
BIN := .venv/bin
TORCH := $(shell sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml)

ifneq ($(HOST),)
export CITE_HOST := $(HOST)
endif
ifneq ($(PORT),)
export CITE_PORT := $(PORT)
endif
ifneq ($(CORPUS),)
export CITE_CORPUS_DIR := $(CORPUS)
endif
ifneq ($(INDEX),)
export CITE_INDEX_DIR := $(INDEX)
endif

.PHONY: run test check soak fuzz audit
.DEFAULT_GOAL := run

run: .venv/installed
	@$(BIN)/python scripts/rebuild_index.py
	@exec $(BIN)/python -m service

test: .venv/installed-dev
	@$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/check_corpus.py
	$(BIN)/python scripts/check_licences.py
	$(BIN)/python scripts/audit.py --unless-offline

soak: .venv/installed
	@$(BIN)/python scripts/soak.py $(if $(SECONDS),--seconds $(SECONDS)) $(if $(KILLS),--kills $(KILLS)) $(if $(FLIPS),--flips $(FLIPS))

fuzz: .venv/installed-fuzz
	@for what in documents requests; do $(BIN)/python -m tests.fuzz $$what -max_total_time=$(or $(SECONDS),300) -timeout=30 || exit 1; done

audit: .venv/installed-dev
	@$(BIN)/python scripts/audit.py

.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing the pinned packages into .venv (once; a few minutes) ..."
	@$(if $(CPU_TORCH),$(BIN)/pip install --disable-pip-version-check --no-deps --index-url https://download.pytorch.org/whl/cpu $(TORCH))
	@$(BIN)/pip install --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the development tools into .venv (once) ..."
	@$(BIN)/pip install --disable-pip-version-check --editable ".[dev]"
	@touch $@

.venv/installed-fuzz: .venv/installed-dev
	@$(BIN)/pip install --disable-pip-version-check --editable ".[fuzz]"
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cité needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
