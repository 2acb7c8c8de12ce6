# Every target installs what it needs into .venv; nothing but Python 3.11+ and make is asked for.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo test check bench bench-peers crash look clean
install: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Funnelbot needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Run: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python has no venv module here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/ready
	@$(BIN)/python -P -m playground $(if $(DATA),--data "$(DATA)") $(if $(DAYS),--days $(DAYS)) $(ARGS)

test: .venv/ready
	@$(BIN)/pytest --numprocesses auto --quiet tests

check: .venv/ready
	@$(BIN)/python -P tests/checks.py

bench: .venv/ready
	@$(BIN)/python -P -m tests.benchmarks $(if $(LARGE),--large)

# Others' detectors on the same breaks, in an environment of their own.
PEERS := pyod==3.6.7 prophet==1.5.0

bench-peers: .venv/ready
	@test -x .peers/bin/python || { $(PYTHON) -m venv .peers && .peers/bin/pip install --quiet --disable-pip-version-check $(PEERS); }
	@$(BIN)/python -P -m tests.benchmarks.peers

# N kills of a sending process on each engine; a month of 40 channels, about half an hour for 500.
N ?= 500
crash: .venv/ready
	@$(BIN)/python -P -m tests.crash $(N)

look: .venv/ready
	@$(BIN)/python -P -m tests.browser.look "$(DATA)"

clean:
	rm -rf .venv .peers .playground .mypy_cache .ruff_cache .pytest_cache .hypothesis
