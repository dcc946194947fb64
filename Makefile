# make          what there is to do        make run    the demonstration        make check    everything
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[tests,postgres]'
	@touch .venv

debian: ## install what some tests need from Debian (PostgreSQL, poppler, LibreOffice…)
	./tests/install-debian-packages

run: .venv ## set up, make the demonstration in ./instance, open its pages
	test -d instance || $(BIN)/cep-docs demo
	$(BIN)/cep-docs serve

samples: .venv ## every template with every sample, as PDF files in ./samples
	$(BIN)/cep-docs samples samples

check: .venv format lint types contracts rules test ## everything below, in this order

format: .venv ## refuse what is not formatted
	$(BIN)/ruff format --check .

lint: .venv ## refuse what ruff does not like
	$(BIN)/ruff check .

types: .venv ## mypy, strict
	$(BIN)/mypy

contracts: .venv ## who may import whom
	$(BIN)/lint-imports

rules: .venv ## the rule files
	$(BIN)/cep-docs check

test: .venv ## all tests, with branch coverage
	$(BIN)/coverage erase
	$(BIN)/pytest --cov --cov-report= -n 2 --dist worksteal
	$(BIN)/coverage report

picture: .venv ## the picture of the README, with Chromium
	$(BIN)/python -m tests.browser.readme_picture

bench: .venv ## ratios against the physical limit
	$(BIN)/python -m bench

clean: ## forget everything that can be made again
	rm -rf .venv build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help debian run samples check format lint types contracts rules test picture bench clean
