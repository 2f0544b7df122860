#!/usr/bin/env bash
# Runs the tests on real courses: those in files with the build tag "real", and
# no others, since "make test" runs the rest. VATRA_SHARED is the folder that
# holds data/; ../shared without it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

shared=${VATRA_SHARED:-../shared}
[ -d "$shared/data" ] || fail "There are no real courses in $shared/data. VATRA_SHARED names the folder that holds data/."
VATRA_SHARED=$(cd "$shared" && pwd)
export VATRA_SHARED

files=$(grep -srlE --include='*_test.go' '^//go:build (.*[^[:alnum:]])?real([^[:alnum:]]|$)' cmd lms assessment certificates content migrations || true)
[ -n "$files" ] || fail "No test file carries the build tag real."
names=$(sed -nE 's/^func (Test[[:alnum:]_]*)\(.*/\1/p' $files | grep -vx TestMain | sort -u | paste -sd'|')
packages=$(for file in $files; do echo "./${file%/*}"; done | sort -u)
exec go test -tags real,whole -count=1 -timeout 30m -run "^($names)\$" "$@" $packages
