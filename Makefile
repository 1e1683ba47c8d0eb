# `make run` et `make test` ne demandent que Go. Le reste installe ce qui lui manque.
SHELL := /bin/bash
GO ?= go
DATA ?= pb_data
HTTP ?= 127.0.0.1:8090
SOURCES := main.go arch_test.go $(wildcard bench) hooks internal migrations pb_public templates
export CGO_ENABLED ?= 0
# Les mêmes options partout : ce que les tests ont compilé sert au binaire, au lieu d’être compilé deux fois.
export GOFLAGS := $(filter-out -trimpath,$(GOFLAGS)) -trimpath

.PHONY: run test race lint e2e bench build golden check tools tsc browser

run: build ## la démonstration, sur http://127.0.0.1:8090
	@test -e $(DATA)/demonstration.json || PASSERELLE_URL=$${PASSERELLE_URL:-http://$(HTTP)} ./passerelle demo --dir $(DATA) --json > /dev/null || echo "Le dossier $(DATA) est servi tel qu’il est."
	@./passerelle serve --dir $(DATA) --http $(HTTP)

build: ## ./passerelle, un binaire statique où tout est embarqué
	$(GO) build -trimpath -ldflags "-s -w" -o passerelle .

test: ## tous les tests de Go (`make lint` passe vet en entier)
	$(GO) test -vet=off ./...

# Les pièces où plusieurs mains travaillent à la fois ; ailleurs, les essais qui les y mettent.
AT_ONCE := AtOnce|DoubleClick|TwoThousand|WithoutTheTransaction|FirstRunLink|DoorContract|HalfWritten|DuringWrites|DoNotShareMemory|ManyPhones
race: ## le détecteur de courses, là où il y a des goroutines (demande gcc)
	CGO_ENABLED=1 $(GO) test -vet=off -race -timeout 20m -run '$(AT_ONCE)' ./hooks/ ./internal/check/ ./internal/registration/ ./internal/link/ ./internal/backup/ ./internal/pdf/
	CGO_ENABLED=1 $(GO) test -vet=off -race -timeout 20m ./internal/writer/ ./internal/mail/ ./internal/account/

lint: ## vet, gofmt, staticcheck, et tsc sur le JavaScript quand Node est là
	$(GO) vet ./...
	@unformatted=$$(gofmt -l $(SOURCES)); test -z "$$unformatted" || { echo "gofmt : $$unformatted"; exit 1; }
	$(GO) tool staticcheck ./...
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory tsc; else echo "Node est absent : le JavaScript n’est pas vérifié."; fi

tsc: tools
	e2e/node_modules/.bin/tsc -p e2e/tsconfig.json

e2e: tools browser build ## les parcours dans un vrai Chromium, et les tests du JavaScript
	node --test e2e/unit/*.test.mjs
	PASSERELLE_BINARY=$(CURDIR)/passerelle node --test --test-concurrency=2 $(wildcard e2e/*.spec.mjs)

tools: e2e/node_modules/.package-lock.json

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund
	@touch $@

browser:
	@command -v chromium > /dev/null && command -v pdftoppm > /dev/null || \
	if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium poppler-utils; \
	else echo "Il manque Chromium ou poppler : sudo apt-get install chromium poppler-utils"; exit 1; fi

bench: ## les mesures du contrat, dans bench.json
	$(GO) run ./bench

golden: ## réécrit les fichiers de référence des tests
	$(GO) test ./migrations/ -update

check: test lint race e2e ## ce que fait l’intégration continue
