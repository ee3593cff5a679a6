# Every door of the house. `make` alone lists them; ARGS goes to the program behind the door:
#     make test ARGS="-k feed"       make serve ARGS="--port 8001"

PYTHON ?=
ARGS ?=
# Examples per property in the long campaigns (fuzz, history).
EXAMPLES ?= 5000

venv := .venv
python := $(venv)/bin/python
stamp := $(venv)/.stamp
# Of long campaigns one test may take hours: no test is taken for one that hangs.
endless := -o faulthandler_timeout=0

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Images of containers often set it. Without bytecode, and what is kept beside it, every start compiles the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(stamp): requirements.lock pyproject.toml tools/setup.sh
	@PYTHON='$(PYTHON)' sh tools/setup.sh $(venv)
	@touch $@

.PHONY: setup
setup: $(stamp)  ## Make .venv with everything of requirements.lock

.PHONY: site
site: $(stamp)  ## Build the archive that ships with the project into output/
	@$(python) tools/lunr.py
	@$(python) build.py $(ARGS)
	@printf '网站已生成，用浏览器打开：\n  file://%s\n边写边看：make serve\n' '$(CURDIR)/output/index.html'

.PHONY: serve
serve: $(stamp)  ## Preview: build, show, build again at every change
	@$(python) build.py serve $(ARGS)

.PHONY: test
test: $(stamp)  ## Run the tests, in a real browser too
	@$(python) tools/browser.py
	@$(python) tools/lunr.py --dev
	@$(python) tools/gateway.py
	@$(python) tools/servers.py
	@$(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: check
check: $(stamp)  ## Formatting, lint, types, floors, length of modules
	$(venv)/bin/ruff format --check .
	$(venv)/bin/ruff check .
	$(venv)/bin/mypy
	$(venv)/bin/lint-imports --no-logo
	$(python) tools/module_lines.py

.PHONY: format
format: $(stamp)  ## Format the sources and mend what ruff can mend
	$(venv)/bin/ruff check --fix .
	$(venv)/bin/ruff format .

.PHONY: bench
bench: $(stamp)  ## Run the benchmarks
	@$(python) benchmarks/run.py $(ARGS)

.PHONY: bench-preview
bench-preview: $(stamp)  ## Benchmark from saving to seeing, beside hugo server and pelican -lr
	@$(python) benchmarks/preview.py $(ARGS)

.PHONY: bench-screen
bench-screen: $(stamp)  ## Measure the editor's screen over 10,000 articles
	@$(python) benchmarks/screen.py $(ARGS)

.PHONY: bench-search
bench-search: $(stamp)  ## Measure what search finds, and what a query costs
	@$(python) tools/lunr.py
	@$(python) -m benchmarks.search.run $(ARGS)

.PHONY: bench-check
bench-check: $(stamp)  ## Cost of `check` over 10,000 articles beside that of a cold build
	@$(python) benchmarks/check.py $(ARGS)

.PHONY: exam
exam: $(stamp)  ## The editor's desk examined: what import gets right, what check finds and says for nothing
	@$(python) -m benchmarks.exam $(ARGS)

.PHONY: fuzz
fuzz: $(stamp)  ## Long campaign: hostile input (EXAMPLES=5000)
	@JIANBAO_EXAMPLES='$(EXAMPLES)' $(python) -m pytest -n 2 -k fuzz $(endless) $(ARGS)

# A folder of blogs, one folder each, for fidelity: real posts, which are not ours to keep.
CORPUS ?=

.PHONY: fidelity
fidelity: $(stamp)  ## Long campaign: 20,000 random bodies lose no text, nor do the posts in CORPUS=folder
	@JIANBAO_EXAMPLES=20000 $(python) -m pytest tests/test_fidelity.py -k 'lost or translations or commonmarks' $(endless) $(ARGS)
	@if [ -n '$(CORPUS)' ]; then $(python) tools/fidelity.py '$(CORPUS)'; fi

.PHONY: old-archive
old-archive: $(stamp)  ## Whole old sites in CORPUS=folder through init, import, build (BUILT=folder MARK=word)
	@MARK='$(MARK)' $(python) tools/old_archive.py '$(CORPUS)' $(BUILT)

.PHONY: minimal
minimal: $(stamp)  ## One value changed in every front matter of CORPUS=folder: what else would differ
	@$(python) -m tools.minimal '$(CORPUS)'

.PHONY: bench-markdown
bench-markdown: $(stamp)  ## What bodies cost: plain bulletins; fences, lists and tables
	@$(python) benchmarks/bodies.py $(ARGS)

.PHONY: history
history: $(stamp)  ## Long campaign: any history of edits and crashes ends as a clean build does
	@JIANBAO_EXAMPLES='$(EXAMPLES)' $(python) -m pytest -n 2 -k history $(endless) $(ARGS)

.PHONY: hostile
hostile: $(stamp)  ## Long campaign: markup, expressions, floods, links, kills, a damaged cache (ARGS="links kills")
	@JIANBAO_EXAMPLES='$(or $(filter-out 5000,$(EXAMPLES)),1000)' $(python) -m tests.hostile $(ARGS)

.PHONY: kill-sweep
kill-sweep: $(stamp)  ## Long campaign: a publisher killed, or stopped, at every request, on every kind of target
	@$(python) tools/gateway.py
	@$(python) tools/servers.py
	@JIANBAO_EXAMPLES=1 $(python) -m pytest -k 'killed_at_any or two_publishers or stopped' \
	    tests/test_publish_faults.py tests/test_publish_elsewhere.py tests/test_publish_safety.py $(endless) $(ARGS)

.PHONY: faults
faults: $(stamp)  ## Long campaign: every fault schedule looked at at every request, any history of publishing
	@$(python) tools/gateway.py
	@JIANBAO_EXAMPLES=1 $(python) -m pytest -k a_fault tests/test_publish_faults.py $(endless) $(ARGS)
	@JIANBAO_EXAMPLES='$(EXAMPLES)' $(python) -m pytest tests/test_publish_histories.py $(endless) $(ARGS)

.PHONY: bench-publish
bench-publish: $(stamp)  ## Measure publishing beside aws s3 sync and rclone
	@$(python) tools/gateway.py
	@$(python) benchmarks/publish.py $(ARGS)

.PHONY: dist
dist: $(stamp)  ## The wheel and the source archive, in dist/
	@$(python) -m build --no-isolation

.PHONY: lock
lock:  ## Renew requirements.lock (newest versions: ARGS=--upgrade)
	@$(or $(wildcard $(python)),$(PYTHON),python3) tools/lock.py $(ARGS)

.PHONY: clean
clean:  ## Remove what was built; the next build makes it again
	rm -rf output .cache build dist tests/actual .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(venv)/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean  ## Remove the environment and the found counter-examples as well
	rm -rf $(venv) node_modules .hypothesis
