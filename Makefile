# Two commands on a fresh machine: `make report` and `make test`. Both build the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: report test lint lab sample docs lock clean

report: $(READY)          ## every report of 2023 into outputs/
	@$(BIN)/python -m analysis report --all --force || [ $$? -eq 1 ]

test: $(READY)            ## all tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(READY)            ## format, import order, types, one-way imports
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

lab: $(READY)             ## JupyterLab on the notebooks
	@$(BIN)/python -m jupyterlab notebooks

sample: $(READY)          ## a synthetic programme folder to try things on
	@$(BIN)/python -m analysis sample --out outputs/sample

docs: $(READY)            ## the documents made from the code: rules and public names
	@$(BIN)/python -m analysis.reports.rule_book > docs/rule_book.md
	@$(BIN)/python -m analysis.reports.public_names > docs/api.md

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $(READY)

lock:                     ## pin everything anew (needs uv)
	uv pip compile --universal --python-version 3.11 --group dev pyproject.toml --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet -o requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
