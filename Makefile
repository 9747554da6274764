# make run: start Gotovo (no BOT_TOKEN: the sandbox page)   make check: the laws, seconds
# make test: every test, the fault tests in short               make faults: them in full length           make bench: measures
# make cover: tests with branch coverage                        make fix: format
# make screenshots: the pictures of README and docs, taken anew

.POSIX:
.SUFFIXES:

BIN = .venv/bin
CODE = crm storage bot channels sandbox gotovo scripts tests bench
# --no-deps: the locks name everything; without it pip wants newer versions for extras than the locks have hashes for.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes --no-deps
ARGS =
WORKERS = 2

.PHONY: run test faults check cover bench fix locks messages screenshots clean

run: .venv/run.stamp
	@exec $(BIN)/python -m gotovo run

test: .venv/dev.stamp
	@sh scripts/chromium.sh
	PYTEST_ADDOPTS="$$(sh scripts/chromium.sh --marks)" $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

# The fault tests at their full length (docs/faults.md), an hour or so; FAULTS_SEED=n repeats a run.
faults: .venv/dev.stamp
	FAULTS=full $(BIN)/python -m pytest tests/faults -n 1 $(ARGS)

check: .venv/dev.stamp
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/laws

# Everything measured in one run, on a machine with nothing else to do; ARGS=--write puts the table into docs/performance.md.
bench: .venv/dev.stamp
	$(BIN)/python -m bench $(ARGS)

cover: .venv/dev.stamp
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term $(ARGS)

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/ruff format $(CODE)

# Collects the phrases of the code into locales/; FRAGMENTS="a.po b.po" merges translations from these files too.
messages: .venv/dev.stamp
	$(BIN)/python -m scripts.messages $(FRAGMENTS)

# Plays the demo by itself in a Chromium and writes docs/pictures; some minutes.
screenshots: .venv/dev.stamp
	@sh scripts/chromium.sh
	$(BIN)/python -m scripts.screenshots

# Raises every dependency to the newest that fits; needs uv.
locks:
	cd requirements && for name in run dev; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --annotation-style line --only-binary :all: $$name.in -o $$name.lock || exit 1; done

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@sh scripts/venv.sh

.venv/run.stamp: .venv/bin/python requirements/run.lock
	@echo "Installing what Gotovo needs into .venv (once, about half a minute)…"
	@$(PIP) -r requirements/run.lock
	@$(BIN)/python -m pip check --quiet
	@touch $@

.venv/dev.stamp: .venv/bin/python requirements/dev.lock
	@echo "Installing what the tests need into .venv (once, about a minute)…"
	@$(PIP) -r requirements/dev.lock
	@$(BIN)/python -m pip check --quiet
	@touch $@
