# Vatra. `make` alone lists what can be done.

# make test PKG=./content/... ARGS='-run Blob -v'
PKG  ?= ./...
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check fuzz race real fault bench pictures minio tools generate fmt

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Start Vatra with courses in it; needs nothing but Go (and PostgreSQL, which it installs)
	@.ci/debian.sh postgres || echo '  Going on: Vatra looks for a PostgreSQL of its own.' >&2
	@go build -o bin/vatra ./cmd/vatra
	@exec bin/vatra serve --demo

# -count=1: PostgreSQL, MinIO, the browser and the server started as a program
# are all outside of what Go's test cache can see change.
test: tools ## Every test, with a real PostgreSQL, MinIO and browser, which it installs
	go test -tags whole -count=1 -timeout 15m $(ARGS) $(PKG)

check: ## Format, vet, lint, generated views, modules, what SECURITY.md names
	.ci/templ.sh
	.ci/security.sh
	go vet ./...
	go vet -tags whole,real,bench,fault,pictures ./...
	.ci/lint.sh fmt --diff
	.ci/lint.sh run
	go mod tidy -diff
	go mod verify

# make fuzz FOR=60s ARGS=FuzzSVG
FOR ?= 10s
fuzz: ## Try to break each reader of what others wrote, 10 seconds each (FOR=60s for longer)
	.ci/fuzz.sh $(FOR) $(ARGS)

real: tools ## The tests on real courses, from ../shared/data or VATRA_SHARED
	.ci/real.sh $(ARGS)

# Not lms/intake, lms/registrar, lms/pictures and content/media: their tests hold programs to bounds of memory that the detector
# alone exceeds. What is for tests only starts what it starts within these; the one goroutine of cmd/vatra is lms/leftover's. The
# areas answer within lms/web/door's.
race: ## The race detector over the packages that do several things at once
	@.ci/debian.sh postgres
	go test -race -count=1 -timeout 15m $(ARGS) ./assessment/bank ./assessment/exam ./assessment/quizzes \
		./certificates ./certificates/letters ./certificates/paper ./content/blobs ./content/keep \
		./content/markup/... ./content/studio ./content/translation ./lms/access ./lms/audit ./lms/authoring ./lms/benchtest ./lms/cache ./lms/child ./lms/clamav ./lms/deadlines ./lms/dossier ./lms/editions ./lms/factors \
		./lms/i18n ./lms/jobs ./lms/learning ./lms/leftover ./lms/limits ./lms/mail ./lms/people/... ./lms/pg \
		./lms/reviews ./lms/sessions ./lms/site ./lms/teaching ./lms/tracks ./lms/upkeep ./lms/web/cookies ./lms/web/door ./lms/web/packing \
		./lms/web/views/fixed ./migrations
	go test -race -count=1 -timeout 5m -run '$(GATE)' ./lms/web
	go test -race -tags whole -count=1 -timeout 10m ./lms/pgserver
	go test -race -tags whole -count=1 -timeout 10m -run '$(SERVERS)' ./cmd/vatra/serve

# What is about connections and whole servers in two packages that are full of browsers.
GATE    := MakesRoom|WithoutDescriptors|FromEnding|SendsSlowly|Differently|Doubtful
SERVERS := SideBySide|DatabaseThatHangs$$

fault: minio ## Answers under fire: everything falls that can, again and again, and none may be lost
	@.ci/debian.sh postgres
	go test -tags whole,fault -count=1 -timeout 20m -v -run TestRound $(ARGS) ./cmd/vatra/serve

ROUND ?= 5s
bench: ## Requests a second of the hot pages, each beside the most that can be had
	@.ci/debian.sh postgres
	go test -tags whole,bench -count=1 -timeout 20m -v -run TestBench $(ARGS) ./cmd/vatra/serve -round $(ROUND)

pictures: tools ## The pictures of README.md anew, of the demonstration
	go test -tags whole,pictures -count=1 -timeout 10m -v -run TestPictures $(ARGS) ./cmd/vatra/serve

minio: ## Build the real MinIO server for the tests (once, about five minutes)
	@.ci/minio.sh

tools: minio ## Get all that the tests need and run none; then `go test ./...` runs the quick ones
	@.ci/debian.sh postgres chromium fonts java npm pdf clamav
	@.ci/npm.sh

generate: ## Write the Go of the views anew from their templ files
	go tool templ generate

fmt: ## Put every file in its form
	go tool templ fmt .
	.ci/lint.sh fmt
