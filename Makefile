# Tierline. `make` alone prints what there is; every target sets up what it needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that is new enough; name another with PYTHON=/path/to/python.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$python && break; done)
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin
DATA ?= data
PORT ?= 8080

# uv reads SSL_CERT_FILE and knows nothing of pip's settings: what pip was told about certificates and mirrors is passed on.
export SSL_CERT_FILE ?= $(PIP_CERT)
ifeq ($(strip $(SSL_CERT_FILE)),)
unexport SSL_CERT_FILE
endif
ifneq ($(strip $(PIP_INDEX_URL)),)
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
export UV_PYTHON_DOWNLOADS := never
export UV_HTTP_TIMEOUT ?= 180
export UV_LINK_MODE ?= copy

CHECKED := $(filter-out plugins/template/%,$(wildcard services/*/tierline_* plugins/*/tierline_* gateway/tierline_* deploy/standalone/tierline_*))
PYPROJECTS := pyproject.toml $(wildcard protos/pyproject.toml plugins/*/pyproject.toml services/*/pyproject.toml gateway/pyproject.toml deploy/standalone/pyproject.toml)

.PHONY: help setup up demo test lint protos clean

help: ## Print this list
	@echo "Tierline: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready ## Install everything into .venv (quick when nothing has changed)
	@:

up: setup ## Start Tierline on this machine (DATA=data, PORT=8080; PORT=0 takes a free one)
	@$(BIN)/tierline up --data "$(DATA)" --port "$(PORT)"

demo: setup ## Start it with two tenants and two real ticket histories; EXIT=1 ends by itself
	@$(BIN)/tierline demo --data "$(DATA)" $(if $(filter command environment,$(firstword $(origin PORT))),--port "$(PORT)") $(if $(filter-out 0,$(EXIT)),--exit)

test: setup lint ## Run the linters and every test
	@$(BIN)/python -m pytest -q

lint: setup ## Run ruff, mypy, import-linter and buf
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python protos/generate.py --lint
	@$(BIN)/python protos/generate.py --check

protos: setup ## Generate the Python code of the contract into protos/gen
	@$(BIN)/python protos/generate.py

clean: ## Remove the environment and the caches; data folders stay
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.tools/.uv-$(UV_VERSION):
	@test -n "$(PYTHON)" || { echo "Tierline needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python." >&2; exit 1; }
	@echo "Installing uv $(UV_VERSION) into .tools ..."
	@$(PYTHON) -m venv --clear .tools || { echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.ready: uv.lock $(PYPROJECTS) | .tools/.uv-$(UV_VERSION)
	@echo "Installing Tierline into .venv ..."
	@$(UV) sync --quiet --frozen --all-packages --python "$$(.tools/bin/python -c 'import sys; print(sys._base_executable)')"
	@touch $@
