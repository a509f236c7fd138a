# Two commands for a fresh machine: `make demo` and `make test`. Both call `make setup`.
.PHONY: setup demo test soak fuzz bench clean

setup: ## install what is missing, and build
	@scripts/setup.sh

demo: setup ## a generated province, through a year, to signed exit lists; ARGS=--exit stops afterwards
	@npx xianjie demo $(ARGS)

test: ## every check, in the order of .ci/run
	@scripts/setup.sh --tests
	@node scripts/run-checks.mjs

soak: setup ## the long runs: FAULTS=500 random faults on one hub (SEED=… draws the same), or MINUTES=60 of the journeys, over and over
ifdef FAULTS
	@FAULTS=$(FAULTS) SEED=$(SEED) node --enable-source-maps dist/test/faults/fire/soak.js
else
	@node scripts/run-checks.mjs --soak $(or $(MINUTES),60)
endif

fuzz: setup ## hostile input on every way in; CASES=100000, SEED=… draws the same
	@CASES=$(or $(CASES),100000) SEED=$(SEED) node --enable-source-maps dist/test/faults/hostile/fuzz.js

bench: setup ## the benchmarks, or one: NAME=append; rebuild-flat (10 million events) and import-memory (1 GB) only by name
	@for name in $(or $(NAME),append publish import end-to-end rebuild as-of); do npx xianjie bench $$name || exit 1; done

clean: ## everything that can be made again; node_modules and data stay
	@rm -rf dist dist.* coverage test/out libs/contracts/generated .infrastructure
