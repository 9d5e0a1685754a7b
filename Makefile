# The only commands to know. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
export DJANGO_SETTINGS_MODULE := guichet.config.settings
# Every process compiles what it imports; what one has compiled the next one takes, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=
# Tests go three at a time, each with a database of its own: on two cores one waits for a page or a commit while two work.
# TEST=path runs a part, PARALLEL=0 one after the other, EVERY=1 tries everywhere what takes turns (tests/turns.py).
TEST ?=
PARALLEL ?= 3
# These go alone: they look at which transactions still run, which is a matter of the whole server, kill workers, or hold
# real telephone calls, whose recordings must have no gaps, or start a whole institution.
ALONE := guichet/domain/contributions guichet/domain/registry/tests/test_histories.py guichet/engine/tests/test_bulk_run.py guichet/engine/tests/test_tampering.py \
	guichet/channels/bulk/tests/test_jobs.py guichet/channels/voice/tests/test_gateways.py \
	tests/journeys/test_readme_tour.py

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv with the pinned packages (run and test do it by themselves)
	@scripts/setup

run: setup ## Start everything on this machine and print where and how to sign in
	@$(PY) -m guichet.config.cli run $(ARGS)

WORDS := $(patsubst %.po,%.mo,$(wildcard guichet/locale/*/LC_MESSAGES/*.po guichet/*/*/locale/*/LC_MESSAGES/*.po))
%.mo: %.po | setup
	@$(PY) -m guichet.config.cli messages compile

# A part is run as soon as it can be; all of it comes after the checks, the files that take longest first.
# Three that work have two cores to share: none of them hands a small frame's columns to threads of its own.
test: export POLARS_MAX_THREADS ?= 1
test: setup tools $(WORDS) $(if $(TEST),,style) ## All checks and all tests
ifneq ($(TEST),)
	@$(PY) -m pytest $(TEST)
else ifeq ($(PARALLEL),0)
	@$(PY) -m pytest
else
	@$(PY) -m pytest -n $(PARALLEL) --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(ALONE))
	@$(PY) -m pytest $(ALONE)
endif

fuzz: setup ## Draw new examples for every property test, ROUNDS times (10), then feed every parser for SECONDS_EACH (30)
	@for round in $$(seq $(or $(ROUNDS),10)); do HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest -q -n $(PARALLEL) --dist loadfile -m "not slow" \
	  $$(grep -rlE "^@given|^from hypothesis" --include='test_*.py' guichet tests); done
	@$(PY) -m tests.fuzz --seconds $(or $(SECONDS_EACH),30)

statements: setup ## Draw 10,000 random bank statements (STATEMENTS=100000: more): in any order and number, the same books
	@HYPOTHESIS_PROFILE=fuzz STATEMENTS=$(or $(STATEMENTS),10000) $(PY) -m pytest -q guichet/domain/payments/tests/test_any_statement.py

check: style ## Style, types, import contracts, the repository's own rules
	@$(PY) -m pytest tests/architecture

style: setup
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check -q
	@.venv/bin/djangofmt --quiet --check guichet demo || { echo "Templates out of form: .venv/bin/djangofmt guichet demo" >&2; exit 1; }
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@.venv/bin/bandit -q -r guichet -x "*/tests/*" -ll --skip B608,B506,B308,B703,B310,B104

bench: setup ## Measure the promises; ONLY=bulk ROWS=100000 measures a part
	@$(PY) -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(ROWS),--rows $(ROWS))

messages: setup ## Compile the words of pages (EXTRACT=1: find new words first)
	@$(if $(EXTRACT),$(PY) -m guichet.config.cli messages extract;) $(PY) -m guichet.config.cli messages compile

docs: setup ## Write docs/reference from the catalogue, and draw the architecture from the imports
	@$(PY) -m guichet.config.cli docs
	@$(PY) scripts/picture.py

new-service: setup ## Begin a service: NAME=subject.name gives its file, test, examples and words to fill
	@$(PY) scripts/new.py service "$(NAME)"

new-channel: setup ## Begin a channel: NAME=name gives its folder, driver, test and words to fill
	@$(PY) scripts/new.py channel "$(NAME)"

demo-data: setup ## Seed an empty institution and write a monthly movement file
	@$(PY) -m guichet.config.cli seed
	@$(PY) -m guichet.config.cli demo-data

audit-packages: setup ## Look for known weaknesses in the pinned packages
	@.venv/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock || { echo "Not passed: a package above has a known weakness, or could not be looked up (is the database of weaknesses within reach?)." >&2; exit 1; }

# From a clean environment of what production installs: a lock file names no licences.
sbom: ## Write build/sbom.json (CycloneDX) of what production installs; GPL, AGPL and unnamed weak copyleft are refused
	@rm -rf build/sbom && mkdir -p build && python3 -m venv build/sbom/production && python3 -m venv build/sbom/tool
	@build/sbom/production/bin/pip install -q --require-hashes -r requirements.lock && build/sbom/tool/bin/pip install -q "cyclonedx-bom>=7.5"
	@build/sbom/tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json build/sbom/production/bin/python
	@python3 scripts/licences.py build/sbom.json NOTICE && echo "build/sbom.json written; no GPL or AGPL in it"

# What the tests talk to from outside: a browser, PDF and telephone tools. Missing ones are installed where that is
# possible; otherwise the tests that need them are skipped and say so. A word is command:package.
TOOLS := chromium:chromium pdfsig:poppler-utils certutil:libnss3-tools softhsm2-util:softhsm2 pkcs11-tool:opensc \
	nginx:nginx-light bearerbox:kannel baresip:baresip-core sipp:sip-tester espeak-ng:espeak-ng sox:sox
tools:
	@PATH=$$PATH:/usr/sbin; missing=(); for t in $(TOOLS); do command -v $${t%%:*} >/dev/null || missing+=($${t##*:}); done; \
	[ $${#missing[@]} = 0 ] && exit 0; \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing $${missing[*]} with apt-get" && apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $${missing[*]} fonts-noto-core >/dev/null; } \
	  || echo "Tests that need these will be skipped: $${missing[*]} (apt-get install them)"

stop: ## Stop the embedded PostgreSQL
	@$(PY) -m guichet.config.cli stop

clean: ## Remove what builds and tests leave behind (never var/, which holds data)
	@rm -rf build dist .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.PHONY: help setup run test fuzz statements check style bench messages docs new-service new-channel demo-data audit-packages sbom tools stop clean
