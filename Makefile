# make run        the whole program with a demo district on SQLite (DEMO=0 starts empty)
# make test       the tests, on SQLite
# make test-all   the tests on PostgreSQL and in a browser too; installs what Debian has
# make check      lint, types, floors of the house, templates, migrations
# make bench      queries, time and bytes of the main pages
# make drill      the outbox while servers, workers and networks fail; GUARDS=0 shows that the drills would notice
# make lock       pin the dependencies of pyproject.toml anew (needs uv)

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
WORKERS ?= 2
BIN := .venv/bin
SECRET_KEY_FILE := $(or $(DATA_DIR),data)/secret_key
MANAGE := $(BIN)/python manage.py
export BASE_URL ?= http://127.0.0.1:$(PORT)
export PORT WORKERS

# A command that fails leaves no half-written file behind, such as an empty secret key.
.DELETE_ON_ERROR:
.PHONY: run test test-all check bench drill lock pdf-libraries

run: export LOG_LEVEL ?= WARNING
run: .venv/.runtime pdf-libraries $(SECRET_KEY_FILE)
	@.ci/free-port $(PORT)
	@$(MANAGE) prepare $(if $(filter 0,$(DEMO)),--without-demo)
	@echo; echo "  Distrikt: $(BASE_URL)   (Ctrl-C avslutar)"; echo
	@$(BIN)/honcho start --no-prefix || test $$? = 130

test: .venv/.dev pdf-libraries
	$(BIN)/python -m pytest -n auto -q

test-all: .venv/.dev pdf-libraries
	.ci/with-servers $(BIN)/python -m pytest -n auto -q -m ""

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/bandit --quiet --severity-level medium --recursive --configfile pyproject.toml distrikt plan studier traffar natverk region
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') BASE_URL=https://distrikt.example \
		$(MANAGE) check --deploy --fail-level WARNING
	SECRET_KEY=check $(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/consistency

bench: .venv/.dev
	$(BIN)/python -m tests.bench

drill: .venv/.dev
	.ci/with-servers $(BIN)/python -m tests.drills $(if $(filter 0,$(GUARDS)),--without-guard)

lock:
	$(UV_COMPILE) pyproject.toml -o requirements.txt
	$(UV_COMPILE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

# No index variables: the lock names packages and hashes, never where they were fetched.
UV_COMPILE = env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	uv pip compile --no-config --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --quiet

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/.runtime

# The folder holds everything about people: nobody else on the machine reads it.
$(SECRET_KEY_FILE): | .venv/bin/python
	@mkdir -p -m 700 $(@D)
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

# PDF making needs three system libraries; everything else works without them.
pdf-libraries: .venv/.runtime
	@$(BIN)/python distrikt/typeset.py --check >/dev/null || .ci/install-pdf-libraries
