#!/usr/bin/env bash
# Installs golangci-lint as .cache/bin/golangci-lint, and runs it with the
# arguments given.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

module=github.com/golangci/golangci-lint/v2
go_program golangci-lint "$module" v2.15.0 "$module/cmd/golangci-lint"
[ $# -eq 0 ] || exec nice -n 10 .cache/bin/golangci-lint "$@"
