# Two commands do everything on a fresh machine with Python >= 3.11:
#   make run    the program          make test   every check and all tests
# Also: prove (kill loops, large property runs) · shots (pictures of every page) · bench · build (PyInstaller)

SHELL := /bin/bash
.DEFAULT_GOAL := run
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .cache/stamps
ENVIRONMENT := .venv/.ready
export PYTHONDONTWRITEBYTECODE :=
export PYTHONWARNINGS :=
TEST_ENV := QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
RUN_ARGS ?=

CONTENT := $(shell find courses quizzes resources/released -type f 2>/dev/null)
CONTENT_CODE := $(wildcard trainer/content/*.py trainer/domain/*.py trainer/domain/*/*.py)
DEMO_CODE := $(wildcard trainer/demo/*.py trainer/actions/*.py)
PO := resources/i18n/zh_CN/LC_MESSAGES/trainer.po

.PHONY: run test lint prove shots bench build setup setup-system content demo translations fonts clean

run: setup $(STAMPS)/demo
	@$(BIN)/python -m trainer $(RUN_ARGS)

test: setup lint
	@$(TEST_ENV) $(BIN)/python -m pytest -n 2 --dist worksteal -m "not prove" tests

lint: setup
	@$(BIN)/ruff check trainer tests tools
	@$(BIN)/ruff format --check -q trainer tests tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > .cache/imports.txt || { cat .cache/imports.txt; exit 1; }
	@$(BIN)/python tools/translations.py check
	@$(BIN)/python -m trainer content check

prove: setup
	@$(TEST_ENV) $(BIN)/python -m pytest -n 2 --dist worksteal -m prove tests

shots: setup $(STAMPS)/demo
	@$(TEST_ENV) $(BIN)/python -m trainer --shots shots

bench: setup
	@$(TEST_ENV) $(BIN)/python tests/bench/run.py

build: setup $(STAMPS)/demo
	@$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build build.spec
	@$(TEST_ENV) $(BIN)/python tools/try_build.py dist/qicheng

# Set-up: each step leaves a stamp, so that a second call starts at once. That of the environment lies inside it: who
# removes .venv gets a new one.

setup: $(STAMPS)/system $(ENVIRONMENT) $(STAMPS)/fonts $(STAMPS)/translations $(STAMPS)/library

setup-system:
	@$(PYTHON) tools/system.py

$(STAMPS)/system: tools/system.py
	@mkdir -p $(@D)
	@$(PYTHON) tools/system.py
	@touch $@

$(ENVIRONMENT): requirements.lock pyproject.toml | $(STAMPS)/system
	@mkdir -p .cache
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Qicheng needs Python 3.11 or newer; $(PYTHON) is older. Say PYTHON=python3.12 make run"; exit 1; }
	@test -x $(BIN)/python || { echo "Creating the environment in .venv"; $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }; }
	@echo "Installing the locked packages"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock 2>.cache/pip.txt || { cat .cache/pip.txt; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . 2>.cache/pip.txt || { cat .cache/pip.txt; exit 1; }
	@touch $@

$(STAMPS)/fonts: tools/fonts.py | $(ENVIRONMENT) $(STAMPS)/system
	@$(BIN)/python tools/fonts.py
	@touch $@

$(STAMPS)/translations: $(PO) tools/translations.py | $(ENVIRONMENT)
	@$(BIN)/python tools/translations.py compile
	@touch $@

$(STAMPS)/library: $(CONTENT) $(CONTENT_CODE) | $(ENVIRONMENT)
	@$(BIN)/python -m trainer content build
	@touch $@

$(STAMPS)/demo: $(STAMPS)/library $(DEMO_CODE) | $(ENVIRONMENT)
	@echo "Telling the demonstration"
	@rm -rf resources/demo
	@$(BIN)/python -m trainer demo resources/demo > .cache/demo.txt || { cat .cache/demo.txt; exit 1; }
	@touch $@

content: $(STAMPS)/library
demo: $(STAMPS)/demo
translations: $(STAMPS)/translations
fonts: $(STAMPS)/fonts

clean:
	rm -rf .cache build dist shots resources/library resources/demo resources/fonts/generated
