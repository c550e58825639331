# The two commands a newcomer needs are `make demo` and `make test`. They need Python 3.11, git and make.

PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test check web browser bench docs nightly schemas lock clean

demo: $(READY)
	$(BIN)/shieldwall compare japan_2015 --out out/japan_2015

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/shieldwall catalogue check
	$(BIN)/python -m docs.build
	$(BIN)/python examples/ten_lines.py

# The explorer's page, built with the Node that comes as a Python wheel; never committed.
STATIC := src/shieldwall/apps/explorer/static/index.html
WEB    := $(shell find web/src web/public web/index.html web/package-lock.json web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)

web: $(STATIC)

$(STATIC): $(READY) $(WEB)
	$(BIN)/python hatch_build.py

# Real pages in a real browser; needs a Chromium on the path.
browser: $(STATIC)
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm test
	$(BIN)/python -m pytest -m browser

nightly: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	$(BIN)/python -m pytest -m nightly

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	$(BIN)/python -m benchmarks

docs: $(READY)
	$(BIN)/python -m docs.build

schemas: $(READY)
	$(BIN)/python -m shieldwall.catalogue.schemas
	$(BIN)/python -m shieldwall.apps.schemas

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group dev --all-extras pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate -c requirements.lock benchmarks/requirements.in -o benchmarks/requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

clean:
	rm -rf $(VENV) out
