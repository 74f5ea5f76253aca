# `make` lists what can be done. Needed: git, make, and Python 3.11 or later with venv.

PYTHON ?= python3
PORT ?= 8000
VAR ?= var
BIN := .venv/bin
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help run demo-large demo-million backup restore test check soak bench chaos audit audit-deps lock pictures clean

help:
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run demo-large: export ENVIRONMENT = development
run demo-large: export PORT := $(PORT)
run demo-large: export VAR := $(abspath $(VAR))
demo-large: export DJANGO_SETTINGS_MODULE = contactatonce.settings
run: .venv/runtime ## Web server and worker with demo content (PORT=8000 VAR=var)
	@$(BIN)/python manage.py run

demo-large: .venv/runtime ## 300 posts, 3,000 comments, 30,000 forum posts on top of the demo content (PORT=8000 VAR=var)
	@$(BIN)/python manage.py prepare --demo
	@$(BIN)/python -m tools.load_data

demo-million: export ENVIRONMENT = development
demo-million: export DJANGO_SETTINGS_MODULE = contactatonce.settings
demo-million: .venv/development ## 1,000,000 inquiries on a throw-away PostgreSQL, and the speed of the desk
	@$(BIN)/python -m tests.postgresql $(BIN)/python -m tools.million

backup: .venv/runtime ## Copy database, files and ledger to a new folder in TO=... (settings as in production)
	@$(BIN)/python manage.py backup "$(TO)"

restore: .venv/runtime ## Put the backup in FROM=... back and replay the erasures; stop the site first
	@$(BIN)/python manage.py restore "$(FROM)"

test: .venv/development ## All tests: on PostgreSQL, on SQLite and in a browser
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -q -n $(WORKERS) --dist worksteal -m "not browser and not once and not slow"
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal

soak: .venv/development ## The tests that take minutes
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -q -m slow
	$(BIN)/pytest -q -m slow

# What production is given, with values that are good for nothing but the check.
check: export ENVIRONMENT = production
check: export SECRET_KEY = this-key-serves-the-deployment-check-alone-0123456789-abcdefghijklm
check: export SUPPRESSION_KEY = this-key-too-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789
check: export ALLOWED_HOSTS = www.contactatonce.com
check: export DATABASE_URL = postgres://nobody@/nothing
check: export EMAIL_URL = smtp+tls://nobody:nothing@mail.example.com:587
check: export DEFAULT_FROM_EMAIL = hello@contactatonce.com
check: export TRUSTED_PROXIES = 1
check: export SIGN_IN_ORIGIN = https://www.contactatonce.com
check: .venv/development ## Style, types, imports, templates, language, settings, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/deptry .
	$(BIN)/python -m tools.english
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	ENVIRONMENT=test $(BIN)/python manage.py makemigrations --check --dry-run

bench: .venv/development ## Speed beside a bare Django view (needs wrk and PostgreSQL)
	$(BIN)/python -m tools.bench

chaos: .venv/development ## 12,000 inquiries while web, database and mail server are killed (needs PostgreSQL)
	$(BIN)/python -m tools.chaos

audit: .venv/development tools/audit/node_modules ## Lighthouse, axe and the HTML checker (needs Node 20, Java 17, Chromium)
	$(BIN)/python -m tools.audit

audit-deps: export ENVIRONMENT = development
audit-deps: export DJANGO_SETTINGS_MODULE = contactatonce.settings
audit-deps: .venv/development tools/audit/.venv ## Bill of materials (var/bom.json) and known vulnerabilities
	$(BIN)/python -m tools.audit.dependencies

tools/audit/.venv: tools/audit/requirements.txt | .venv/bin/python
	$(BIN)/python -m venv $@
	$@/bin/python -m pip install $(PIP) -r $<
	@touch $@

tools/audit/node_modules: export PUPPETEER_SKIP_DOWNLOAD = 1
tools/audit/node_modules: tools/audit/package-lock.json
	npm --prefix tools/audit ci --silent
	@touch $@

pictures: export ENVIRONMENT = development
pictures: export DJANGO_SETTINGS_MODULE = contactatonce.settings
pictures: .venv/development ## Draw covers, icons and card backgrounds; take the README's pictures
	$(BIN)/python -m tools.pictures

lock: .venv/development ## Compile the hashed requirement files from pyproject.toml
	$(BIN)/uv pip compile -q $(LOCK) -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile -q $(LOCK) -c requirements.txt -o requirements-s3.txt --extra s3 pyproject.toml
	$(BIN)/uv pip compile -q $(LOCK) -c requirements-s3.txt -o requirements-dev.txt --group dev --extra s3 pyproject.toml
	$(BIN)/uv pip compile -q $(LOCK) -o tools/audit/requirements.txt --group audit
	@! grep -nE '://|--(index|extra-index|find-links)' requirements.txt requirements-s3.txt requirements-dev.txt tools/audit/requirements.txt
LOCK := --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-header --no-emit-index-url

clean: ## Remove everything that make made, the data under var/ too
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install $(PIP) -r $<
	$(BIN)/python -m pip check --quiet
	@touch $@

.venv/development: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install $(PIP) -r $<
	$(BIN)/python -m pip check --quiet
	@touch $@ .venv/runtime
PIP := --quiet --quiet --disable-pip-version-check --require-hashes --no-deps
