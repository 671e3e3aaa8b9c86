# School incident portal. Needs Python 3.11+, make and the package registries; `make help` lists what it can do.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STATIC := portal/static/portal
UV     := $(VENV)/uv/bin/uv

# node and npm come from a Python wheel in the virtual environment
export PATH := $(CURDIR)/$(BIN):$(PATH)

# the suite starts many processes: each would compile every module again
unexport PYTHONDONTWRITEBYTECODE

# 2 workers: the whole suite is sized for two cores
PYTEST_ARGS ?= -n 2

.DEFAULT_GOAL := help
.PHONY: help setup assets run test check format bench faults lowest clauses docs demo lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed assets ## virtual environment, locked dependencies, built page assets

assets: $(STATIC)/portal.css $(STATIC)/govuk-frontend.min.js

$(VENV)/.installed: requirements/dev.txt
	@echo "Installing locked dependencies into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -c "import pathlib, sysconfig; \
		pathlib.Path(sysconfig.get_path('purelib'), 'checkout.pth').write_text('$(CURDIR)\n')"
	@touch $@

node_modules/.installed: package-lock.json .npmrc $(VENV)/.installed
	@echo "Installing page assets ..."
	@npm ci --loglevel=error > /dev/null
	@touch $@

$(STATIC)/portal.css: $(wildcard assets/*.scss) node_modules/.installed
	@mkdir -p $(STATIC)
	@node node_modules/sass/sass.js --pkg-importer=node --style=compressed --no-source-map --quiet-deps \
		assets/portal.scss $@

$(STATIC)/govuk-frontend.min.js: node_modules/.installed
	@mkdir -p $(STATIC)
	@cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js $@

run: setup ## set everything up and run the portal here (PORT=, DATABASE_URL=, REDIS_URL=)
	@$(BIN)/python -m standalone.run $(if $(PORT),--port $(PORT)) \
		$(if $(DATABASE_URL),--database-url '$(DATABASE_URL)') $(if $(REDIS_URL),--redis-url '$(REDIS_URL)')

test: setup ## all tests, on a PostgreSQL and a Valkey of their own (PYTEST_ARGS='tests/rules -q' for a part)
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check: setup ## lint, format, types, layers, templates, dependencies, architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --lint --quiet .
	@$(BIN)/deptry .
	@$(BIN)/python -m pytest -q -n 0 tests/architecture

format: setup ## put the code into the one format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup ## what we promise, measured: pages, imports, sending, letters (bench/; `python -m bench NAME` runs one)
	@$(BIN)/python -m bench

faults: setup ## kill workers, flush Valkey, refuse mail: nothing may be lost or doubled
	@$(BIN)/python -m pytest -n 0 -m faults

OLDEST := $(VENV)/oldest/bin/python
lowest: setup $(UV) ## what meets other packages, tried with the oldest of them that pyproject.toml promises
	@$(UV) venv --quiet --clear --python $(BIN)/python $(VENV)/oldest
	@$(UV) pip install --quiet --python $(OLDEST) --resolution lowest-direct \
		--extra standalone --extra notify -r pyproject.toml
	@$(UV) pip install --quiet --python $(OLDEST) --group test
	@$(OLDEST) -m pytest -q -W default $(PYTEST_ARGS) $(addprefix tests/, cli crypto documents files hosts \
		jobs mail_in notices sheets store tenants typeset)

clauses: setup ## each clause of the policies: declared where, proved where; fails on a gap
	@$(BIN)/python -m pytest -q $(PYTEST_ARGS) -m clause
	@PORTAL_CONFIG=test $(BIN)/flask --app wsgi portal clauses --missing

docs: setup ## make the pages of docs/ that come from the code: stages, permissions, questions, settings
	@$(BIN)/python -m standalone.reference

demo: setup ## two demo schools and their people in the database that `make run` keeps
	@$(BIN)/python -m standalone.run --demo-only

lock: $(UV) ## resolve the dependencies again (requirements/*.txt, package-lock.json)
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --upgrade \
		--extra standalone --extra notify pyproject.toml -o requirements/standalone.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --upgrade \
		--extra standalone --extra notify --group test --group quality pyproject.toml -o requirements/dev.txt
	@npm update --package-lock-only --loglevel=error > /dev/null
	@node -e 'const fs = require("fs"), file = "package-lock.json", lock = JSON.parse(fs.readFileSync(file)); \
		Object.values(lock.packages).forEach(p => delete p.funding); \
		fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")'

$(UV):
	@$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install --quiet uv

clean: ## remove what set-up and tools made; keeps var/ (databases, keys, caught mail)
	@rm -rf $(VENV) node_modules $(STATIC)/portal.css $(STATIC)/govuk-frontend.min.js \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis test-results build dist
