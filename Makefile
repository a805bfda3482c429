# Everything by one word: `make run`, `make test`, `make check`. See README.md.
SHELL := /bin/bash
PY := .venv/bin/python
PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run setup test test-cluster check admin score bench bench-1m weigh messages screenshots lock clean

run: setup
	@exec $(PY) -m config.serve

.venv/.run: requirements.txt
	@test -x $(PY) || $(PYTHON) -m venv .venv || { echo "Python 3.11 with venv is needed: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Cheap to run again: migrate, load_seeds and collectstatic change nothing that is already there.
setup: .venv/.run
	@mkdir -p var
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_seeds --quiet
	@$(PY) manage.py collectstatic --noinput --verbosity 0

admin: setup
	@$(PY) manage.py createsuperuser

test: .venv/.dev
	@$(PY) -m tests.run

# The tests that need dask.distributed; without it they are skipped.
test-cluster: .venv/.dev
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bulk.txt
	@$(PY) -m tests.run tests/seeds/test_cluster.py

check: .venv/.dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest -q tests/test_imports.py
	@VAR_DIR=$$(mktemp -d) $(PY) manage.py makemigrations --check --dry-run
	@VAR_DIR=$$(mktemp -d) HTTPS=1 $(PY) manage.py check --deploy --fail-level WARNING

score: setup
	@$(PY) manage.py evaluate

# Reading by length; made libraries on both engines, ours against the plain way; the tables go to docs/performance.md.
bench: .venv/.dev
	@$(PY) -m bench.reading --write
	@$(PY) -m bench.run 10000 100000
	@$(PY) -m bench.bulk --write

bench-1m: .venv/.dev
	@$(PY) -m bench.run 1000000 --facets
	@$(PY) -m bench.run 1000000 --short

# With the library running: weight, first paint and layout shift of its pages, into docs/performance.md.
weigh: .venv/.dev
	@$(PY) -m bench.weight --write $(or $(URL),http://127.0.0.1:8000)

# With the library running: make screenshots URL=http://127.0.0.1:8000
screenshots: .venv/.dev
	@$(PY) -m tests.screenshots $(or $(URL),http://127.0.0.1:8000)

messages: .venv/.dev
	@$(PY) manage.py makemessages --locale zh_Hans --extension html,jinja,txt,py --no-obsolete --ignore '.venv/*' --ignore 'var/*'
	@$(PY) manage.py compilemessages --locale zh_Hans --ignore '.venv/*'

lock:
	@uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	@uv pip compile -q --generate-hashes --python-version 3.11 requirements-bulk.in -o requirements-bulk.txt

clean:
	@rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache
