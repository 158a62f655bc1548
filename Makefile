# The targets are the same for everybody, so that Cargo builds the heavy crates once.
SHELL := /bin/bash
CARGO ?= cargo
NPM := npm ci --no-audit --no-fund --loglevel=error
GEO := geo/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb
BIN := target/debug/hjemmel
export HJEMMEL_TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres

.PHONY: run test bench build words law tag console console-test geo lint fmt clean-data deps-run deps-test postgres unit e2e openapi deny advisories contract fuzz soak

## Start the demo: console at http://127.0.0.1:8080, shop at http://localhost:8081
run: deps-run tag console geo build
	@exec $(BIN) demo --data data --geo $(GEO)

## Everything: lint, unit, property, both databases, HTTP, browser
# The tests build the program themselves, from the same crates as `make build` and those that tests alone need.
test: deps-run deps-test postgres tag console geo lint deny unit console-test contract e2e

## Measure; writes target/bench/report.json. BENCH_COLD=1 also times a cold build
bench: deps-run deps-test tag console geo e2e/node_modules/.stamp
	$(CARGO) build --workspace --examples --bins
	node scripts/bench.mjs

build:
	$(CARGO) build --workspace

unit:
	@if $(CARGO) nextest --version >/dev/null 2>&1; then $(CARGO) nextest run --workspace --no-fail-fast; \
	else $(CARGO) test --workspace --no-fail-fast; fi

e2e: e2e/node_modules/.stamp
	cd e2e && npm test

## The API as it is described: each operation is asked in CONTRACT generated ways, and in those that lie at the edges
contract:
	node scripts/contract.mjs

## Strangers' input, bent in FUZZ ways instead of the few hundred that a test run tries: mail, trackers, tokens, files of
## people, the log of events
FUZZ ?= 50000
fuzz:
	PROPTEST_CASES=$(FUZZ) $(CARGO) test --workspace --test fuzz
	PROPTEST_CASES=$(FUZZ) $(CARGO) test --workspace --lib fuzz::

## Kill the program SOAK times under load, and try SOAK histories of the ledgers on each database
SOAK ?= 100
soak:
	SOAK=$(SOAK) $(CARGO) test --workspace --test it -- kill:: ledger:: --test-threads 1

lint:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	console/node_modules/.bin/biome ci --error-on-warnings
	cd tag && npx tsc --noEmit
	cd console && npx knip --no-progress
	cd console && npx tsc --noEmit && npx openapi-typescript openapi.json 2>/dev/null | diff -q - src/schema.d.ts \
	  || (echo "console/src/schema.d.ts is old: run make openapi"; exit 1)

## Licences, sources and owners of all crates (deny.toml)
deny:
	@cargo deny --version >/dev/null 2>&1 || $(CARGO) install cargo-deny --locked --version 0.20.2 --profile dev --quiet
	cargo deny --log-level error check bans licenses sources

## Known weaknesses of the crates, beside `make deny`: it fetches the list of advisories, which not every network allows
advisories:
	cargo deny --log-level error check advisories

fmt:
	$(CARGO) fmt --all
	console/node_modules/.bin/biome check --write

## Describe the API anew and make the console's types from it
openapi: build console/node_modules/.stamp
	$(BIN) openapi > console/openapi.json
	cd console && npx openapi-typescript openapi.json -o src/schema.d.ts

## The names of the console's words, from the English catalogue
words: console/node_modules/.stamp
	cd console && node scripts/words.mjs

## The law as a table, for readers: what changed in it is read before it is kept
law: build
	$(BIN) rules --markdown > docs/law.md

tag: tag/node_modules/.stamp
	@cd tag && npm run -s build

console: console/node_modules/.stamp
	@if [ ! -f console/dist/index.html ] || [ -n "$$(find console/src console/index.html console/vite.config.ts -newer console/dist/index.html)" ]; then \
	  cd console && npm run -s build; fi

## Parts of the console in a browser that is none, with a server that answers what each test says
console-test: console/node_modules/.stamp
	cd console && npm test

geo: geo/node_modules/.stamp

%/node_modules/.stamp: %/package-lock.json
	cd $* && $(NPM)
	@touch $@

deps-run:
	@scripts/need.sh gcc:gcc make:make curl:curl

deps-test:
	@scripts/need.sh chromium:chromium /usr/sbin/postfix:postfix "python3 -m ensurepip --version:python3-venv"

postgres:
	@scripts/postgres.sh

clean-data:
	rm -rf data data-keys
