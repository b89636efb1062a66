# Two commands are enough on a fresh Debian or Ubuntu machine: `make run` to try postroom, `make test` to test it.
.DEFAULT_GOAL := help
.PHONY: help run test check setup setup-test lock migration clean screenshots

VENV := .venv
BIN := $(VENV)/bin
RUN_PACKAGES := python3 python3-venv tesseract-ocr tesseract-ocr-ita tesseract-ocr-deu tesseract-ocr-fra \
	tesseract-ocr-spa tesseract-ocr-por tesseract-ocr-nld tesseract-ocr-osd poppler-utils libpango-1.0-0 \
	libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-liberation
TEST_PACKAGES := dovecot-imapd dovecot-lmtpd opensmtpd postgresql chromium fonts-freefont-ttf

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: setup ## Install what is missing and start the demonstration
	$(BIN)/postroom demo

test: setup-test ## Install what is missing and run every test, the fast ones first
	$(BIN)/python -m pytest -m "not slow and not dovecot and not smtp and not postgres and not chromium and not ocr"
	$(BIN)/python -m pytest -m "slow or dovecot or smtp or postgres or chromium or ocr"

check: setup-test ## Run every check: style, types, layers of imports, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

setup: $(VENV)/.installed ## Install system packages and the virtual environment
	@sh tools/packages.sh $(RUN_PACKAGES)

setup-test: setup $(VENV)/.installed-test
	@sh tools/packages.sh $(TEST_PACKAGES)

$(VENV)/.installed: requirements.txt pyproject.toml tools/packages.sh
	@sh tools/packages.sh $(RUN_PACKAGES)
	sh tools/python.sh -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-test: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

lock: setup-test ## Lock the dependencies again, with hashes and without index addresses
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt

clean: ## Remove the environment and what the demonstration made
	rm -rf $(VENV) demo
