# The doors of the house. `make run` and `make test` work on a bare Debian machine with Python 3.11 and make.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Our vectors are short: more threads of the algebra library would only spin, and take the other readers' core.
export OPENBLAS_NUM_THREADS := 1

.PHONY: run test check setup lock format bench performance faults pictures security security-accept clean

run: setup
	$(BIN)/python -m dp_ruptures demo --if-empty
	$(BIN)/streamlit run app.py --server.port $(PORT)

# In the order of collection: the browser's files, which take longest, must not be left for the end.
test: .venv/.tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -ra --tb=short

check: .venv/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar queries

format: .venv/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.tests
	$(BIN)/python -m bench

# Beside SQLite, an upsert and pandas, with 500 live sessions and 10 M lines: docs/performance.md.
performance: .venv/.tests
	$(BIN)/python -m bench.performance

# Fifty kills under load; the suite kills three times.
faults: .venv/.tests
	KILLS=50 $(BIN)/python -m pytest tests/faults/test_kill.py -s

# The pictures of the documents, taken from the app itself.
pictures: .venv/.tests
	$(BIN)/python -m docs.pictures

# Known flaws, code flaws, secrets. Not part of `make test`: the first needs the Internet.
security: .venv/.tests
	$(BIN)/python tools/security.py

# Once each finding of the secret scan has been read and is none.
security-accept: .venv/.tests
	$(BIN)/python tools/security.py --accept

setup: .venv/.runtime

# Debian ships Python without the venv module's pip: take it from apt when we may.
.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; }

# uv lays the same pinned files in a tenth of pip's time; where it cannot be had, pip does as well.
INSTALL = $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(1) \
	|| $(BIN)/python -m pip install -q --require-hashes -r $(1)

.venv/bin/uv: requirements-install.txt | .venv/bin/python
	-$(BIN)/python -m pip install -q --require-hashes -r requirements-install.txt

.venv/.runtime: requirements.txt | .venv/bin/uv
	$(call INSTALL,requirements.txt)
	touch $@

.venv/.tests: requirements-dev.txt .venv/.runtime
	$(call INSTALL,requirements-dev.txt)
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }
	touch $@

# Rewrites both lock files from the *.in files.
lock: .venv/bin/uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --index-strategy unsafe-best-match requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --index-strategy unsafe-best-match requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
