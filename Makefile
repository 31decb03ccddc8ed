# `make chat` and `make test` do all the set-up that they need, and are quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: chat test check lint types wheel bench pictures clean

chat: $(READY)
	@$(BIN)/chatbot

test: $(READY)
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY)
	@$(BIN)/chatbot check

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

wheel: $(READY)
	@$(BIN)/python -m build --wheel --sdist

bench: $(READY)
	@$(BIN)/python -m benchmarks.latency
	@$(BIN)/python -m benchmarks.start
	@$(BIN)/python -m benchmarks.kit

pictures: $(READY)
	@$(BIN)/python docs/pictures.py

# pip 25.1 is the first that knows dependency groups.
$(READY): pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(READY)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
