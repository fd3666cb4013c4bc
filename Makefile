# make run, then open what it prints. Everything lives in .venv/, build/ and .kho/.

PYTHON3 ?= python3
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/installed-$(shell cat requirements.txt infra/requirements.txt | cksum | cut -d' ' -f1)

.PHONY: run demo reset check test chromium screenshots bench deploy package lint clean

run: $(READY)
	@$(PYTHON) -m infra.run run

demo: $(READY)
	@$(PYTHON) -m infra.run demo

reset: $(READY)
	@$(PYTHON) -m infra.run reset

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

check: lint
	$(PYTHON) -m pytest -q -n auto -m "not (corpus or integration or package or stack)"

test: export HYPOTHESIS_PROFILE := thorough
test: chromium lint package
	$(VENV)/bin/cfn-lint build/sam.yaml infra/firewall.yaml -r ap-southeast-1
	$(PYTHON) -m pytest -q -n auto -m "not (package or stack)"
	$(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "package or stack" tests/infra tests/end_to_end

chromium:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && { echo "· Installing Chromium for the tests of the pages"; apt-get update -qq && apt-get install -qqy chromium >/dev/null; }; } \
	  || { echo "Chromium is missing: apt install chromium (or brew install chromium)"; exit 1; }

package: $(READY)
	@$(PYTHON) -m infra.package

screenshots: chromium $(READY)
	@$(PYTHON) -m infra.demo.screenshots

bench: chromium $(READY)
	@$(PYTHON) -m tests.benchmarks

deploy: $(READY)
	@test -n "$(STAGE)" || { echo "Which stage? make deploy STAGE=staging"; exit 1; }
	@$(PYTHON) -m infra.deploy "$(STAGE)"

clean:
	rm -rf build .chalice/deployments .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find app.py functions shared infra tests -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.txt infra/requirements.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed; name it with PYTHON3=…"; exit 1; }
	@$(PYTHON3) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }
	@echo "· Installing what is needed into $(VENV) (a minute or two, once)"
	@test -x $(PYTHON) || $(PYTHON3) -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r infra/requirements.txt
	@rm -f $(VENV)/installed-*
	@touch $@
