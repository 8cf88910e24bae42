# Two commands do everything: `make graph` builds the sample graph and its page, `make test` runs all checks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check

.PHONY: graph test test-long lock system-deps docs pictures bench fuzz constraints sbom clean

graph: $(VENV)/installed
	$(BIN)/kgbuild build
	$(BIN)/kgbuild explore

# One more than there are cores: some tests wait, for servers and browsers.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
test: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kgbuild build --check
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m pytest -n $(WORKERS)

# The laws of numbers and dates over many more cases than `make test` takes, CASES of each, from SEED; and MUTATIONS of
# good documents.
CASES ?= 200000
SEED ?= 1
MUTATIONS ?= 5000
test-long: $(VENV)/installed-test
	$(BIN)/python tests/values/test_date_laws.py $(CASES) $(SEED)
	KGBUILD_FAULTS=1 $(BIN)/python -m pytest -q tests/core/test_faults.py
	KGBUILD_NUMBER_CASES=$(CASES) KGBUILD_NUMBER_SEED=$(SEED) $(BIN)/python -m pytest -q tests/values/test_number_laws.py
	KGBUILD_MUTATIONS=$(MUTATIONS) $(BIN)/python -m pytest -q -n $(WORKERS) tests/text/readers/test_hostile.py

# Write the generated pages of docs/ and the generated files of ontology/ anew.
docs: $(VENV)/installed-test
	$(BIN)/python docs/generate.py

# Draw the pictures of the explorer anew, in Chromium: their bytes depend on its version, so nothing checks them.
pictures: $(VENV)/installed-test
	$(BIN)/python docs/explorer_pictures.py

lock: $(VENV)/installed
	$(BIN)/kgbuild lock

# What the tests need beyond the Python index, where apt-get may install it: a Virtuoso server, Apache Jena, Chromium with
# fonts of many scripts, a manual as PDF, web page and book, and poppler to look at it; TypeScript, which checks the types
# of the explorer, where npm is at hand. Elsewhere their tests are skipped, with the reason.
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
TSC := typescript@5.9.3
DEBS := virtuoso-opensource-7-bin libapache-jena-java default-jdk-headless chromium fonts-noto-core debian-policy poppler-utils
system-deps:
	@if command -v virtuoso-t >/dev/null && command -v chromium >/dev/null && command -v javac >/dev/null && \
	    dpkg -s libapache-jena-java debian-policy poppler-utils >/dev/null 2>&1; then exit 0; fi; \
	  command -v apt-get >/dev/null && \
	  { if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; } && \
	  $$sudo true 2>/dev/null && $$sudo env $(APT) update >/dev/null 2>&1 && \
	  $$sudo env $(APT) install -y --no-install-recommends $(DEBS) >/dev/null 2>&1 || \
	  echo "what the tests need of Debian could not be installed: its tests are skipped"
	@if command -v tsc >/dev/null || ! command -v npm >/dev/null; then exit 0; fi; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; \
	  $$sudo npm install -g --ignore-scripts --silent $(TSC) >/dev/null 2>&1 || \
	  echo "TypeScript could not be installed: the test of the explorer's types is skipped"

bench: $(VENV)/installed-test
	$(BIN)/python -m benchmarks

# Change files at random and run commands over them: make fuzz SECONDS=600
SECONDS ?= 60
FIRST ?= 0
fuzz: $(VENV)/installed-test
	cd tests && ../$(BIN)/python -m fuzz $(SECONDS) $(FIRST)

# Pin every package that `make graph` and `make test` install, with the hashes of all files that the index has of it, for
# every system. Needs uv. Versions stay as they are; UPGRADE=--upgrade takes the newest that pyproject.toml allows,
# UPGRADE='--upgrade-package NAME' those of one package.
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --annotation-style line \
  --custom-compile-command 'make constraints' --group editable $(UPGRADE) pyproject.toml
constraints:
	$(COMPILE) --extra all -o constraints.txt >/dev/null
	$(COMPILE) --extra test -c constraints.txt -o constraints-test.txt >/dev/null

# What kgbuild[all] consists of, as CycloneDX: name, version, licence, hashes and what needs what.
sbom: $(VENV)/installed-test
	@mkdir -p dist
	cd tests && ../$(BIN)/python -m sbom ../dist/kgbuild.cdx.json

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/made: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kgbuild needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || \
	  { echo "this Python has no working venv module (on Debian: apt-get install python3-venv)"; exit 1; }
	@touch $@

# The index is asked for nothing but files with a known hash; kgbuild itself then finds all that it needs in place.
$(VENV)/installed: $(VENV)/made pyproject.toml
	$(PIP) --no-deps --require-hashes -r constraints.txt
	$(PIP) --no-index --no-build-isolation -e '.[all]'
	@touch $@

$(VENV)/installed-test: $(VENV)/installed constraints-test.txt
	$(PIP) --no-deps --require-hashes -r constraints-test.txt
	$(PIP) --no-index --no-build-isolation -e '.[test]'
	@touch $@
